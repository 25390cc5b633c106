package fetch

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"reticule"
)

func TestValidatorsAreSentBackExactly(t *testing.T) {
	const etag, date = `W/"a, \"b\" 1"`, "Sun, 01 Nov 2026 08:00:00 GMT"
	mux := http.NewServeMux()
	mux.HandleFunc("/old", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/rss", http.StatusFound) })
	mux.HandleFunc("/rss", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		w.Header().Set("Last-Modified", "Mon, 02 Nov 2026 08:00:00 GMT") // it may move
		if r.Header.Get("If-None-Match") == etag && r.Header.Get("If-Modified-Since") == date {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, "<rss/>")
	})
	base, _ := serve(t, mux)
	c := client(t, nil)
	for _, path := range []string{"/rss", "/old"} {
		got, err := c.Get(t.Context(), Request{URL: base + path, ETag: etag, LastModified: date})
		if err != nil {
			t.Fatal(err)
		}
		if !got.NotModified || got.Status != 304 || len(got.Body) != 0 || got.Header.Get("Last-Modified") == "" {
			t.Errorf("%s: %+v", path, got)
		}
	}
	got, err := c.Get(t.Context(), Request{URL: base + "/rss", ETag: `W/"other"`, LastModified: date})
	if err != nil || got.NotModified || string(got.Body) != "<rss/>" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestValidatorsIgnoresRubbish(t *testing.T) {
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	const good = "Sun, 01 Nov 2026 08:00:00 GMT"
	for _, x := range []struct{ etag, date, wantTag, wantDate string }{
		{`"a"`, good, `"a"`, good},
		{`W/"a"`, "Sunday, 01-Nov-26 08:00:00 GMT", `W/"a"`, "Sunday, 01-Nov-26 08:00:00 GMT"},
		{`unquoted`, "Sun Nov  1 08:00:00 2026", "unquoted", "Sun Nov  1 08:00:00 2026"},
		{`""`, "Tue, 19 Jan 2038 03:14:07 GMT", "", ""},
		{`W/""`, "Thu, 01 Jan 1970 00:00:00 GMT", "", ""},
		{"", "0", "", ""},
		{"a\nb", "2026-11-01", "", ""},
		{fmt.Sprintf("%600d", 1), "yesterday", "", ""},
		{`"é"`, "Mon, 02 Nov 2026 09:00:10 GMT", `"é"`, "Mon, 02 Nov 2026 09:00:10 GMT"}, // a clock a little ahead
	} {
		tag, date := Validators(http.Header{"Etag": {x.etag}, "Last-Modified": {x.date}}, now)
		if tag != x.wantTag || date != x.wantDate {
			t.Errorf("%q, %q: got %q, %q", x.etag, x.date, tag, date)
		}
	}
}

func TestRedirects(t *testing.T) {
	mux := http.NewServeMux()
	to := func(code int, location string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", location)
			w.WriteHeader(code)
		}
	}
	mux.HandleFunc("/a", to(301, "b#frag"))
	mux.HandleFunc("/b", to(308, "/end"))
	mux.HandleFunc("/t", to(302, "/a"))
	mux.HandleFunc("/mixed", to(301, "/t7"))
	mux.HandleFunc("/t7", to(307, "/end"))
	mux.HandleFunc("/end", text("end"))
	mux.HandleFunc("/self", to(302, "/self"))
	mux.HandleFunc("/l1", to(302, "/l2"))
	mux.HandleFunc("/l2", to(302, "/l1"))
	mux.HandleFunc("/wall", to(301, "/login"))
	mux.HandleFunc("/login", text("your name?"))
	mux.HandleFunc("/count", func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("n"))
		if n == 0 {
			io.WriteString(w, "done")
			return
		}
		to(302, fmt.Sprintf("/count?n=%d", n-1))(w, r)
	})
	base, asked := serve(t, mux)
	c := client(t, nil)
	for _, x := range []struct{ path, final, moved, outcome string }{
		{"/end", "/end", "", reticule.OutcomeOK},
		{"/a", "/end", "/end", reticule.OutcomeOK},
		{"/t", "/end", "", reticule.OutcomeOK},
		{"/mixed", "/end", "", reticule.OutcomeOK},
		{"/wall", "/login", "", reticule.OutcomeOK},
		{"/self", "", "", reticule.OutcomeRedirect},
		{"/l1", "", "", reticule.OutcomeRedirect},
		{"/count?n=10", "/count?n=0", "", reticule.OutcomeOK},
		{"/count?n=11", "", "", reticule.OutcomeRedirect},
	} {
		got, err := c.Get(t.Context(), Request{URL: base + x.path})
		if Outcome(err) != x.outcome {
			t.Errorf("%s: %v", x.path, err)
		}
		if err != nil {
			continue
		}
		if moved := got.MovedTo; got.URL != base+x.final || moved != "" && moved != base+x.moved || moved == "" && x.moved != "" {
			t.Errorf("%s: at %s, moved to %q", x.path, got.URL, moved)
		}
	}
	if n := len(asked.paths); int64(n) != c.Requests() {
		t.Errorf("%d requests counted, %d made", c.Requests(), n)
	}
}

func TestRedirectTargetsAskTheirOwnRobots(t *testing.T) {
	other := http.NewServeMux()
	other.HandleFunc("/robots.txt", text("User-agent: *\nDisallow: /private"))
	other.HandleFunc("/", text("private"))
	there, asked := serve(t, other)
	mux := http.NewServeMux()
	mux.HandleFunc("/go", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, there+"/private/x", http.StatusFound)
	})
	here, _ := serve(t, mux)
	_, err := client(t, nil).Get(t.Context(), Request{URL: here + "/go"})
	if e := outcome(t, err, reticule.OutcomeRobots); e.URL != there+"/private/x" || e.Requests != 3 {
		t.Errorf("%+v", e)
	}
	if asked.String() != "/robots.txt" {
		t.Errorf("asked %s", asked)
	}
}

func TestNoWayFromHTTPSToHTTP(t *testing.T) {
	plain, asked := serve(t, http.NewServeMux())
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, plain+"/x", http.StatusFound) }))
	defer s.Close()
	c := client(t, nil)
	c.transport.TLSClientConfig = s.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	_, err := c.Get(t.Context(), Request{URL: s.URL, SkipRobots: true})
	outcome(t, err, reticule.OutcomeRedirect)
	_, err = (&http.Client{Transport: c}).Get(s.URL + "/robots.txt")
	outcome(t, err, reticule.OutcomeRedirect)
	if asked.String() != "" {
		t.Errorf("asked %s", asked)
	}
}

func TestHosts(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Host) })
	base, _ := serve(t, mux)
	c := client(t, nil, func(c *Config) { c.Hosts = map[string]string{"bags.example": base[len("http://"):]} })
	got, err := c.Get(t.Context(), Request{URL: "http://Bags.example./x"})
	if err != nil || string(got.Body) != "bags.example" || got.URL != "http://bags.example/x" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDetour(t *testing.T) {
	for _, x := range []struct{ asked, final, body, want string }{
		{"https://a.example/2026/bags", "https://a.example/2026/bags", "<title>Small bags</title>", ""},
		{"https://a.example/2026/bags", "https://a.example/2026/bags/", "", ""},
		{"https://a.example/2026/bags", "https://consent.a.example/?continue=x", "", "a consent page"},
		{"https://a.example/2026/bags", "https://a.example/privacy-gate?to=x", "", "a consent page"},
		{"https://a.example/2026/bags", "https://a.example/account/login", "", "a login page"},
		{"https://a.example/login", "https://a.example/login", "", ""},
		{"https://a.example/2026/bags", "https://a.example/", "", "the front page"},
		{"https://a.example/fr", "https://a.example/", "", ""},
		{"https://a.example/x", "https://a.example/x", "<html><head><TITLE lang=en>\n Page not found | A </title>", "an error page"},
		{"https://a.example/x", "https://a.example/x", "<title>404</title>", "an error page"},
		{"https://a.example/x", "https://a.example/x", "<title>Page not found: the lost diaries of a bag maker</title>", ""},
		{"https://a.example/x", "https://a.example/x", "<title", ""},
		{"https://a.example/x", "https://a.example/x", "<title><b>404</b>", ""},
	} {
		if got := Detour(x.asked, &Response{URL: x.final, Body: []byte(x.body)}); got != x.want {
			t.Errorf("%s to %s %q: %q, want %q", x.asked, x.final, x.body, got, x.want)
		}
	}
}

func TestReadWishes(t *testing.T) {
	for line, want := range map[string]Wishes{
		"X-Robots-Tag: noindex":                                     {NoIndex: true},
		"X-Robots-Tag: NOINDEX, nofollow":                           {NoIndex: true},
		"X-Robots-Tag: none":                                        {NoIndex: true},
		"X-Robots-Tag: all":                                         {},
		"X-Robots-Tag: noarchive, nosnippet":                        {NoArchive: true, NoSnippet: true},
		"X-Robots-Tag: max-snippet:0":                               {NoSnippet: true},
		"X-Robots-Tag: max-snippet: 0, noarchive":                   {NoSnippet: true, NoArchive: true},
		"X-Robots-Tag: max-snippet:200, max-image-preview:large":    {},
		"X-Robots-Tag: otherbot: noindex, nosnippet":                {},
		"X-Robots-Tag: Reticule: noindex":                           {NoIndex: true},
		"X-Robots-Tag: otherbot: noindex, reticule: noarchive":      {NoArchive: true},
		"X-Robots-Tag: unavailable_after: 25 Jun 2030 15:00:00 GMT": {},
		"Tdm-Reservation: 1":                                        {TDMReserve: true},
		"Tdm-Reservation: 0":                                        {},
		"Content-Usage: train-ai=n":                                 {TDMReserve: true},
		"Content-Usage: train-ai=y, search=y":                       {},
	} {
		h := http.Header{}
		name, value, _ := cutHeader(line)
		h.Set(name, value)
		if got := ReadWishes(h, "reticule"); got != want {
			t.Errorf("%s: %+v", line, got)
		}
	}
}

func cutHeader(line string) (name, value string, ok bool) {
	for i := range line {
		if line[i] == ':' {
			return line[:i], line[i+2:], true
		}
	}
	return "", "", false
}

func TestErrorSaysWhatToDo(t *testing.T) {
	at := time.Date(2026, 11, 2, 9, 30, 0, 0, time.UTC)
	for _, x := range []struct {
		err  Error
		want string
	}{
		{Error{Outcome: reticule.OutcomeGone, URL: "https://a.example/rss", Status: 410}, "https://a.example/rss: answered 410 Gone; the site says it is gone for good: remove the source"},
		{Error{Outcome: reticule.OutcomeRateLimited, URL: "https://a.example/rss", Status: 429, RetryAfter: at}, "https://a.example/rss: answered 429 Too Many Requests; left alone until 2026-11-02 09:30:00 UTC"},
		{Error{Outcome: reticule.OutcomeNetwork, URL: "https://a.example/", Err: errors.New("bad\x1b[2J\nnews")}, "https://a.example/: bad [2J news; check the address; the next visit tries again"},
	} {
		if got := x.err.Error(); got != x.want {
			t.Errorf("%q, want %q", got, x.want)
		}
	}
}

// TestMostIsExact has many ask at once, with redirects and robots.txt: not one
// request goes out beyond the budget.
func TestMostIsExact(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", status(404))
	mux.HandleFunc("/old", status(301, "Location", "/new"))
	mux.HandleFunc("/new", text("bag"))
	base, asked := serve(t, mux)
	c := client(t, nil, func(c *Config) { c.Most = 20 })
	var refused atomic.Int64
	var wg sync.WaitGroup
	for range 30 {
		wg.Go(func() {
			if _, err := c.Get(t.Context(), Request{URL: base + "/old"}); Outcome(err) == reticule.OutcomeCanceled {
				refused.Add(1)
			}
		})
	}
	wg.Wait()
	if n := strings.Count(asked.String(), "/"); n != 20 || c.Requests() != 20 || !c.Spent() || refused.Load() < 20 {
		t.Errorf("%d requests, %d counted, %d refused:\n%s", n, c.Requests(), refused.Load(), asked)
	}
}

// TestPauseIsHeardOf tells of a host's wish at once, for a page on any host.
func TestPauseIsHeardOf(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/", status(429, "Retry-After", "3600"))
	base, _ := serve(t, mux)
	clk := newClock()
	heard := map[string]time.Time{}
	c := client(t, clk, func(c *Config) { c.SavePause = func(host string, until time.Time) { heard[host] = until } })
	_, err := c.Get(t.Context(), Request{URL: base + "/p", SkipRobots: true})
	outcome(t, err, reticule.OutcomeRateLimited)
	host := strings.TrimPrefix(base, "http://")
	if got := heard[host]; len(heard) != 1 || !got.Equal(clk.Now().Add(time.Hour)) {
		t.Fatalf("heard %v", heard)
	}
	next := client(t, clk)
	next.Pause(host, heard[host])
	_, err = next.Get(t.Context(), Request{URL: base + "/q", SkipRobots: true})
	if e := outcome(t, err, reticule.OutcomeRateLimited); e.Status != 0 || next.Requests() != 0 {
		t.Errorf("%+v after %d requests", e, next.Requests())
	}
}
