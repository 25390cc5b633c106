package store

import (
	"errors"
	"testing"
	"time"

	"reticule"
	"reticule/internal/race"
)

func library(t *testing.T) *Store {
	s := open(t)
	ja := piece(3)
	ja.Article.Title, ja.Article.Lang = "マイクロバッグの季節", "ja"
	ja.Article.Text = "今季はマイクロバッグが人気。"
	ja.Verdicts[0].Label = reticule.LabelMention
	charm := piece(2)
	charm.Article.Text = "A bag charm for the micro bag; 100% silly."
	charm.Article.Published = day.AddDate(-1, 0, 0)
	charm.Dated = charm.Article.Published
	charm.Verdicts[0].Brands, charm.Verdicts[0].Products = []string{"Jacquemus"}, nil
	save(t, s, piece(1), charm, ja)
	return s
}

func TestQuery(t *testing.T) {
	s := library(t)
	for _, c := range []struct {
		query string
		want  int
	}{
		{"micro", 2}, {"MICRO", 2}, {`"micro bag"`, 2}, {`"bag micro"`, 0}, {"hermes", 1}, {"-charm", 2}, {`-"bag charm" micro`, 1},
		{"charm or hermes", 2}, {"(charm or hermes) lang:en", 2}, {"-(charm or hermes)", 1},
		{"brand:hermes", 2}, {"brand:HERMÈS", 2}, {"brand:her", 0}, {`product:"mini const"`, 2}, {"price:<100", 0}, {"price:>1000", 2}, {"price:1200..1201", 2}, {"price:1200.50", 2},
		{"currency:eur", 2}, {"source:gaz", 3}, {"site:gazette.example", 3}, {"site:hem", 3}, {"lang:ja", 1}, {"label:mention", 1}, {"label:about", 2}, {"score:>3", 3}, {"score:>5", 0},
		{"topic:micro-bags", 3}, {"topic:other", 0}, {"after:2026-01-01", 2}, {"before:2026-01-01", 1}, {"has:price", 2}, {"has:image", 0},
		{"マイクロバッグ", 1}, {"バッグ", 1}, {"季節", 1}, {"今季は", 1}, {"https://gazette.example", 0},
		{"100%", 1}, {"***", 0}, {"mini-bag", 0}, {`o"r"`, 0}, {"NEAR AND", 0}, {`title:micro`, -1}, {"'; DROP TABLE article; --", 0},
	} {
		got, err := s.Stories(t.Context(), Pick{Query: c.query})
		if c.want < 0 {
			if err == nil {
				t.Errorf("%s: no error", c.query)
			}
			continue
		}
		if err != nil || len(got) != c.want {
			t.Errorf("%s: %d stories, %v; want %d", c.query, len(got), err, c.want)
		}
	}
}

func TestQueryErrorsPointAtThePlace(t *testing.T) {
	for _, c := range []struct {
		query string
		at    int
	}{
		{"", 0}, {"a or", 4}, {"(a", 0}, {"a)", 1}, {`x "a`, 2}, {`""`, 0}, {"a colour:red", 2}, {"price:cheap", 0}, {"before:yesterday", 0},
		{"label:maybe", 0}, {"has:money", 0}, {"brand:", 0}, {"a -", 2}, {"or a", 0}, {"a\x00b", 1},
	} {
		_, err := ParseQuery(c.query)
		var q *QueryError
		if !errors.As(err, &q) || q.At != c.at {
			t.Errorf("%q: %v, want an error at %d", c.query, err, c.at)
		}
	}
}

func FuzzQuery(f *testing.F) {
	for _, q := range []string{`brand:jacquemus price:<100 -"bag charm"`, "(a or b) -c", "after:2026-01-01 has:price", `"`, "((", "マイ", `\" OR 1=1`, "*^NEAR(a b)"} {
		f.Add(q)
	}
	s := open(f)
	if _, err := s.Save(f.Context(), Batch{Source: gazette, Items: []Item{piece(1)}}); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if _, err := ParseQuery(query); err != nil {
			return
		}
		begin := time.Now()
		if _, err := s.Stories(t.Context(), Pick{Query: query, Limit: 5}); err != nil {
			t.Errorf("%q parses, but does not run: %v", query, err)
		}
		if time.Since(begin) > 5*time.Second && !race.Enabled {
			t.Errorf("%q takes too long", query)
		}
	})
}
