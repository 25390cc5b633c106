package extract

import (
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"reticule"
)

var (
	worst  = flag.Int("worst", 0, "show the N worst pages of the shared collections")
	misses = flag.Bool("misses", false, "show the wrong fields of the shared pages")
	half   = flag.Int("half", -1, "score only the pages of half 0 or 1")
)

// truth is what people say stands on a page.
type truth struct {
	ID          string
	URL         string
	Title       string
	Authors     []string
	Published   string
	ArticleBody string
	body        []byte
}

// shared gives a labelled collection, or skips the test.
func shared(t testing.TB, name string) []truth {
	t.Helper()
	root := os.Getenv("RETICULE_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	dir := filepath.Join(root, "data", name)
	raw, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil {
		t.Skip("no labelled pages here: ", dir)
	}
	var all map[string]truth
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	var out []truth
	for id, x := range all {
		x.ID, x.body = id, unzip(t, filepath.Join(dir, "html", id+".html.gz"))
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b truth) int { return cmp.Compare(a.ID, b.ID) })
	if *half >= 0 {
		i := -1
		out = slices.DeleteFunc(out, func(truth) bool { i++; return i%2 != *half })
	}
	return out
}

func unzip(t testing.TB, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_' })
}

// shingles is the bag of a text's four-word runs.
func shingles(s string) map[string]int {
	w, bag := words(s), map[string]int{}
	if len(w) == 0 {
		return bag
	}
	for i := range max(1, len(w)-3) {
		bag[strings.Join(w[i:min(len(w), i+4)], " ")]++
	}
	return bag
}

// textScore gives precision and recall of a text.
func textScore(want, got string) (p, r float64) {
	a, b := shingles(want), shingles(got)
	hit, na, nb := 0, 0, 0
	for k, n := range a {
		na += n
		hit += min(n, b[k])
	}
	for _, n := range b {
		nb += n
	}
	if na == nb && hit == na {
		return 1, 1
	}
	return float64(hit) / float64(max(1, nb)), float64(hit) / float64(max(1, na))
}

func read(t testing.TB, x truth) *reticule.Article {
	t.Helper()
	a, err := Read(context.Background(), Page{URL: x.URL, ContentType: "text/html; charset=utf-8", Body: x.body})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestTextScore holds the quality of the text on the labelled pages.
func TestTextScore(t *testing.T) {
	for _, c := range []struct {
		name string
		f1   float64
	}{{"extraction", floorText}, {"news-pages", floorNews}} {
		t.Run(c.name, func(t *testing.T) {
			var ps, rs float64
			type row struct {
				f, p, r float64
				id, url string
			}
			var rows []row
			pages := shared(t, c.name)
			for _, x := range pages {
				p, r := textScore(x.ArticleBody, read(t, x).Text)
				ps, rs = ps+p, rs+r
				rows = append(rows, row{2 * p * r / max(1e-9, p+r), p, r, x.ID, x.URL})
			}
			n := float64(len(pages))
			p, r := ps/n, rs/n
			f := 2 * p * r / (p + r)
			slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.f, b.f) })
			for _, x := range rows[:min(*worst, len(rows))] {
				t.Logf("%.3f p %.3f r %.3f %s %s", x.f, x.p, x.r, x.id, x.url)
			}
			t.Logf("F1 %.4f precision %.4f recall %.4f on %d pages", f, p, r, len(pages))
			if f < c.f1 && *half < 0 {
				t.Errorf("F1 %.4f, want at least %.3f", f, c.f1)
			}
		})
	}
}

// TestMetadataScore holds the quality of title, authors and dates.
func TestMetadataScore(t *testing.T) {
	pages := shared(t, "news-pages")
	var title, authors, day, minute, named, dated float64
	for _, x := range pages {
		a := read(t, x)
		var miss []string
		if sameWords(a.Title, x.Title) {
			title++
		} else {
			miss = append(miss, "title "+a.Title+" FOR "+x.Title)
		}
		if len(x.Authors) > 0 {
			named++
			if sameNames(a.Authors, x.Authors) {
				authors++
			} else {
				miss = append(miss, "authors "+strings.Join(a.Authors, ";")+" FOR "+strings.Join(x.Authors, ";"))
			}
		}
		if x.Published != "" {
			dated++
			want, ok := parseTime(x.Published)
			if !ok {
				t.Fatal(x.Published)
			}
			if a.Published.Format(time.DateOnly) == want.Format(time.DateOnly) {
				day++
			}
			if a.Published.Sub(want).Abs() < time.Minute {
				minute++
			} else {
				miss = append(miss, "published "+a.Published.String()+" FOR "+x.Published)
			}
		}
		if len(miss) > 0 && *misses {
			t.Log(x.ID, " | ", strings.Join(miss, " | "), a.SourceOf)
		}
	}
	n := float64(len(pages))
	t.Logf("title %.3f authors %.3f day %.3f minute %.3f", title/n, authors/named, day/dated, minute/dated)
	if *half < 0 && (title/n < floorTitle || authors/named < floorAuthors || day/dated < floorDay || minute/dated < floorMinute) {
		t.Error("below what was reached before")
	}
}

func sameWords(a, b string) bool {
	return slices.Equal(words(strings.ToLower(a)), words(strings.ToLower(b)))
}

func sameNames(a, b []string) bool {
	return slices.Equal(nameKeys(a), nameKeys(b))
}

func nameKeys(all []string) (keys []string) {
	for _, n := range all {
		keys = append(keys, strings.Join(words(strings.ToLower(n)), " "))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// What the reader must reach on the labelled pages.
const (
	floorText    = 0.977
	floorNews    = 0.96
	floorTitle   = 0.95
	floorAuthors = 0.93
	floorDay     = 0.99
	floorMinute  = 0.97
)
