package extract

import (
	"context"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestSeeds reads the four articles that the project was started from, set in
// plain pages.
func TestSeeds(t *testing.T) {
	root := os.Getenv("RETICULE_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	paths, _ := filepath.Glob(filepath.Join(root, "data/seeds/*.txt"))
	if len(paths) != 4 {
		t.Skip("no seed articles here")
	}
	for i, want := range []struct {
		products int
		author   string
		day      string
	}{{3, "Maxine Eggenberger", "2014-09-24"}, {8, "", ""}, {0, "", ""}, {0, "", ""}} {
		raw, err := os.ReadFile(paths[i])
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		b.WriteString(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Small bags | Seedling</title></head><body><nav><ul><li><a href="/beauty/">Beauty</a></li></ul></nav><article><h1>Small bags</h1>`)
		n := 0
		for line := range strings.Lines(string(raw)) {
			if line = strings.TrimSpace(line); line != "" {
				b.WriteString("<p>" + html.EscapeString(line) + "</p>")
				n++
			}
		}
		b.WriteString("</article><footer><p>About us. Privacy. Terms.</p></footer></body></html>")
		a, err := Read(context.Background(), Page{URL: "https://seedling.example/a", Body: []byte(b.String())})
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Products) != want.products {
			t.Errorf("seed %d: %d products, want %d: %v", i, len(a.Products), want.products, a.Products)
		}
		if got := strings.Join(a.Authors, ";"); got != want.author {
			t.Errorf("seed %d: authors %q, want %q", i, got, want.author)
		}
		day := ""
		if !a.Published.IsZero() {
			day = a.Published.Format(time.DateOnly)
		}
		if day != want.day {
			t.Errorf("seed %d: published %s, want %s", i, day, want.day)
		}
		if lines := strings.Count(a.Text, "\n") + 1; lines < n-2 {
			t.Errorf("seed %d: %d lines of %d", i, lines, n)
		}
	}
}
