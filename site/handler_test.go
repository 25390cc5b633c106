package site

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

// made is when the served files were made.
var made = time.Date(2026, 11, 20, 10, 11, 12, 0, time.UTC)

// sampleFiles is a published folder: the pages, and feeds beside them.
func sampleFiles(t testing.TB) map[string][]byte {
	files := mustPages(t, trendView())
	rss := []byte(`<?xml version="1.0"?><rss version="2.0">` + strings.Repeat("<item>story</item>", 100) + `</rss>`)
	for _, dir := range []string{"micro-bags", "micro-bags-about"} {
		files[dir+"/rss.xml"], files[dir+"/atom.xml"], files[dir+"/feed.json"] = rss, rss, rss
	}
	files["feeds.opml"] = []byte("<opml/>")
	return files
}

func newHandler(t testing.TB, opt Options) *Handler {
	t.Helper()
	h, err := NewHandler(opt)
	if err != nil {
		t.Fatal(err)
	}
	h.Load(sampleFiles(t), made)
	return h
}

// ask makes a request with header fields given as pairs.
func ask(h http.Handler, method, target string, fields ...string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(fields); i += 2 {
		r.Header.Add(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t testing.TB, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestHandlerAnswers(t *testing.T) {
	h := newHandler(t, Options{View: View{BaseURL: "https://bags.example/net/"}, Hubs: []string{"https://hub.example/"},
		Moved: map[string]string{"tiny-bags": "micro-bags"}, Gone: []string{"nano-bags"}})
	for _, c := range []struct {
		path, typ string
		status    int
		location  string
	}{
		{"/", "text/html; charset=utf-8", 200, ""},
		{"/index.html", "text/html; charset=utf-8", 200, ""},
		{"/micro-bags/", "text/html; charset=utf-8", 200, ""},
		{"/micro-bags", "text/plain; charset=utf-8", 301, "micro-bags/"},
		{"/micro-bags/brands/orvane", "text/plain; charset=utf-8", 301, "orvane/"},
		{"/micro-bags/rss.xml", "application/rss+xml; charset=utf-8", 200, ""},
		{"/micro-bags/rss.xml?q=x", "application/rss+xml; charset=utf-8", 200, ""},
		{"/micro-bags/atom.xml", "application/atom+xml; charset=utf-8", 200, ""},
		{"/micro-bags/feed.json", "application/feed+json; charset=utf-8", 200, ""},
		{"/feeds.opml", "text/x-opml; charset=utf-8", 200, ""},
		{"/" + styleName(), "text/css; charset=utf-8", 200, ""},
		{"/tiny-bags/rss.xml?a=b", "text/plain; charset=utf-8", 301, "../micro-bags/rss.xml?a=b"},
		{"/tiny-bags/brands/orvane/", "text/plain; charset=utf-8", 301, "../../../micro-bags/brands/orvane/"},
		{"/tiny-bags", "text/plain; charset=utf-8", 301, "micro-bags/"},
		{"/nano-bags/rss.xml", "text/plain; charset=utf-8", 410, ""},
		{"/nothing", "text/html; charset=utf-8", 404, ""},
		{"/search/?q=x", "text/html; charset=utf-8", 404, ""},
		{"/../../etc/passwd", "text/html; charset=utf-8", 404, ""},
		{"/micro-bags/../index.html", "text/html; charset=utf-8", 404, ""},
		{"/%2e%2e/%2e%2e/etc/passwd", "text/html; charset=utf-8", 404, ""},
		{"/micro-bags/%00", "text/html; charset=utf-8", 404, ""},
		{"/brands/", "text/html; charset=utf-8", 404, ""},
		{"/healthz", "text/plain; charset=utf-8", 200, ""},
		{"/metrics", "text/plain; version=0.0.4; charset=utf-8", 200, ""},
	} {
		r := ask(h, "GET", c.path)
		if r.StatusCode != c.status || r.Header.Get("Content-Type") != c.typ || r.Header.Get("Location") != c.location {
			t.Errorf("%s: %d %s %s, want %d %s %s", c.path, r.StatusCode, r.Header.Get("Content-Type"), r.Header.Get("Location"), c.status, c.typ, c.location)
		}
		if got := int64(len(body(t, r))); r.ContentLength != got {
			t.Errorf("%s: %d bytes announced, %d sent", c.path, r.ContentLength, got)
		}
		head := ask(h, "HEAD", c.path)
		if head.StatusCode != c.status || body(t, head) != "" || head.ContentLength <= 0 {
			t.Errorf("HEAD %s: %d, %d bytes announced", c.path, head.StatusCode, head.ContentLength)
		}
	}
	if r := ask(h, "POST", "/"); r.StatusCode != 405 || r.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d", r.StatusCode)
	}
}

func TestRedirectsStayWithinTheSite(t *testing.T) {
	h := newHandler(t, Options{Moved: map[string]string{"old": "micro-bags"}})
	for _, target := range []string{"//evil.example", "//evil.example/..", "/old//evil.example/", "/old/\\evil.example", "/micro-bags/%0d%0aX: y"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = target
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		to := w.Result().Header.Get("Location")
		if strings.HasPrefix(to, "//") || strings.HasPrefix(to, "http") || strings.ContainsAny(to, "\r\n\\") {
			t.Errorf("%q leads to %q", target, to)
		}
	}
}

func TestHeaders(t *testing.T) {
	h := newHandler(t, Options{View: View{BaseURL: "https://bags.example/net/"}, Hubs: []string{"https://hub.example/"}})
	page, feed, css := ask(h, "GET", "/"), ask(h, "GET", "/micro-bags/rss.xml"), ask(h, "GET", "/"+styleName())
	if got := page.Header.Get("Content-Security-Policy"); got != "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" {
		t.Errorf("policy %s", got)
	}
	if page.Header.Get("X-Content-Type-Options") != "nosniff" || feed.Header.Get("X-Content-Type-Options") != "" || css.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Error("nosniff: wanted on all but feeds")
	}
	if got := feed.Header["Link"]; fmt.Sprint(got) != `[<https://bags.example/net/micro-bags/rss.xml>; rel="self" <https://hub.example/>; rel="hub"]` {
		t.Errorf("Link %v", got)
	}
	if page.Header.Get("Cache-Control") != "max-age=3600" || css.Header.Get("Cache-Control") != "max-age=31536000, immutable" {
		t.Errorf("Cache-Control %s, %s", page.Header.Get("Cache-Control"), css.Header.Get("Cache-Control"))
	}
	for _, r := range []*http.Response{page, feed} {
		if r.Header.Get("Vary") != "Accept-Encoding" || r.Header.Get("Last-Modified") != "Fri, 20 Nov 2026 10:11:12 GMT" {
			t.Errorf("Vary %q, Last-Modified %q", r.Header.Get("Vary"), r.Header.Get("Last-Modified"))
		}
	}
}

func TestEncodings(t *testing.T) {
	h := newHandler(t, Options{})
	plain, packed := ask(h, "GET", "/micro-bags/rss.xml"), ask(h, "GET", "/micro-bags/rss.xml", "Accept-Encoding", "gzip, br")
	if plain.Header.Get("Content-Encoding") != "" || packed.Header.Get("Content-Encoding") != "gzip" {
		t.Fatal("wrong encodings")
	}
	if plain.Header.Get("ETag") == packed.Header.Get("ETag") {
		t.Error("one ETag for two encodings")
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(z)
	published := string(sampleFiles(t)["micro-bags/rss.xml"])
	if err != nil || string(unpacked) != published {
		t.Errorf("gzip holds something else (%v)", err)
	}
	if got := body(t, plain); got != published || plain.Header.Get("Content-Length") != strconv.Itoa(len(got)) {
		t.Errorf("%d plain bytes are not what was published", len(got))
	}
	for accept, want := range map[string]bool{
		"gzip": true, "GZIP": true, "br, gzip;q=0.5": true, "x-gzip": true, "*": true, "deflate, *;q=0.1": true, "gzip; q=1": true, "gzip;q=0.001": true,
		"": false, "identity": false, "gzip;q=0": false, "gzip; q=0.000": false, "gzip;q=0, *": false, "*;q=0": false, "xgzip": false, "br": false, "gzip;Q=0.0": false,
	} {
		if acceptsGzip([]string{accept}) != want {
			t.Errorf("Accept-Encoding %q: %v", accept, !want)
		}
	}
}

func TestConditions(t *testing.T) {
	h := newHandler(t, Options{})
	plain := ask(h, "GET", "/micro-bags/rss.xml").Header.Get("ETag")
	packed := ask(h, "GET", "/micro-bags/rss.xml", "Accept-Encoding", "gzip").Header.Get("ETag")
	date, later, earlier := made.Format(http.TimeFormat), made.Add(time.Hour).Format(http.TimeFormat), made.Add(-time.Second).Format(http.TimeFormat)
	for _, c := range []struct {
		want   int
		fields []string
	}{
		{304, []string{"If-None-Match", plain}},
		{304, []string{"If-None-Match", "W/" + plain}},
		{304, []string{"If-None-Match", `"x", ` + plain}},
		{304, []string{"If-None-Match", `"x"`, "If-None-Match", plain}},
		{304, []string{"If-None-Match", "*"}},
		{304, []string{"If-None-Match", packed, "Accept-Encoding", "gzip"}},
		{200, []string{"If-None-Match", packed}},
		{200, []string{"If-None-Match", plain, "Accept-Encoding", "gzip"}},
		{200, []string{"If-None-Match", `"x"`}},
		{200, []string{"If-None-Match", `"x"`, "If-Modified-Since", date}},
		{304, []string{"If-None-Match", plain, "If-Modified-Since", earlier}},
		{304, []string{"If-Modified-Since", date}},
		{304, []string{"If-Modified-Since", later}},
		{304, []string{"If-Modified-Since", made.Format(time.RFC850)}},
		{200, []string{"If-Modified-Since", earlier}},
		{200, []string{"If-Modified-Since", "yesterday"}},
		{200, []string{"If-Modified-Since", "Fri, 01 Jan 2300 00:00:00 GMT"}},
		{200, []string{"A-IM", "feed"}},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			r := ask(h, method, "/micro-bags/rss.xml", c.fields...)
			if r.StatusCode != c.want {
				t.Errorf("%s %v: %d, want %d", method, c.fields, r.StatusCode, c.want)
			}
			if r.StatusCode != 304 {
				continue
			}
			if body(t, r) != "" || r.Header.Get("ETag") == "" || r.Header.Get("Last-Modified") != date || r.Header.Get("Cache-Control") == "" || r.Header.Get("Vary") == "" {
				t.Errorf("%v: 304 with %v", c.fields, r.Header)
			}
		}
	}
}

func TestPrefix(t *testing.T) {
	h := newHandler(t, Options{Prefix: "/bags/"})
	for path, want := range map[string]int{"/bags/": 200, "/bags/micro-bags/rss.xml": 200, "/micro-bags/rss.xml": 200, "/bags": 301, "/bagsmicro": 404, "/bags/healthz": 200} {
		if r := ask(h, "GET", path); r.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, r.StatusCode, want)
		} else if want == 301 && r.Header.Get("Location") != "bags/" {
			t.Errorf("%s leads to %s", path, r.Header.Get("Location"))
		}
	}
}

func TestToken(t *testing.T) {
	h := newHandler(t, Options{Token: "s3cret", Private: []string{"micro-bags-about"}})
	for _, c := range []struct {
		path string
		want int
		auth string
	}{
		{"/micro-bags/rss.xml", 200, ""},
		{"/micro-bags-about/rss.xml", 401, ""},
		{"/micro-bags-about/rss.xml?token=s3cret", 200, ""},
		{"/micro-bags-about/rss.xml?token=wrong", 401, ""},
		{"/micro-bags-about/rss.xml?token=", 401, ""},
		{"/micro-bags-about/", 200, "Bearer s3cret"},
		{"/micro-bags-about/", 200, "Basic YW55OnMzY3JldA=="},
		{"/micro-bags-about/", 401, "Basic YW55Ondyb25n"},
	} {
		r := ask(h, "GET", c.path, "Authorization", c.auth)
		if r.StatusCode != c.want {
			t.Errorf("%s %s: %d, want %d", c.path, c.auth, r.StatusCode, c.want)
		}
		if r.StatusCode == 401 && r.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: nobody is asked", c.path)
		}
		if strings.HasPrefix(c.path, "/micro-bags-about") && r.StatusCode == 200 && r.Header.Get("Cache-Control") != "private, max-age=3600" {
			t.Errorf("%s: %s", c.path, r.Header.Get("Cache-Control"))
		}
	}
	all := newHandler(t, Options{Token: "s3cret"})
	if ask(all, "GET", "/").StatusCode != 401 || ask(all, "GET", "/"+styleName()).StatusCode != 200 || ask(all, "GET", "/healthz").StatusCode != 200 {
		t.Error("a token without private feeds closes everything but the style sheet and the health check")
	}
}

func TestLoadKeepsDates(t *testing.T) {
	h := newHandler(t, Options{})
	files := sampleFiles(t)
	files["micro-bags/rss.xml"] = []byte("<rss>changed</rss>")
	delete(files, "feeds.opml")
	before := ask(h, "GET", "/micro-bags/atom.xml").Header
	h.Load(files, made.Add(time.Hour))
	if after := ask(h, "GET", "/micro-bags/atom.xml").Header; after.Get("ETag") != before.Get("ETag") || after.Get("Last-Modified") != before.Get("Last-Modified") {
		t.Error("a file that did not change got new validators")
	}
	if got := ask(h, "GET", "/micro-bags/rss.xml"); body(t, got) != "<rss>changed</rss>" || got.Header.Get("Last-Modified") != "Fri, 20 Nov 2026 11:11:12 GMT" {
		t.Errorf("a changed file: %v", got.Header)
	}
	if ask(h, "GET", "/feeds.opml").StatusCode != 404 {
		t.Error("a deleted file is served")
	}
}

func TestChangesWithinASecond(t *testing.T) {
	h := newHandler(t, Options{})
	date := ask(h, "GET", "/micro-bags/rss.xml").Header.Get("Last-Modified")
	files := sampleFiles(t)
	for _, text := range []string{"<rss>changed</rss>", "<rss>changed again</rss>"} {
		files["micro-bags/rss.xml"] = []byte(text)
		h.Load(files, made)
		got := ask(h, "GET", "/micro-bags/rss.xml", "If-Modified-Since", date)
		if got.StatusCode != 200 || body(t, got) != text || got.Header.Get("Last-Modified") != "" {
			t.Errorf("%s: %d with %v", text, got.StatusCode, got.Header)
		}
	}
	files["micro-bags/rss.xml"] = []byte("<rss>later</rss>")
	h.Load(files, made.Add(time.Second))
	if got := ask(h, "GET", "/micro-bags/rss.xml").Header.Get("Last-Modified"); got == "" || got == date {
		t.Errorf("a second later the date is %q", got)
	}
}

// newFolder is a published folder with one page.
func newFolder(page string) fstest.MapFS {
	return fstest.MapFS{"index.html": {Data: []byte(page), ModTime: made}}
}

func TestLoadFS(t *testing.T) {
	h, err := NewHandler(Options{})
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{
		"index.html":      {Data: []byte("<p>one</p>"), ModTime: made},
		"a/index.html":    {Data: []byte("<p>a</p>"), ModTime: made},
		".reticule.json":  {Data: []byte("{}"), ModTime: made},
		".tmp/index.html": {Data: []byte("half"), ModTime: made},
	}
	for i, want := range []bool{true, false} {
		if changed, err := h.LoadFS(folder); err != nil || changed != want {
			t.Errorf("load %d: %v, %v", i, changed, err)
		}
	}
	for path, want := range map[string]int{"/": 200, "/a/": 200, "/.reticule.json": 404, "/.tmp/": 404, "/.tmp/index.html": 404, "/" + styleName(): 200} {
		if r := ask(h, "GET", path); r.StatusCode != want {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	folder["index.html"] = &fstest.MapFile{Data: []byte("<p>two</p>"), ModTime: made.Add(time.Minute)}
	if changed, err := h.LoadFS(folder); err != nil || !changed || body(t, ask(h, "GET", "/")) != "<p>two</p>" {
		t.Errorf("changed folder: %v, %v", changed, err)
	}
}

// published is a folder in which something happens to a page between its listing
// and its reading.
type published struct {
	fs.FS
	page    string
	happens func()
}

func (p published) Open(name string) (fs.File, error) {
	if name == p.page {
		p.happens()
	}
	return p.FS.Open(name)
}

// TestLoadFSWhileItIsPublished: a page that went is not there, one that was
// written anew has its own date.
func TestLoadFSWhileItIsPublished(t *testing.T) {
	h, err := NewHandler(Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, page string, at time.Time) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := errors.Join(os.WriteFile(name+".new", []byte(page), 0o600), os.Chtimes(name+".new", at, at), os.Rename(name+".new", name)); err != nil {
			t.Fatal(err)
		}
	}
	load := func(page string, happens func()) {
		t.Helper()
		if changed, err := h.LoadFS(published{os.DirFS(dir), page, sync.OnceFunc(happens)}); err != nil || !changed {
			t.Errorf("%v, %v", changed, err)
		}
	}
	write("index.html", "<p>one</p>", made)
	write("old.html", "<p>old</p>", made)
	load("old.html", func() { os.Remove(filepath.Join(dir, "old.html")) }) //nolint:errcheck // Open tells
	if r := ask(h, "GET", "/old.html"); r.StatusCode != 404 {
		t.Errorf("what is gone: %d", r.StatusCode)
	}
	write("new.html", "<p>new</p>", made)
	later := made.Add(time.Hour)
	load("index.html", func() { write("index.html", "<p>two</p>", later) })
	if r := ask(h, "GET", "/"); body(t, r) != "<p>two</p>" || r.Header.Get("Last-Modified") != later.UTC().Format(http.TimeFormat) {
		t.Errorf("what was written anew is dated %s, want %v", r.Header.Get("Last-Modified"), later)
	}
}

// searchOptions answers queries from the sample.
func searchOptions(now func() time.Time) Options {
	return Options{
		View: View{Title: "Micro bags", Lang: "en", BaseURL: "https://bags.example/", Feeds: []FeedView{{Name: "micro-bags", Title: "Micro bags"}}, Updated: clock}, Now: now,
		Search: func(_ context.Context, query string, page int) (Results, error) {
			switch query {
			case "broken":
				return Results{}, errors.New("disk on fire")
			case "brand:":
				return Results{}, fmt.Errorf("%w: a brand is missing after “brand:”", ErrQuery)
			}
			return Results{Stories: sampleStories()[:3], Total: 23, More: page < 2}, nil
		},
		Feed: func(_ context.Context, feed, format, query string) ([]byte, error) {
			if query == "brand:" {
				return nil, fmt.Errorf("%w: a brand is missing after “brand:”", ErrQuery)
			}
			return fmt.Appendf(nil, "<rss>%s %s %s</rss>", feed, format, query), nil
		},
	}
}

func TestSearch(t *testing.T) {
	h := newHandler(t, searchOptions(func() time.Time { return clock }))
	page := body(t, ask(h, "GET", `/search/?q=lipstick+%22%3E%3Cscript%3Ealert(1)%3C/script%3E`))
	for _, want := range []string{"23 stories found", `href="../stories/k01/"`, `&amp;page=2`, "its own RSS feed", `value="lipstick &#34;&gt;&lt;script&gt;`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in the page", want)
		}
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "data-live") {
		t.Error("a script, or a part that is still hidden")
	}
	checkBalanced(t, "search", []byte(page))
	checkMarkup(t, "search", []byte(page))
	if !strings.Contains(body(t, ask(h, "GET", "/search/?q=brand:")), "a brand is missing") {
		t.Error("a wrong query is not explained")
	}
	if r := ask(h, "GET", "/search/?q=broken"); r.StatusCode != 500 || strings.Contains(body(t, r), "fire") {
		t.Errorf("a fault of ours: %d", r.StatusCode)
	}
	if r := ask(h, "GET", "/search/?q="+strings.Repeat("x", 201)); r.StatusCode != 400 {
		t.Errorf("a long query: %d", r.StatusCode)
	}
	if !strings.Contains(body(t, ask(h, "GET", "/micro-bags/")), `<form role="search" action="../search/">`) {
		t.Error("the search form is hidden though search is on")
	}
	if !strings.Contains(body(t, ask(newHandler(t, Options{}), "GET", "/micro-bags/")), `data-live="search" hidden`) {
		t.Error("the search form is shown though search is off")
	}
}

func TestQueryFeeds(t *testing.T) {
	now := clock
	h := newHandler(t, searchOptions(func() time.Time { return now }))
	first := ask(h, "GET", "/micro-bags/rss.xml?q=lang:fr")
	if got := body(t, first); first.StatusCode != 200 || got != "<rss>micro-bags rss.xml lang:fr</rss>" {
		t.Fatalf("%d %s", first.StatusCode, got)
	}
	if got := first.Header.Get("Link"); got != `<https://bags.example/micro-bags/rss.xml?q=lang%3Afr>; rel="self"` {
		t.Errorf("Link %s", got)
	}
	if r := ask(h, "GET", "/micro-bags/rss.xml?q=lang:fr", "If-None-Match", first.Header.Get("ETag")); r.StatusCode != 304 {
		t.Errorf("again: %d", r.StatusCode)
	}
	if r := ask(h, "GET", "/micro-bags/rss.xml?q=brand:"); r.StatusCode != 400 || !strings.Contains(body(t, r), "a brand is missing") {
		t.Errorf("wrong query: %d", r.StatusCode)
	}
	limited := 0
	for i := range 30 {
		r := ask(h, "GET", fmt.Sprintf("/micro-bags/rss.xml?q=n%d", i))
		if r.StatusCode == 429 {
			limited++
			if r.Header.Get("Retry-After") != "2" && r.Header.Get("Retry-After") != "3" {
				t.Errorf("Retry-After %s", r.Header.Get("Retry-After"))
			}
		}
	}
	if limited != 22 {
		t.Errorf("%d of 30 new queries were refused, want 22: two were asked before", limited)
	}
	if r := ask(h, "GET", "/micro-bags/rss.xml?q=lang:fr"); r.StatusCode != 200 {
		t.Errorf("a known query counts against the limit: %d", r.StatusCode)
	}
	now = now.Add(5 * time.Second)
	if r := ask(h, "GET", "/micro-bags/rss.xml?q=later"); r.StatusCode != 200 {
		t.Errorf("after a pause: %d", r.StatusCode)
	}
}

func TestClient(t *testing.T) {
	for _, c := range []struct{ remote, forwarded, want string }{
		{"203.0.113.9:1234", "", "203.0.113.9"},
		{"203.0.113.9:1234", "198.51.100.1", "203.0.113.9"}, // anybody can write that
		{"127.0.0.1:1234", "192.0.2.1, 198.51.100.1", "198.51.100.1"},
		{"10.0.0.2:1234", "junk", "10.0.0.2"},
		{"[::1]:1234", "2001:db8::1", "2001:db8::1"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.remote
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := client(r); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestLimiterForgets(t *testing.T) {
	l := newLimiter(func() time.Time { return clock })
	for i := range 3 * limitClients {
		l.take(fmt.Sprint(i))
	}
	if len(l.full) > limitClients {
		t.Errorf("%d clients remembered", len(l.full))
	}
}

func TestCacheIsBounded(t *testing.T) {
	c := newCache(func() time.Time { return clock })
	for i := range 3 * cacheEntries {
		c.put(fmt.Sprint(i), &entry{plain: variant{body: make([]byte, 100_000)}})
	}
	if c.order.Len() > cacheEntries || c.bytes > cacheBytes || c.order.Len() != len(c.byKey) {
		t.Errorf("%d answers of %d bytes", c.order.Len(), c.bytes)
	}
}

func TestMetricsAndHealth(t *testing.T) {
	var fault error
	h := newHandler(t, Options{Health: func(context.Context) error { return fault }, Metrics: func(w io.Writer) { fmt.Fprintln(w, "reticule_sources 6") }})
	etag := ask(h, "GET", "/").Header.Get("ETag")
	ask(h, "GET", "/", "If-None-Match", etag)
	ask(h, "GET", "/micro-bags/rss.xml")
	ask(h, "GET", "/nothing")
	got := body(t, ask(h, "GET", "/metrics"))
	for _, want := range []string{
		`reticule_http_requests_total{kind="page",code="200"} 1`, `reticule_http_requests_total{kind="page",code="304"} 1`,
		`reticule_http_requests_total{kind="feed",code="200"} 1`, `reticule_http_requests_total{kind="other",code="404"} 1`, "reticule_sources 6",
	} {
		if !strings.Contains(got, want+"\n") {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	fault = errors.New("no run for 3 days")
	if r := ask(h, "GET", "/healthz"); r.StatusCode != 503 || body(t, r) != "no run for 3 days\n" {
		t.Errorf("health: %d", r.StatusCode)
	}
}

func TestAccessLog(t *testing.T) {
	var log bytes.Buffer
	h := newHandler(t, Options{Logger: slog.New(slog.NewJSONHandler(&log, nil)), Token: "s3cret"})
	ask(h, "GET", "/micro-bags/?token=s3cret", "User-Agent", "Reader/1.0")
	if got := log.String(); !strings.Contains(got, `"status":200`) || !strings.Contains(got, "Reader/1.0") || strings.Contains(got, "s3cret") {
		t.Error(got)
	}
}

func TestWrongHub(t *testing.T) {
	if _, err := NewHandler(Options{Hubs: []string{"hub"}}); err == nil {
		t.Error("no error")
	}
}

// TestRenderingChangesNothing: stories in a view are the caller's.
func TestRenderingChangesNothing(t *testing.T) {
	v := sampleView()
	before := fmt.Sprintf("%+v", v.Feeds)
	mustPages(t, v)
	if fmt.Sprintf("%+v", v.Feeds) != before {
		t.Error("rendering changed the view")
	}
}
