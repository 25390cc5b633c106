package scraper

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"reticule"
	"reticule/scraper/fetch"
)

const newsSitemap = `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://gazette.example/a</loc><news:news><news:publication><news:name>G</news:name><news:language>fr</news:language></news:publication>
<news:publication_date>2026-11-16T08:00:00+01:00</news:publication_date><news:title>Le mini sac</news:title></news:news></url>
<url><loc>https://gazette.example/b</loc><lastmod>2026-11-15</lastmod></url></urlset>`

func sitemapOf(t *testing.T, body []byte) (listing, []candidate, error) {
	t.Helper()
	var list listing
	files, err := addSitemap(&list, &fetch.Response{URL: "https://gazette.example/sitemap.xml", Body: body})
	return list, files, err
}

func TestSitemap(t *testing.T) {
	for name, body := range map[string][]byte{"plain": []byte(newsSitemap), "cut short": []byte(newsSitemap[:len(newsSitemap)-9])} {
		list, _, err := sitemapOf(t, body)
		if err != nil || len(list.candidates) != 2 {
			t.Errorf("%s: %d candidates, %v", name, len(list.candidates), err)
			continue
		}
		c := list.candidates[0]
		if c.title != "Le mini sac" || c.lang != "fr" || !c.published.Equal(time.Date(2026, 11, 16, 7, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

func TestSitemapIndexIsReadNewestFirst(t *testing.T) {
	list, files, err := sitemapOf(t, []byte(`<sitemapindex><sitemap><loc>https://gazette.example/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>
		<sitemap><loc>https://gazette.example/new.xml</loc><lastmod>2026-11-01</lastmod></sitemap><sitemap><loc>https://elsewhere.example/x.xml</loc></sitemap></sitemapindex>`))
	if err != nil || len(list.candidates) != 0 || len(files) != 2 || !strings.HasSuffix(files[0].url, "new.xml") {
		t.Errorf("files %+v, %v", files, err)
	}
}

// TestSitemapsOfALargeSite: of many files no more is held than is taken.
func TestSitemapsOfALargeSite(t *testing.T) {
	var list listing
	for file := range 3 {
		var b strings.Builder
		for i := range maxSitemapLinks {
			fmt.Fprintf(&b, "<url><loc>/%d/%d</loc><lastmod>20%02d-01-01</lastmod></url>", file, i, 20+file)
		}
		resp := &fetch.Response{URL: "https://gazette.example/x.xml", Body: []byte("<urlset>" + b.String() + "</urlset>")}
		if _, err := addSitemap(&list, resp); err != nil || len(list.candidates) != maxSitemapLinks {
			t.Fatalf("file %d: %d candidates, %v", file, len(list.candidates), err)
		}
	}
	if first := list.candidates[0].url; first != "https://gazette.example/2/0" {
		t.Errorf("the newest is %s", first)
	}
}

func TestSitemapAsPlainText(t *testing.T) {
	list, _, err := sitemapOf(t, []byte("https://gazette.example/a\nnot an address\nhttps://gazette.example/b\n"))
	if err != nil || len(list.candidates) != 2 {
		t.Errorf("%d candidates, %v", len(list.candidates), err)
	}
}

// TestPackedSitemap reads a file that is packed, and one that is so twice.
func TestPackedSitemap(t *testing.T) {
	pack := func(body []byte) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(body) //nolint:errcheck // into memory
		z.Close()     //nolint:errcheck // as above
		return b.Bytes()
	}
	g, c := newGazette(t), newCrew(t)
	g.set("/sitemap.xml.gz", func(w http.ResponseWriter, _ *http.Request) { w.Write(pack([]byte(newsSitemap))) })
	g.set("/again.xml.gz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(pack(pack([]byte(newsSitemap))))
	})
	for _, path := range []string{"/sitemap.xml.gz", "/again.xml.gz"} {
		src := reticule.Source{Name: "g", Kind: reticule.KindSitemap, URL: g.URL + path, Pages: reticule.PagesNone}
		c.known = map[string]Seen{}
		if v := c.visit(t.Context(), Job{Source: src}).Visit; v.Listed != 2 {
			t.Errorf("%s: %+v", path, v)
		}
	}
}

// TestEmptyAnswer has one name for every kind of source.
func TestEmptyAnswer(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.text("/x", "text/html", " \n")
	for _, kind := range []string{reticule.KindFeed, reticule.KindSite, reticule.KindSitemap} {
		src := reticule.Source{Name: "g", Kind: kind, URL: g.URL + "/x"}
		if v := c.visit(t.Context(), Job{Source: src}).Visit; v.Outcome != reticule.OutcomeEmpty || v.Status != 200 {
			t.Errorf("%s: %s, %d: %s", kind, v.Outcome, v.Status, v.Message)
		}
	}
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(newsSitemap))
	f.Add([]byte("https://gazette.example/a\n"))
	f.Add([]byte("<sitemapindex><sitemap>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		var list listing
		if _, err := addSitemap(&list, &fetch.Response{URL: "https://gazette.example/sitemap.xml", Body: body}); err != nil && outcomeOf(err) == "" {
			t.Errorf("an error without an outcome: %v", err)
		}
	})
}

// TestSitemapsWithoutDates finds what is new at either end of a long list, as
// XML and as plain text; what is dated goes first.
func TestSitemapsWithoutDates(t *testing.T) {
	const n = maxSitemapFile
	address := func(i int) string { return fmt.Sprintf("https://gazette.example/2026/piece-%d", i) }
	var plain, undated, mixed strings.Builder
	for i := range n {
		fmt.Fprintln(&plain, address(i))
		fmt.Fprintf(&undated, "<url><loc>%s</loc></url>", address(i))
		date := ""
		if i >= n/2 && i < n/2+3000 {
			date = "<lastmod>2026-11-02</lastmod>"
		}
		fmt.Fprintf(&mixed, "<url><loc>%s</loc>%s</url>", address(i), date)
	}
	for body, want := range map[string][]int{
		plain.String(): {0, 2499, n - 2500, n - 1},
		"<urlset>" + undated.String() + "</urlset>": {0, 2499, n - 2500, n - 1},
		"<urlset>" + mixed.String() + "</urlset>":   {n / 2, n/2 + 2999, 0, 999, n - 1000, n - 1},
	} {
		var list listing
		if _, err := addSitemap(&list, &fetch.Response{URL: "https://gazette.example/sitemap", Body: []byte(body)}); err != nil {
			t.Fatal(err)
		}
		taken := map[string]bool{}
		for _, c := range list.candidates {
			taken[c.url] = true
		}
		if len(taken) != maxSitemapLinks {
			t.Errorf("%d are taken of %.20q", len(taken), body)
		}
		for _, i := range want {
			if !taken[address(i)] {
				t.Errorf("number %d of %.20q is not taken", i, body)
			}
		}
	}
}
