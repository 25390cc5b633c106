package topic_test

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"reticule"
	"reticule/internal/race"
	"reticule/topic"
)

// The shipped topic is held to its figures on the invented articles.
func TestFixtures(t *testing.T) {
	m := topic.Evaluate(shipped(t), fixtures(t))
	t.Logf("precision %.3f recall %.3f F1 %.3f, labels %.3f", m.Counts.Precision.Share, m.Counts.Recall.Share, m.Counts.F1, m.Accuracy.Share)
	if m.Counts.F1 < 0.95 || m.Counts.Precision.Share < 0.97 || m.Counts.Recall.Share < 0.93 || m.Accuracy.Share < 0.92 {
		for _, x := range m.Misses {
			t.Logf("%s wanted %s got %s: %s", x.Row.ID, x.Row.Label, x.Verdict.Label, x.Row.Article.Title)
		}
		t.Error("the shipped topic does worse than it did")
	}
	for lang, s := range m.ByLang {
		if s.F1 < 0.9 {
			t.Errorf("%s: F1 %.2f", lang, s.F1)
		}
	}
}

func TestPhrases(t *testing.T) {
	tp := shipped(t)
	counts := []string{
		"a micro bag", "a micro-bag", "the microbag", "MICRO BAGS", "micro‑bags", "a micro bag’s strap", "the ‘micro’ handbag",
		"a teeny, tiny quilted handbag", "a Loewe Puzzle in nano leather", "her nano Speedy", "a mini Kelly", "the Kelly Mini", "Micro Lady Dior",
		"a minaudière the size of an apricot", "a handbag no bigger than a biscuit", "her palm-sized handbag", "a doll-sized tote", "an itsy-bitsy tote",
		"the smallest handbag in the show", "handbags keep shrinking", "an absurdly small handbag on the runway",
		"un mini sac à main", "un sac à main minuscule", "les micro-sacs du défilé", "la microborsa", "una borsetta piccolissima", "borse a mano micro",
		"un bolso diminuto", "minibolsos", "el micro bolso", "uma microbolsa", "mini bolsas", "eine winzige Handtasche", "Mini-Handtaschen", "Mikrohandtasche",
		"マイクロバッグ", "ミニサイズのハンドバッグ", "마이크로백을", "미니 핸드백이", "초소형 가방", "微型手袋", "迷你手提包", "حقيبة ميني", "الحقائب الصغيرة جداً", "ميكرو باغ",
	}
	for _, text := range counts {
		if v := tp.Judge(article(text, "", "")); !v.Counts() {
			t.Errorf("%q does not count (%.2f): %v", text, v.Score, v.Evidence)
		}
	}
	never := []string{
		"", "a micro mini skirt", "mini bagels", "a mini haul: bag a bargain", "a tiny tea bag", "a tiny bag of nails", "the council's tiny purse", "a mini punching bag",
		"a micro-influencer with a bag", "a small bag", "a large bag and a mini skirt", "nano technology in a sleeping bag", "a bag, a mini fridge", "mini bag charm",
		"une mini-jupe et un sac", "un sac de couchage mini", "mini borse di studio", "la Borsa e il mini rialzo", "minifalda y bolso", "Minirock und Tasche", "Mini-Taschenlampen",
		"ミニスカートとバッグ", "ミニエコバッグ", "미니 백설기", "미니 에코백", "迷你包子", "迷你裙和包", "حقيبة سفر صغيرة جداً",
	}
	for _, text := range never {
		if v := tp.Judge(article(text, "", "")); v.Counts() {
			t.Errorf("%q counts (%.2f): %v", text, v.Score, v.Evidence)
		}
	}
}

// Only the article's own zones count.
func TestZones(t *testing.T) {
	tp := shipped(t)
	a := &reticule.Article{Title: "A coat", Blocks: []reticule.Block{
		{Zone: reticule.ZoneBody, Kind: "p", Text: "It is long."},
		{Zone: reticule.ZoneRelated, Kind: "li", Text: "The micro bag: a history"},
		{Zone: reticule.ZoneBoilerplate, Kind: "li", Text: "micro bags"},
	}}
	if v := tp.Judge(a); v.Counts() || len(v.Terms) > 0 {
		t.Errorf("other stories' words count: %+v", v)
	}
	a.Blocks[0].Zone, a.Blocks[0].Text = reticule.ZoneCaption, "Outside the show: a micro bag."
	if v := tp.Judge(a); !v.Counts() {
		t.Error("the article's own caption does not count")
	}
}

func TestReason(t *testing.T) {
	v := shipped(t).Judge(article("The micro bag wins", "", "Jacquemus began it with Le Chiquito. Le Chiquito is a micro bag for the runway."))
	if want := "micro bag in the headline, Le Chiquito twice"; v.Reason != want {
		t.Errorf("reason %q, want %q", v.Reason, want)
	}
	if !slices.Contains(v.Brands, "Jacquemus") {
		t.Errorf("brands %q", v.Brands)
	}
}

func TestProducts(t *testing.T) {
	tp := shipped(t)
	a := article("Ten micro bags", "Our pick of micro bags.", "Mini bag, £20\nCotton T-shirt, £18\nLime leather tote bag, £75\nBlush, £40")
	for _, name := range []string{"Mini bag", "Cotton T-shirt", "Lime leather tote bag", "Blush", "Wool mini dress"} {
		a.Products = append(a.Products, reticule.Product{Name: name})
	}
	var got []string
	for _, p := range tp.Products(a, tp.Judge(a)) {
		got = append(got, p.Name)
	}
	if want := []string{"Mini bag", "Lime leather tote bag", "Blush"}; !slices.Equal(got, want) {
		t.Errorf("about: %q, want %q", got, want)
	}
	if kept := tp.Products(a, reticule.Verdict{Label: reticule.LabelMention}); len(kept) != 1 {
		t.Errorf("mention: %v", kept)
	}
	if kept := tp.Products(a, reticule.Verdict{Label: reticule.LabelNone}); kept != nil {
		t.Errorf("none: %v", kept)
	}
}

// The time of a verdict grows with the text, whatever is repeated in it. One that
// grew with its square would take half a minute here.
func TestLongArticles(t *testing.T) {
	tp := shipped(t)
	var distinct strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&distinct, "a micro w%d bag. ", i)
	}
	begin := time.Now()
	for _, text := range []string{distinct.String(), strings.Repeat("Dior bag Nano Xx and ", 50_000), strings.Repeat("The Dior micro bag. ", 50_000)} {
		if v := tp.Judge(&reticule.Article{Text: text}); !v.Counts() {
			t.Errorf("%.40q does not count", text)
		}
	}
	if took := time.Since(begin); took > 10*time.Second && !race.Enabled {
		t.Errorf("three long articles took %v", took)
	}
}

// TestEndlessArticle: of a text longer than any article the beginning is
// judged, and what that takes is bounded.
func TestEndlessArticle(t *testing.T) {
	tp := shipped(t)
	for _, s := range []string{"9 cm bag ", "e\u0301 ", "小", "mini ", "micro bag. "} {
		a := &reticule.Article{Title: "Milan", Text: strings.Repeat(s, 2<<20/len(s))}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		v := tp.Judge(a)
		runtime.ReadMemStats(&after)
		check(t, tp, a, v)
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 100 && !race.Enabled {
			t.Errorf("%q: %d MB were allocated", s, mb)
		}
	}
}

func TestWilson(t *testing.T) {
	r := topic.Wilson(8, 10)
	if math.Abs(r.Low-0.4902) > 0.001 || math.Abs(r.High-0.9433) > 0.001 {
		t.Errorf("Wilson(8, 10) = %.4f to %.4f", r.Low, r.High)
	}
	if r := topic.Wilson(0, 0); r.Low != 0 || r.High != 1 {
		t.Errorf("Wilson(0, 0) = %+v", r)
	}
}

// check holds a verdict to what every verdict must be.
func check(t *testing.T, tp *topic.Topic, a *reticule.Article, v reticule.Verdict) {
	t.Helper()
	mention, about := tp.Thresholds()
	sum := 0.0
	for _, e := range v.Evidence {
		sum += e.Weight
		text := a.ZoneText(e.Zone)
		if e.Start < 0 || e.End > len(text) || e.Start > e.End || e.End > 0 && text[e.Start:e.End] != e.Text {
			t.Fatalf("evidence %+v is not in %q", e, text)
		}
	}
	want := reticule.LabelNone
	switch {
	case v.Score >= about:
		want = reticule.LabelAbout
	case v.Score >= mention:
		want = reticule.LabelMention
	}
	if v.Label != want || v.Topic != tp.Name() || v.Version != tp.Version() {
		t.Fatalf("%s at %.2f, want %s", v.Label, v.Score, want)
	}
}

func FuzzJudge(f *testing.F) {
	for _, r := range fixtures(f) {
		f.Add(r.Article.Title, r.Article.Summary, r.Article.Text)
	}
	f.Add("mini\u0301 bag", "ミニハ\u3099ック\u3099", "\xff\xfe micro \x00 bag\r\n")
	tp := shipped(f)
	set := topic.NewSet(tp)
	f.Fuzz(func(t *testing.T, title, summary, body string) {
		a := article(title, summary, body)
		v := tp.Judge(a)
		check(t, tp, a, v)
		text := strings.Join([]string{title, summary, body}, "\n")
		if v.Counts() && !set.Scan([]byte(text)) {
			t.Errorf("counts, but the scan sees nothing")
		}
		spread := func(s string) string { return strings.ReplaceAll(s, " ", " \t\u00a0") }
		changed := article(spread(title), spread(summary), spread(body))
		if w := tp.Judge(changed); w.Label != v.Label || w.Score != v.Score || !slices.Equal(w.Terms, v.Terms) {
			t.Errorf("white space makes %s %.2f %q of %s %.2f %q", w.Label, w.Score, w.Terms, v.Label, v.Score, v.Terms)
		}
		if v.Counts() && !set.Scan([]byte(spread(text))) {
			t.Errorf("counts, but the scan sees nothing behind white space")
		}
		composed := tp.Judge(article(norm.NFC.String(title), norm.NFC.String(summary), norm.NFC.String(body)))
		apart := tp.Judge(article(norm.NFD.String(title), norm.NFD.String(summary), norm.NFD.String(body)))
		if composed.Label != apart.Label || composed.Score != apart.Score {
			t.Errorf("form D makes %s %.2f of %s %.2f", apart.Label, apart.Score, composed.Label, composed.Score)
		}
	})
}
