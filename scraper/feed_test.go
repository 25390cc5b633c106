package scraper

import (
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"reticule"
	"reticule/internal/race"
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
		{"UTF-16", string(utf16Of(strings.Replace(document(item), `"1.0"`, `"1.0" encoding="utf-16"`, 1))), ""},
		{"references to forbidden characters", strings.Replace(document(item), "A &amp;", "A&#11;&#x1b; &amp;", 1), ""},
		{"a stray end of CDATA", strings.Replace(document(item), "Gazette", "Gazette ]]> again", 1), ""},
		{"cut in half", document(item + item)[:len(document(item))+40], ""},
		{"Atom", `<feed xmlns="http://www.w3.org/2005/Atom"><title>G</title><entry><title>A &amp; B</title><link href="https://gazette.example/a"/><updated>2026-11-16T07:00:00Z</updated><author><name>Ada Holm</name></author></entry></feed>`, ""},
		{"JSON Feed", `{"version":"https://jsonfeed.org/version/1.1","title":"G","items":[{"id":"1","url":"https://gazette.example/a","title":"A & B","date_published":"2026-11-16T07:00:00Z","authors":[{"name":"Ada Holm"}]}]}`, ""},
		{"RDF", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>G</title></channel><item><title>A &amp; B</title><link>https://gazette.example/a</link><dc:date>2026-11-16T07:00:00Z</dc:date><dc:creator>Ada Holm</dc:creator></item></rdf:RDF>`, ""},
		{"JSON Feed with raw line ends and other types", `{"version":"https://jsonfeed.org/version/1","title":7,"items":[{"id":1,"url":"https://gazette.example/a","title":"A & B","tags":"x","content_html":"one` + "\n" + `two","date_published":"2026-11-16T07:00:00Z","author":{"name":"Ada Holm"}}]}`, ""},
		{"JSON Feed cut short", `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"https://gazette.example/a","title":"A & B","date_published":"2026-11-16T07:00:00Z","authors":[{"name":"Ada Holm"}]},{"id":"2","url":"https://gaz`, ""},
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

func utf16Of(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// TestEncodingOfTheHeader: where the document does not say how it is encoded,
// the answer's header may.
func TestEncodingOfTheHeader(t *testing.T) {
	body := strings.Replace(document(item), "Gazette", "\xcc\xee\xe4\xe0", 1)
	for kind, want := range map[string]string{"text/xml; charset=windows-1251": "Мода", "text/xml; charset=utf-8": "Ìîäà", "text/xml": "Ìîäà"} {
		var list listing
		resp := &fetch.Response{URL: "https://gazette.example/feed", Header: http.Header{"Content-Type": {kind}}, Body: []byte(body)}
		if err := readFeed(resp, &list); err != nil || list.title != want {
			t.Errorf("%s: %q, %v; want %q", kind, list.title, err, want)
		}
	}
}

func TestZonesOfItems(t *testing.T) {
	want := time.Date(2026, 11, 16, 7, 0, 0, 0, time.UTC)
	for _, date := range []string{"Mon, 16 Nov 2026 16:00:00 JST", "Mon, 16 Nov 2026 10:00:00 MSK", "16 Nov 2026 02:00:00 EST", "Mon, 16 Nov 2026 08:00:00 GMT+1", "2026-11-16T08:00:00.5+01:00"} {
		list, err := readBytes([]byte(strings.Replace(document(item), "Mon, 16 Nov 2026 08:00:00 +0100", date, 1)))
		if err != nil || !list.candidates[0].published.Equal(want) {
			t.Errorf("%s: %v, %v", date, list.candidates[0].published, err)
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

// realFeeds is what the snapshots hold, counted apart from us: the items with an
// address of their own, and how many of them have a date; or the outcome that
// says what is wrong. Items that differ in their fragment are one page.
var realFeeds = map[string]struct {
	items, dated int
	outcome      string
}{
	"3960.json": {20, 20, ""}, "489.rss": {10, 10, ""}, "4fsodonline.atom": {25, 25, ""}, "DaringFireball.atom": {47, 47, ""},
	"DaringFireball.json": {48, 48, ""}, "DaringFireball.rss": {46, 46, ""}, "EMarley.rss": {10, 10, ""}, "KatieFloyd.rss": {20, 20, ""},
	"OneFootTsunami.atom": {23, 23, ""}, "ScriptingNews.json": {0, 0, reticule.OutcomeNotFeed}, "aktuality.rss": {30, 30, ""},
	"allthis-partial.json": {2, 2, ""}, "allthis.atom": {12, 12, ""}, "allthis.json": {12, 12, ""}, "atp.rss": {100, 100, ""},
	"authors.json": {0, 0, reticule.OutcomeBadData}, "cloudblog.rss": {20, 20, ""}, "curt.json": {26, 26, ""}, "dcrainmaker.xml": {8, 8, ""},
	"donthitsave.xml": {10, 10, ""}, "draw-down.atom": {25, 25, ""}, "expertopinionent.atom": {43, 43, ""}, "inessential.json": {20, 20, ""},
	"kc0011.rss": {20, 20, ""}, "livemint.xml": {25, 25, ""}, "macworld.rss": {30, 30, ""}, "manton.rss": {10, 10, ""},
	"markdown1.rss": {25, 25, ""}, "markdown2.rss": {25, 25, ""}, "medscape.rss": {20, 20, ""}, "monkeydom.rss": {13, 13, ""},
	"natasha.xml": {10, 10, ""}, "neverworkintheory.atom": {20, 20, ""}, "pappacoda.atom": {3, 3, ""}, "phpxml.rss": {20, 20, ""},
	"pxlnv.json": {20, 20, ""}, "qemu.atom": {10, 10, ""}, "root-author.atom": {2, 2, ""}, "rose.json": {84, 84, ""},
	"russcox.atom": {19, 19, ""}, "scriptingNews.rss": {7, 7, ""}, "shopify-namespace.rss": {1, 0, ""}, "theomnishow.rss": {4, 4, ""},
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
		want, ok := realFeeds[f.Name()]
		if !ok {
			t.Errorf("%s is new: say what is in it", f.Name())
		}
		body, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		list, err := readBytes(body)
		dated, named := 0, 0
		for _, c := range list.candidates {
			if !c.published.IsZero() {
				dated++
			}
			if c.title != "" || c.summary != "" || c.content != "" {
				named++
			}
		}
		if (want.outcome == "") != (err == nil) || err != nil && outcomeOf(err) != want.outcome {
			t.Errorf("%s: %v, want outcome %q", f.Name(), err, want.outcome)
		}
		if n := len(list.candidates); n != want.items || dated != want.dated || named != n {
			t.Errorf("%s: %d items, %d with words, %d with a date; want %d and %d", f.Name(), n, named, dated, want.items, want.dated)
		}
	}
}

// TestHostileFeeds holds reading to bounds whatever the bytes.
func TestHostileFeeds(t *testing.T) {
	dir := shared(t, "data/hostile")
	for name, want := range map[string]struct {
		items   int
		outcome string
	}{
		"200k-items.rss.gz": {maxItems, ""}, "bidi-homoglyph.rss": {1, ""}, "billion-laughs.rss": {0, ""},
		"deep-nesting-100k.xml.gz": {0, reticule.OutcomeBadData}, "huge-title-20MB.rss.gz": {0, reticule.OutcomeBadData}, "javascript-links.rss": {7, ""},
		"nul-and-control.rss": {1, ""}, "quadratic-blowup.rss": {0, reticule.OutcomeBadData}, "xxe-file.rss": {1, ""}, "xxe-http.rss": {0, ""},
	} {
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
		if allocated := (after.TotalAlloc - before.TotalAlloc) >> 20; !race.Enabled && (took > 10*time.Second || allocated > 150) {
			t.Errorf("%s takes %v and %d MB", name, took, allocated)
		}
		if len(list.candidates) != want.items || (want.outcome == "") != (err == nil) || err != nil && outcomeOf(err) != want.outcome {
			t.Errorf("%s: %d items, %v; want %d, outcome %q", name, len(list.candidates), err, want.items, want.outcome)
		}
		if len(list.title) > 1000 {
			t.Errorf("%s: entities were expanded to %d bytes", name, len(list.title))
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
	for _, s := range []string{document(item), document(item)[:150], `{"version":"https://jsonfeed.org/version/1","items":[{"url":"/a"}]}`, "<feed><entry>", "<rdf:RDF><item>", "\x00<rss>", `{"items":[{"id":7,"url":"/a","tags":"x","author":{"name":1}},{"url":` + "\"\n", document(item + "]]>&#11;" + item)} {
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
