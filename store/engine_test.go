package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"reticule"
)

// TestWordsAlike holds the words that are searched by to FTS5's on every letter
// and number of the scripts that we are likely to read: what one database
// finds, the other does.
func TestWordsAlike(t *testing.T) {
	s := open(t)
	texts := []string{
		"Hermès’ MICRO-bag, n° 5 ½ ß STRASSE straße ŒUVRE œuvre łódź Łódź", "e\u0301te\u0301 été ÉTÉ", "Ελλάδα ελλαδα ΣΟΦΟΣ σοφος σοφός", "Ёлка елка ёлка й и Й",
		"İstanbul istanbul ISTANBUL ıssız", "naïve_snake x2 2x №7 ①② Ⅷ ﬁne", "mini‑bag mini—bag mini\u00adbag", "ʻokina o'clock d’Été", "ǅ ǆ Ǆ ﬀ ĳ ŉ",
	}
	for i, text := range texts {
		it := piece(i + 1)
		it.Article.Title, it.Article.Summary, it.Article.Text = fmt.Sprintf("Probe %d", i+1), "", text
		save(t, s, it)
	}
	var got []string
	for _, text := range append(texts, "hermes", "strasse", "lodz", "ete", "ελλάδα", "ΕΛΛΆΔΑ", "σοφος", "елка", "ёлка", "istanbul", "fine", "8", "snake", "naive snake", "mini bag", "minibag", "dz", "d ete", "n 5") {
		for _, q := range strings.Fields(text) {
			got = append(got, q+" "+hits(t, s, q))
		}
		if strings.Contains(text, " ") {
			got = append(got, text+": "+hits(t, s, `"`+text+`"`))
		}
	}
	golden(t, "words", strings.Join(got, "\n")+"\n")
}

// hits names the articles that a query finds.
func hits(t *testing.T, s *Store, query string) string {
	t.Helper()
	var ids []int64
	list, err := s.Stories(t.Context(), Pick{Query: query})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	for _, st := range list {
		ids = append(ids, st.Face.ID)
	}
	slices.Sort(ids)
	return fmt.Sprint(ids)
}

// TestQueriesAlike asks one library of many kinds everything that the query
// language can ask; the answers, with their order, are the same everywhere.
func TestQueriesAlike(t *testing.T) {
	s := open(t)
	brands := []string{"Hermès", "JACQUEMUS", "Chloé", "A.P.C.", "Straße 9", "100% Bag", "Bottega_Veneta"}
	langs := []string{"en", "fr", "fr-CA", "ja", "EN-GB", "zh", ""}
	for i := range 42 {
		it := piece(i + 1)
		a, v := it.Article, &it.Verdicts[0]
		a.Title = fmt.Sprintf("%s and the micro bag, %d", brands[i%7], i)
		a.Lang, a.Site = langs[i/6%7], []string{"The Gazette", "L’Étoile", "Näh & Stil"}[i%3]
		a.Text = []string{"Sacs minuscules à l’été", "A bag_charm, 100% silk", "今季はマイクロバッグが人気。", "กระเป๋าใบเล็ก", "Мини-сумка Ёлка", "미니백의 계절"}[i%6]
		if i%6 == 2 {
			a.Lang = "ja"
		}
		if i%5 == 0 {
			a.Image = "https://gazette.example/i.jpg"
		}
		v.Label = []string{reticule.LabelAbout, reticule.LabelMention, reticule.LabelNone}[i%3]
		v.Score, v.Brands = float64(i)/4, []string{brands[i%7], brands[(i+3)%7]}
		v.Products = nil
		if i%2 == 0 {
			v.Products = []reticule.Product{{Name: "Le Chiquito " + brands[i%7], Price: reticule.Money{Minor: int64(i) * 1050, Currency: []string{"EUR", "GBP"}[i/2%2]}}}
		}
		it.Dated = day.AddDate(0, 0, -i/2) // ties, on purpose
		save(t, s, it)
	}
	if err := s.Label(t.Context(), piece(5).Article.URL, "micro-bags", reticule.LabelAbout, day); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, q := range []string{
		"micro", "bag", "the bag", `"the micro bag"`, `"bag micro"`, "minuscules", "été", "ETE", "l’ete", `"bag charm"`, "bag_charm", "100%", `"100% silk"`, "silk -hermes",
		"マイクロ", "マイクロバッグ", "バッグが人", "バッ", "人気。", "季", "ใบเล็ก", "เล็", "미니백", "계절", "елка", "ёлка", "сумка", "мини сумка",
		"brand:hermes", "brand:HERMÈS", "brand:herm", "brand:chloe", `brand:"straße 9"`, `brand:"strasse 9"`, `brand:"100% bag"`, "brand:a.p.c.", "brand:bottega_veneta", "brand:bottegaxveneta",
		`product:chiquito`, `product:"chiquito chlo"`, "product:100%", "product:%", "product:_", "price:<100", "price:>200", "price:0", "price:100..150", "price:105", "currency:eur", "currency:gbp has:image",
		"source:gazette", "source:hem", "source:%", "site:etoile", "site:ÉTOILE", "site:nah", "site:gazette.example", "site:GAZETTE.example", "site:other.example", "site:&",
		"lang:en", "lang:EN", "lang:fr", "lang:fr-ca", "lang:j_", "lang:%", "label:about", "label:mention", "label:none", "score:>5", "score:2.5", "score:1..2", "topic:micro-bags", "topic:other",
		"after:2026-11-10", "before:2026-11-05", "after:2026-11-02 before:2026-11-08", "has:price", "has:image", "-has:price label:about", "(brand:hermes or brand:chloe) lang:fr",
	} {
		var keys []string
		list, err := s.Stories(t.Context(), Pick{Query: q})
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		for _, st := range list {
			keys = append(keys, strings.TrimPrefix(st.Face.URL, "https://gazette.example/"))
		}
		rows := 0
		if err := s.Each(t.Context(), q, func(Row) error { rows++; return nil }); err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s: %v of %d", q, keys, rows))
	}
	golden(t, "queries", strings.Join(got, "\n")+"\n")
}

// TestAnyBytesGoIn saves what only a hostile page would send: what is no
// UTF-8, zero bytes, and addresses longer than an index takes.
func TestAnyBytesGoIn(t *testing.T) {
	s := open(t)
	it := piece(1)
	long := "https://gazette.example/" + strings.Repeat("long/", 10_000)
	it.Article.URL, it.Article.Canonical, it.Links = long, long, []string{long + "?ref=list"}
	it.Article.Title, it.Article.Summary, it.Article.Site = "zero \x00 byte", "no \xff\xfe UTF-8", "Site \x00\xff"
	it.Article.Text = strings.Repeat("x", 1<<20) + ` \u0000 \\u0000 ` + strings.Repeat("many words ", 1000)
	it.Verdicts[0].Brands, it.Verdicts[0].Products[0].Name = []string{"B\x00", `\u0000`}, "P\xff"+strings.Repeat("long ", 5000)
	v := reticule.Visit{Started: day, Ended: day, Outcome: reticule.OutcomeServer, ETag: "\"\xe9\x00\"", Message: "\xff\x00"}
	if _, err := s.Save(t.Context(), Batch{Source: gazette, Items: []Item{it}, Visit: &v}); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"many words", `"many words many"`, "product:long", "has:price"} {
		if n := len(stories(t, s, Pick{Query: query})); n != 1 {
			t.Errorf("%s: %d stories", query, n)
		}
	}
	if a, err := s.Article(t.Context(), long+"?ref=list"); err != nil || a.URL != long {
		t.Errorf("by its long address: %v", err)
	}
	if known, err := s.Known(t.Context(), []string{long, "https://gazette.example/\x00\xff"}); err != nil || len(known) != 1 {
		t.Errorf("%d known, %v", len(known), err)
	}
	if err := s.Each(context.Background(), "", func(Row) error { return nil }); err != nil {
		t.Error(err)
	}
}

// TestSchemasAlike holds the two databases to the same tables and columns, but
// for those of the full-text index, of the folded names, and of a fleet.
func TestSchemasAlike(t *testing.T) {
	if !onPostgreSQL {
		return
	}
	theirs := columns(t, open(t), `SELECT table_name || '.' || column_name FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name NOT IN ('search', 'folded', 'lease', 'budget', 'reading', 'migration') ORDER BY 1`)
	ours := columns(t, openAt(t, t.TempDir()+"/reticule.db"), `SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'fts%' AND t.name NOT LIKE 'sqlite%' ORDER BY 1`)
	if diff := slices.Compare(theirs, ours); diff != 0 {
		t.Errorf("columns of PostgreSQL\n%v\nof SQLite\n%v", theirs, ours)
	}
}

func columns(t *testing.T, s *Store, query string) (out []string) {
	t.Helper()
	err := s.query(t.Context(), func(r *sql.Rows) error {
		var name string
		err := r.Scan(&name)
		out = append(out, name)
		return err
	}, query)
	if err != nil || len(out) == 0 {
		t.Fatal(len(out), err)
	}
	return out
}
