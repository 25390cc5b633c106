package extract

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reticule"
)

// counted gives all text of an article that a judge may count.
func counted(a *reticule.Article) []string {
	all := []string{a.Title, a.Summary}
	for _, b := range a.Blocks {
		all = append(all, b.Text)
	}
	return all
}

// checkScan holds that a scan shows its caller every line that a read of the
// same page gives, so that it can never miss what the read would count.
func checkScan(t *testing.T, p Page) {
	t.Helper()
	a, err := Read(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	var seen []byte
	g, err := Scan(p, func(visible []byte) bool {
		seen = bytes.Clone(visible)
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	if !g.Hit {
		t.Error("a match is no hit")
	}
	shown := map[string]bool{}
	for line := range strings.SplitSeq(normal(seen), "\n") {
		shown[line] = true
	}
	for _, line := range counted(a) {
		if !shown[line] {
			t.Errorf("%s: the scan does not show %.200q", p.URL, line)
		}
	}
	if g.Title != a.Title || g.Canonical != a.Canonical || !g.Published.Equal(a.Published) {
		t.Errorf("%s: scan says %q %s %v, read %q %s %v", p.URL, g.Title, g.Canonical, g.Published, a.Title, a.Canonical, a.Published)
	}
}

func TestScanMissesNothing(t *testing.T) {
	fixtures, _ := filepath.Glob("testdata/*.html")
	for _, path := range fixtures {
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		checkScan(t, Page{URL: "https://www.pages.example/" + filepath.Base(path), Body: body})
	}
	for name, body := range hostilePages() {
		if len(body) < 4<<20 {
			checkScan(t, Page{URL: "https://hostile.example/" + strings.ReplaceAll(name, " ", "-"), Body: body})
		}
	}
}

func TestScanMissesNothingOnRealPages(t *testing.T) {
	for _, name := range []string{"extraction", "news-pages"} {
		for _, x := range shared(t, name) {
			checkScan(t, Page{URL: x.URL, Body: x.body})
		}
	}
}

// TestKnownBlocks shows that what repeats across a site leaves both the text
// and the scan.
func TestKnownBlocks(t *testing.T) {
	page := func(body string) Page {
		return Page{URL: "https://www.pages.example/a", Body: []byte(`<h1>On felt</h1><p>The micro bag edit, as on every page of ours.</p><p>` + body + `</p>`)}
	}
	first, err := Scan(page("Felt is wool that has been through something, and it does not forget."), nil)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Scan(page("Grey felt is the cheapest, and red felt the one that fades before the others."), nil)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[uint64]int{}
	for _, h := range append(first.Hashes, second.Hashes...) {
		seen[h]++
	}
	p := page("Green felt was once poisonous, which did not stop anybody from making hats of it.")
	p.Known = func(h uint64) bool { return seen[h] > 1 }
	g, err := Scan(p, func(v []byte) bool { return bytes.Contains(v, []byte("micro bag")) })
	if err != nil || g.Hit {
		t.Errorf("hit %v, err %v: the teaser counts", g.Hit, err)
	}
	a, err := Read(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(a.Text, "micro bag") || !strings.Contains(a.Text, "Green felt") {
		t.Errorf("text %q", a.Text)
	}
}
