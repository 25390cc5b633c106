package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gocolly/colly/v2"

	"reticule"
)

// collector is colly as it is meant to be used here: everything that concerns
// manners and safety is left to our transport.
func collector(ctx context.Context, c *Client) *colly.Collector {
	out := colly.NewCollector(colly.StdlibContext(ctx), colly.AllowURLRevisit(), colly.ParseHTTPErrorResponse(), colly.MaxBodySize(0))
	out.DisableCookies()
	out.WithTransport(c)
	out.SetRequestTimeout(time.Minute)
	return out
}

func TestCollyOnTop(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", text("User-agent: *\nDisallow: /private\nDisallow: /q?b=2&a=1"))
	mux.HandleFunc("/{$}", coded("gzip", gzipped([]byte(`<a href="/one">one</a><a href="/private">no</a><a href="/moved">moved</a>`))))
	mux.HandleFunc("/one", text("<h1>A bag for one lipstick</h1>"))
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/one", http.StatusFound) })
	mux.HandleFunc("/redir", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/private", http.StatusFound) })
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/s.xml.gz", coded("", gzipped([]byte("<urlset/>"))))
	mux.HandleFunc("/bomb.xml.gz", coded("", gzipped(make([]byte, 16<<20))))
	mux.HandleFunc("/half", cutShort("Content-Length: 100\r\n\r\nshort"))
	mux.HandleFunc("/gone", status(410))
	mux.HandleFunc("/check", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, r.UserAgent()+"|"+r.Header.Get("Referer")+"|"+r.Header.Get("Cookie"))
	})
	mux.HandleFunc("/busy", status(429, "Retry-After", "60"))
	base, asked := serve(t, mux)
	c := client(t, newClock(), func(c *Config) { c.MaxBody = 1 << 20 })
	crawl := collector(t.Context(), c)

	var headings, failed []string
	crawl.OnHTML("a[href]", func(e *colly.HTMLElement) {
		if err := e.Request.Visit(e.Attr("href")); err != nil {
			failed = append(failed, e.Attr("href")+" "+Outcome(err))
		}
	})
	crawl.OnHTML("h1", func(e *colly.HTMLElement) { headings = append(headings, e.Text) })
	if err := crawl.Visit(base + "/"); err != nil {
		t.Fatal(err)
	}
	if want := []string{"A bag for one lipstick", "A bag for one lipstick"}; !slices.Equal(headings, want) {
		t.Errorf("headings %q, want %q", headings, want)
	}
	if want := []string{"/private robots"}; !slices.Equal(failed, want) {
		t.Errorf("failed %q, want %q", failed, want)
	}

	bodies := map[string]string{}
	crawl.OnResponse(func(r *colly.Response) { bodies[r.Request.URL.Path] = string(r.Body) })
	for _, x := range []struct{ path, want string }{
		{"/redir", reticule.OutcomeRobots},
		{"/q?b=2&a=1", reticule.OutcomeRobots},
		{"/loop", reticule.OutcomeRedirect},
		{"/s.xml.gz", reticule.OutcomeOK},
		{"/bomb.xml.gz", reticule.OutcomeTooLarge},
		{"/half", reticule.OutcomeTruncated},
		{"/gone", reticule.OutcomeOK}, // statuses reach OnResponse
		{"/check", reticule.OutcomeOK},
		{"/busy", reticule.OutcomeOK},
		{"/one", reticule.OutcomeRateLimited},
	} {
		if err := crawl.Visit(base + x.path); Outcome(err) != x.want {
			t.Errorf("%s: %q, want %q (%v)", x.path, Outcome(err), x.want, err)
		}
	}
	if bodies["/s.xml.gz"] != "<urlset/>" || bodies["/check"] != "reticule/test (+mailto:owner@reticule.example)||" {
		t.Errorf("bodies %q", bodies)
	}
	if strings.Contains(asked.String(), "private") {
		t.Errorf("asked %s", asked)
	}
}

func TestCollyIsEndedByItsContext(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/p", text("bag"))
	base, _ := serve(t, mux)
	c := client(t, nil, func(c *Config) { c.Delay = time.Hour })
	ctx, cancel := context.WithCancel(t.Context())
	crawl := collector(ctx, c)
	time.AfterFunc(30*time.Millisecond, cancel)
	begin := time.Now()
	if err := crawl.Visit(base + "/p"); Outcome(err) != reticule.OutcomeCanceled || time.Since(begin) > c.config.Delay {
		t.Errorf("%v after %v", err, time.Since(begin))
	}
}

func TestRoundTripKeepsToItsContract(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", text("User-agent: *\nDisallow: /p"))
	mux.HandleFunc("/p", status(404, "Set-Cookie", "id=1", "X-Own", "kept"))
	base, asked := serve(t, mux)
	c := client(t, nil)
	r, err := http.NewRequestWithContext(WithoutRobots(t.Context()), "GET", base+"/p#top", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Cookie", "id=1")
	before := *r.URL
	resp, err := c.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if string(body) != "Not Found" || err != nil || resp.StatusCode != 404 || resp.ContentLength != int64(len(body)) || resp.Request != r ||
		resp.Header.Get("X-Own") != "kept" || len(resp.Cookies()) > 0 {
		t.Errorf("%q, %v, %+v", body, err, resp)
	}
	if *r.URL != before || r.Header.Get("Cookie") != "id=1" {
		t.Errorf("the request was changed: %+v", r)
	}
	closed := &closer{Reader: strings.NewReader("x")}
	_, err = c.RoundTrip(&http.Request{Method: "POST", URL: &url.URL{Scheme: "http", Host: base[7:]}, Body: closed})
	outcome(t, err, reticule.OutcomeBlocked)
	if !closed.done {
		t.Error("the request's body was not closed")
	}
	head, err := (&http.Client{Transport: c}).Head(base + "/other")
	if err != nil || head.StatusCode != 404 {
		t.Errorf("%v, %v", head, err)
	}
	_, err = (&http.Client{Transport: c, Timeout: 10 * time.Millisecond}).Get(base + "/p")
	var e *Error
	if !errors.As(err, &e) || e.Outcome != reticule.OutcomeRobots {
		t.Errorf("%v", err)
	}
	if want := "/p /robots.txt /other"; asked.String() != want {
		t.Errorf("asked %s, want %s", asked, want)
	}
}

type closer struct {
	io.Reader
	done bool
}

func (c *closer) Close() error { c.done = true; return nil }
