package product

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reticule"
)

// shared gives a file of the measuring data, or skips the test.
func shared(t testing.TB, path string) []byte {
	t.Helper()
	root := os.Getenv("RETICULE_SHARED")
	if root == "" {
		root = "../../../../shared"
	}
	data, err := os.ReadFile(filepath.Join(root, "data", path))
	if err != nil {
		t.Skipf("no measuring data: %v", err)
	}
	return data
}

// linesOf makes a block of each line that is not empty.
func linesOf(text string) []reticule.Block {
	var blocks []reticule.Block
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			blocks = append(blocks, reticule.Block{Zone: reticule.ZoneBody, Kind: "p", Text: line})
		}
	}
	return blocks
}

// record is a labelled article.
type record struct {
	ID, Lang, Label, Title, Body string
	Products                     []struct {
		Name, Currency, Retailer string
		Price                    float64
	}
}

func corpus(t testing.TB) []record {
	var out []record
	lines := bufio.NewScanner(strings.NewReader(string(shared(t, "relevance/dev.jsonl"))))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// tally counts hits and misses.
type tally struct{ hit, extra, missed, seller, name int }

func (c tally) f1() float64 {
	return 2 * float64(c.hit) / float64(2*c.hit+c.extra+c.missed)
}

// compare tallies what was found against the labels.
func (c *tally) compare(t *testing.T, r record, got []reticule.Product) {
	used := make([]bool, len(got))
	for _, w := range r.Products {
		found := false
		for i, g := range got {
			if !used[i] && g.Price.Currency == w.Currency && g.Price.Minor == money(figure{hundredths: int64(w.Price*100 + .5)}, w.Currency).Minor {
				used[i], found = true, true
				if fold(g.Retailer) == fold(w.Retailer) || g.Retailer == "" && fold(g.Brand) == fold(w.Retailer) || alike(w.Retailer, g) {
					c.seller++
				} else {
					t.Logf("%s %s: seller %q brand %q, want %q", r.ID, r.Lang, g.Retailer, g.Brand, w.Retailer)
				}
				if shareWord(g.Name, w.Name) || strings.Contains(fold(g.Name), fold(w.Name)) || strings.Contains(fold(w.Name), fold(g.Name)) {
					c.name++
				} else {
					t.Logf("%s %s: name %q, want %q", r.ID, r.Lang, g.Name, w.Name)
				}
				break
			}
		}
		if found {
			c.hit++
		} else {
			c.missed++
			t.Logf("%s %s %s: missed %v", r.ID, r.Lang, r.Label, w)
		}
	}
	for i, g := range got {
		if !used[i] {
			c.extra++
			t.Logf("%s %s %s: extra %+v", r.ID, r.Lang, r.Label, g)
		}
	}
}

func alike(want string, g reticule.Product) bool {
	h, ok := Houses().named(want)
	return ok && (h.name == g.Retailer || g.Retailer == "" && h.name == g.Brand)
}

// TestCorpus holds the reading of labelled articles to its figure.
func TestCorpus(t *testing.T) {
	var counted, other, unlisted tally
	for _, r := range corpus(t) {
		got := Read(linesOf(r.Body), r.Lang)
		switch {
		case len(r.Products) == 0:
			unlisted.compare(t, r, got)
		case r.Label == reticule.LabelNone:
			other.compare(t, r, got)
		default:
			counted.compare(t, r, got)
		}
	}
	t.Logf("counted: F1 %.3f %+v", counted.f1(), counted)
	t.Logf("not about the topic: F1 %.3f %+v", other.f1(), other)
	t.Logf("in articles whose labels list none: %d", unlisted.extra)
	if counted.f1() < 0.98 {
		t.Errorf("F1 %.3f, want at least 0.98", counted.f1())
	}
}

// TestNews holds down what is found in general news, where next to nothing is
// for sale.
func TestNews(t *testing.T) {
	for _, file := range []string{"news-pages/truth.json", "extraction/truth.json"} {
		var pages map[string]struct{ ArticleBody, URL string }
		if err := json.Unmarshal(shared(t, file), &pages); err != nil {
			t.Fatal(err)
		}
		n := 0
		for key, page := range pages {
			for _, p := range Read(linesOf(page.ArticleBody), "") {
				n++
				t.Logf("%.24s: %+v", key, p)
			}
		}
		t.Logf("%s: %d products in %d pages", file, n, len(pages))
	}
}

// TestSeeds reads the shopping pieces that the project started from.
func TestSeeds(t *testing.T) {
	for file, want := range map[string]int{"000_5757b0cf256fc9a0.txt": 3, "001_ca4d5ce198c4d3c7.txt": 8, "002_77632c0242b198ba.txt": 0, "003_fb7af931add47bfa.txt": 0} {
		got := Read(linesOf(string(shared(t, "seeds/"+file))), "en")
		for _, p := range got {
			t.Logf("%s: %+v", file, p)
		}
		if len(got) != want {
			t.Errorf("%s: %d products, want %d", file, len(got), want)
		}
	}
}
