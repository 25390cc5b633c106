package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"reticule"
)

// loopback lets tests reach their own servers.
var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// clock is a time that stands still but for those who wait for it.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	waits []time.Duration
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) After(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.waits = append(c.waits, d)
	return ctx.Err()
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// log is what a server was asked, in order.
type log struct {
	mu    sync.Mutex
	paths []string
}

func (l *log) add(r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.paths = append(l.paths, r.URL.RequestURI())
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.paths, " ")
}

// serve starts a server that answers /robots.txt with 404 unless mux says
// otherwise, and notes what it is asked.
func serve(t testing.TB, mux *http.ServeMux) (base string, asked *log) {
	t.Helper()
	asked = &log{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.add(r)
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL, asked
}

// client is a Client for loopback servers on the clock given.
func client(t testing.TB, clk *clock, change ...func(*Config)) *Client {
	t.Helper()
	c := Config{UserAgent: "reticule/test (+mailto:owner@reticule.example)", Allow: loopback, Timeout: 5 * time.Second, PerHost: 4}
	if clk != nil {
		c.Now, c.After = clk.Now, clk.After
	}
	for _, f := range change {
		f(&c)
	}
	out := New(c)
	t.Cleanup(out.Close)
	return out
}

func text(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, s) }
}

// outcome checks that err is an *Error with the outcome wanted.
func outcome(t testing.TB, err error, want string) *Error {
	t.Helper()
	if got := Outcome(err); got != want {
		t.Fatalf("outcome %q, want %q (%v)", got, want, err)
	}
	var e *Error
	if want != reticule.OutcomeOK && !errors.As(err, &e) {
		t.Fatalf("%T is no *Error", err)
	}
	return e
}

func TestGetReadsAPage(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/bags", func(w http.ResponseWriter, r *http.Request) {
		for _, unwanted := range []string{"Cookie", "Referer", "Cache-Control", "Pragma", "If-None-Match"} {
			if v := r.Header.Get(unwanted); v != "" {
				t.Errorf("sent %s: %s", unwanted, v)
			}
		}
		w.Header().Set("Set-Cookie", "id=1")
		io.WriteString(w, "<p>small bags by "+r.UserAgent())
	})
	base, asked := serve(t, mux)
	c := client(t, nil)
	for range 2 {
		got, err := c.Get(t.Context(), Request{URL: base + "/bags#top"})
		if err != nil {
			t.Fatal(err)
		}
		if want := "<p>small bags by reticule/test (+mailto:owner@reticule.example)"; string(got.Body) != want {
			t.Errorf("body %q, want %q", got.Body, want)
		}
		if got.URL != base+"/bags" || got.Status != 200 || got.MovedTo != "" || got.NotModified || got.Header.Get("Set-Cookie") != "" {
			t.Errorf("response %+v", got)
		}
	}
	if want := "/robots.txt /bags /bags"; asked.String() != want {
		t.Errorf("asked %s, want %s", asked, want)
	}
	if c.Requests() != 3 {
		t.Errorf("%d requests counted, want 3", c.Requests())
	}
}

func TestClosedClientAsksNothing(t *testing.T) {
	base, asked := serve(t, http.NewServeMux())
	c := client(t, nil)
	c.Close()
	_, err := c.Get(t.Context(), Request{URL: base})
	outcome(t, err, reticule.OutcomeCanceled)
	if asked.String() != "" {
		t.Errorf("asked %s", asked)
	}
}
