package scraper

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"reticule"
	"reticule/scraper/fetch"
)

// shared gives a folder of the shared data, or skips the test.
func shared(t testing.TB, path string) string {
	t.Helper()
	root := os.Getenv("RETICULE_SHARED")
	if root == "" {
		root = "../../shared"
	}
	dir := filepath.Join(root, path)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the shared data is not here (%s); set RETICULE_SHARED", path)
	}
	return dir
}

func readBytes(body []byte) (listing, error) {
	var list listing
	err := readFeed(&fetch.Response{URL: "https://gazette.example/feed", Body: body}, &list)
	return list, err
}

const item = "<item><title>A &amp; B</title><link>/a?utm_source=x</link><pubDate>Mon, 16 Nov 2026 08:00:00 +0100</pubDate><dc:creator>Ada Holm</dc:creator></item>"

func document(items string) string {
	return `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Gazette</title><ttl>90</ttl>` + items + `</channel></rss>`
}

func TestReadFeed(t *testing.T) {
	for _, c := range []struct{ name, body, outcome string }{
		{"RSS", document(item), ""},
		{"text before the declaration", "\ufeff\n  " + document(item), ""},
		{"forbidden control characters", strings.Replace(document(item), "A &amp;", "A\x0b &amp;", 1), ""},
		{"Latin-1 that says it is UTF-8", strings.Replace(document(item), "Gazette", "Gazette fran\xe7aise", 1), ""},
		{"references to forbidden characters", strings.Replace(document(item), "A &amp;", "A&#11;&#x1b; &amp;", 1), ""},
		{"a stray end of CDATA", strings.Replace(document(item), "Gazette", "Gazette ]]> again", 1), ""},
		{"cut in half", document(item + item)[:len(document(item))+40], ""},
		{"Atom", `<feed xmlns="http://www.w3.org/2005/Atom"><title>G</title><entry><title>A &amp; B</title><link href="https://gazette.example/a"/><updated>2026-11-16T07:00:00Z</updated><author><name>Ada Holm</name></author></entry></feed>`, ""},
		{"JSON Feed", `{"version":"https://jsonfeed.org/version/1.1","title":"G","items":[{"id":"1","url":"https://gazette.example/a","title":"A & B","date_published":"2026-11-16T07:00:00Z","authors":[{"name":"Ada Holm"}]}]}`, ""},
		{"RDF", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>G</title></channel><item><title>A &amp; B</title><link>https://gazette.example/a</link><dc:date>2026-11-16T07:00:00Z</dc:date><dc:creator>Ada Holm</dc:creator></item></rdf:RDF>`, ""},
		{"empty", "  \n", reticule.OutcomeEmpty},
		{"a page", "<!doctype html><html><head><title>Just a moment</title></head></html>", reticule.OutcomeNotFeed},
		{"plain words", "not found", reticule.OutcomeNotFeed},
		{"JSON that is no feed", `{"error":"no such feed"}`, reticule.OutcomeNotFeed},
		{"no addresses", document("<item><title>x</title></item>"), reticule.OutcomeBadData},
		{"nested beyond reason", document(strings.Repeat("<a>", 5000)), reticule.OutcomeBadData},
		{"unclosed", `<rss version="2.0"><channel>`, reticule.OutcomeBadData},
	} {
		list, err := readBytes([]byte(c.body))
		if c.outcome != "" {
			if outcomeOf(err) != c.outcome {
				t.Errorf("%s: %v, want outcome %s", c.name, err, c.outcome)
			}
			continue
		}
		if err != nil || len(list.candidates) != 1 {
			t.Errorf("%s: %d candidates, %v", c.name, len(list.candidates), err)
			continue
		}
		got := list.candidates[0]
		want := time.Date(2026, 11, 16, 7, 0, 0, 0, time.UTC)
		if got.key != "https://gazette.example/a" || got.title != "A & B" || !got.published.Equal(want) || len(got.authors) != 1 || got.authors[0] != "Ada Holm" {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestFeedHint(t *testing.T) {
	list, err := readBytes([]byte(document(item)))
	if err != nil || list.hint != 90*time.Minute {
		t.Errorf("ttl of 90 minutes gives %v, %v", list.hint, err)
	}
}

func TestHugeFeedIsReadInPart(t *testing.T) {
	var b strings.Builder
	for i := range maxItems + 500 {
		fmt.Fprintf(&b, "<item><title>%d</title><link>https://gazette.example/%d</link></item>", i, i)
	}
	list, err := readBytes([]byte(document(b.String())))
	if err != nil || len(list.candidates) != maxItems || !strings.Contains(list.message, "5500 items") {
		t.Errorf("%d candidates, %q, %v", len(list.candidates), list.message, err)
	}
}

func TestRealFeeds(t *testing.T) {
	dir := shared(t, "data/feeds/real")
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if ext := filepath.Ext(f.Name()); ext == ".opml" || ext == "" {
			continue
		}
		body, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		list, err := readBytes(body)
		var fault *Fault
		switch {
		case err != nil && !errors.As(err, &fault):
			t.Errorf("%s: an error without an outcome: %v", f.Name(), err)
		case err != nil:
			t.Logf("%s: %v", f.Name(), err)
		default:
			t.Logf("%s: %d candidates", f.Name(), len(list.candidates))
		}
	}
}

// TestHostileFeeds holds reading to bounds whatever the bytes.
func TestHostileFeeds(t *testing.T) {
	dir := shared(t, "data/hostile")
	for _, name := range []string{"200k-items.rss.gz", "bidi-homoglyph.rss", "billion-laughs.rss", "deep-nesting-100k.xml.gz", "huge-title-20MB.rss.gz", "javascript-links.rss", "nul-and-control.rss", "quadratic-blowup.rss", "xxe-file.rss", "xxe-http.rss"} {
		body := unpack(t, filepath.Join(dir, name))
		const cap = 8 << 20
		if len(body) > cap {
			body = body[:cap] // fetch refuses more; the cut makes it harder still
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		begin := time.Now()
		list, err := readBytes(body)
		took := time.Since(begin)
		runtime.ReadMemStats(&after)
		t.Logf("%s: %d candidates, %v, %v, %d MB allocated", name, len(list.candidates), err, took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20)
		if took > 10*time.Second {
			t.Errorf("%s takes %v", name, took)
		}
		for _, c := range list.candidates {
			if !strings.HasPrefix(c.url, "http") {
				t.Errorf("%s: candidate at %s", name, c.url)
			}
			if strings.Contains(c.title+c.summary, "root:") {
				t.Errorf("%s: an external entity was expanded", name)
			}
		}
	}
}

func unpack(t *testing.T, name string) []byte {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func FuzzReadFeed(f *testing.F) {
	for _, s := range []string{document(item), document(item)[:150], `{"version":"https://jsonfeed.org/version/1","items":[{"url":"/a"}]}`, "<feed><entry>", "<rdf:RDF><item>", "\x00<rss>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		list, err := readBytes(body)
		if err == nil {
			for _, c := range list.candidates {
				if c.key == "" || !strings.HasPrefix(c.url, "http") {
					t.Errorf("candidate %+v", c)
				}
			}
		}
	})
}
