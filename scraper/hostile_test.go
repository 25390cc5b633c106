package scraper

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"reticule"
	"reticule/internal/race"
)

// TestHostileFilesAsSources serves each hostile file of the shared data, packed
// and as it is, as each kind of source, and as an article's page: every visit
// ends soon, takes bounded memory, and has a name for what it met.
func TestHostileFilesAsSources(t *testing.T) {
	dir := shared(t, "data/hostile")
	files, err := filepath.Glob(filepath.Join(dir, "*.*"))
	if err != nil || len(files) == 0 {
		t.Fatal(len(files), err)
	}
	more, _ := filepath.Glob(filepath.Join(dir, "xss", "*.txt"))
	for _, path := range append(files, more...) {
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			for _, coding := range codingsOf(path) {
				g, c := newGazette(t), newCrew(t)
				c.Match = nil // every page is read in full
				g.set("/x", func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", typeOf(path))
					if coding != "" {
						w.Header().Set("Content-Encoding", coding)
					}
					w.Write(body) //nolint:errcheck // we may hang up
				})
				for _, kind := range []string{reticule.KindFeed, reticule.KindSite, reticule.KindSitemap} {
					src := reticule.Source{Name: "hostile", Kind: kind, URL: g.URL + "/x", Pages: reticule.PagesNone}
					visitHostile(t, c, fmt.Sprintf("%q as %s", coding, kind), src)
				}
				g.feed("/x")
				visitHostile(t, c, fmt.Sprintf("%q as a page", coding), feedOf(g))
			}
		})
	}
}

// codingsOf are the ways to send a file: as it is, and unpacked by whoever asks.
func codingsOf(path string) []string {
	switch filepath.Ext(path) {
	case ".gz":
		return []string{"", "gzip"}
	case ".zz":
		return []string{"", "deflate"}
	}
	return []string{""}
}

func typeOf(path string) string {
	switch name := filepath.Base(path); {
	case strings.Contains(name, ".html"):
		return "text/html"
	case strings.Contains(name, ".txt"):
		return "text/plain"
	}
	return "application/xml"
}

func visitHostile(t *testing.T, c *crew, how string, src reticule.Source) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	begin := time.Now()
	h := c.visit(t.Context(), Job{Source: src})
	took := time.Since(begin)
	runtime.ReadMemStats(&after)
	allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
	v := h.Visit
	t.Logf("%s: %s, %d found, %v, %d MB: %s", how, v.Outcome, len(c.found), took.Round(time.Millisecond), allocated, v.Message)
	if !race.Enabled && (took > 20*time.Second || allocated > 500) { // wall time on a machine that others use, too
		t.Errorf("%s: %v and %d MB", how, took, allocated)
	}
	if v.Outcome == "" || v.Failed() && v.Message == "" || v.Outcome == reticule.OutcomeTimeout || v.Outcome == reticule.OutcomeNetwork {
		t.Errorf("%s: outcome %q, %q", how, v.Outcome, v.Message)
	}
	for _, f := range c.found {
		if !strings.HasPrefix(f.Article.URL, "http") || bytes.Contains([]byte(f.Article.Title+f.Article.Text), []byte("root:x:")) {
			t.Errorf("%s: found %s", how, f.Article.URL)
		}
	}
}
