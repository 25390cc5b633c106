// Package bench compares the page reader with go-trafilatura, the best open
// extractor in Go, on the shared benchmark pages, in one run and on one
// goroutine. It is a module of its own, so that the program never links what
// it is compared with.
package bench

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/markusmobius/go-trafilatura"

	"reticule/scraper/extract"
)

// page is a recorded article page.
type page struct {
	url  string
	body []byte
}

// pages gives the benchmark's pages, or skips.
func pages(tb testing.TB) (all []page) {
	tb.Helper()
	root := os.Getenv("RETICULE_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	dir := filepath.Join(root, "data", "extraction")
	raw, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil {
		tb.Skip("no labelled pages here: ", dir)
	}
	var truth map[string]struct{ URL string }
	if err := json.Unmarshal(raw, &truth); err != nil {
		tb.Fatal(err)
	}
	ids := make([]string, 0, len(truth))
	for id := range truth {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		all = append(all, page{truth[id].URL, unzip(tb, filepath.Join(dir, "html", id+".html.gz"))})
	}
	return all
}

func unzip(tb testing.TB, path string) []byte {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		tb.Fatal(err)
	}
	return body
}

// readers are what is compared.
func readers() map[string]func(page) error {
	return map[string]func(page) error{
		"trafilatura": func(p page) error {
			u, err := url.Parse(p.url)
			if err != nil {
				return err
			}
			_, err = trafilatura.Extract(bytes.NewReader(p.body), trafilatura.Options{OriginalURL: u, EnableFallback: false})
			return err
		},
		"read": func(p page) error {
			_, err := extract.Read(context.Background(), extract.Page{URL: p.url, Body: p.body})
			return err
		},
		"scan": func(p page) error {
			_, err := extract.Scan(extract.Page{URL: p.url, Body: p.body}, func(visible []byte) bool { return bytes.Contains(visible, []byte("micro bag")) })
			return err
		},
	}
}

// BenchmarkPages tells pages per second of each reader.
func BenchmarkPages(b *testing.B) {
	all := pages(b)
	for name, read := range readers() {
		b.Run(name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				for _, p := range all {
					if err := read(p); err != nil {
						b.Logf("%s: %v", p.url, err)
					}
				}
				n += len(all)
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}

// How many times as fast as go-trafilatura the reader must be.
const (
	leastRead = 3
	leastScan = 15
)

// TestRatio holds the ratios. The readers take turns page by page, so that
// whatever else the machine does slows all of them.
func TestRatio(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds")
	}
	spent := turns(pages(t), 3)
	read := spent["trafilatura"].Seconds() / spent["read"].Seconds()
	scan := spent["trafilatura"].Seconds() / spent["scan"].Seconds()
	t.Logf("read %.1f times as fast as go-trafilatura, scan %.1f times", read, scan)
	if read < leastRead || scan < leastScan {
		t.Errorf("want at least %d and %d times", leastRead, leastScan)
	}
}

// turns lets each reader read each page some times, and gives the sum over the
// pages of the fastest reading of each.
func turns(all []page, times int) map[string]time.Duration {
	spent := map[string]time.Duration{}
	for _, p := range all {
		best := map[string]time.Duration{}
		for range times {
			for name, read := range readers() {
				start := time.Now()
				_ = read(p) // a page that a reader refuses costs it time, too
				if d := time.Since(start); best[name] == 0 || d < best[name] {
					best[name] = d
				}
			}
		}
		for name, d := range best {
			spent[name] += d
		}
	}
	return spent
}
