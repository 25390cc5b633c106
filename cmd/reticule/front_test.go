package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// front stands before the rig's sites and passes requests on, but for those to
// sites that are to do wrong.
type front struct {
	addr  string
	now   func() time.Time
	pass  http.Handler
	plain *http.Client

	mu      sync.Mutex
	faults  map[string]fault     // by host
	crawler string               // who asks now
	until   map[string]time.Time // by crawler and host
	early   []string             // requests to a host that had asked to be left alone for longer
	asked   map[string]bool      // pauses of the present run
	did     map[string]int       // answers by kind of fault
	failed  map[string]int       // articles that were not given, by crawler and address
	passed  int
}

// fault is what a site does wrong, and where: "feed", "pages" (articles), or
// "all" of it, robots.txt included.
type fault struct{ kind, where string }

const (
	leftAlone = time.Hour       // that 429 and 503 ask for
	underWay  = 2 * time.Second // that another request may have been under way when they did
)

// faultKinds are all that a front can do, passing faults first.
var faultKinds = []string{"429", "503", "500", "slow", "hang", "reset", "truncate", "404", "403", "badxml", "loop", "endless", "bomb", "charset", "html", "empty", "login"}

func newFront(t *testing.T, now func() time.Time) *front {
	f := &front{now: now, faults: map[string]fault{}, until: map[string]time.Time{}, did: map[string]int{}, failed: map[string]int{}, asked: map[string]bool{}}
	transport := &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 4}
	f.plain = &http.Client{Transport: transport}
	quiet := log.New(io.Discard, "", 0)
	f.pass = &httputil.ReverseProxy{Transport: transport, ErrorLog: quiet, Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = "http", r.In.Host, r.In.Host
	}, ModifyResponse: func(r *http.Response) error {
		r.Header.Del("Date") // the front's time is told
		return nil
	}}
	s := httptest.NewUnstartedServer(f)
	s.Config.ErrorLog = quiet
	s.Start()
	t.Cleanup(s.CloseClientConnections)
	t.Cleanup(s.Close)
	t.Cleanup(transport.CloseIdleConnections)
	f.addr = s.Listener.Addr().String()
	return f
}

// set changes what a host does wrong; an empty kind mends it.
func (f *front) set(host string, x fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if x.kind == "" {
		delete(f.faults, host)
		return
	}
	f.faults[host] = x
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", f.now().UTC().Format(http.TimeFormat))
	f.mu.Lock()
	x := f.faults[r.Host]
	if now, until := f.now(), f.until[f.crawler+r.Host]; now.Before(until) && now.Sub(until.Add(-leftAlone)) > underWay {
		f.early = append(f.early, fmt.Sprintf("%s asked %s%s at %v instead of %v", f.crawler, r.Host, r.URL, now, until))
	}
	if x.kind != "" && !x.on(r.URL.Path) {
		x.kind = ""
	}
	if x.kind == "" {
		f.passed++
	} else {
		f.did[x.kind]++
		f.failed[f.crawler+"http://"+r.Host+r.URL.Path]++
	}
	f.mu.Unlock()
	if x.kind == "" {
		f.pass.ServeHTTP(w, r)
		return
	}
	f.fail(w, r, x.kind)
}

// begin says who asks from now on.
func (f *front) begin(crawler string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.crawler = crawler
	clear(f.asked)
}

// forget takes back the pauses that were asked for in the present run and that
// the crawler could not note: it was killed first.
func (f *front) forget(noted map[string]time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for host := range f.asked {
		if _, ok := noted[host]; !ok {
			delete(f.until, f.crawler+host)
		}
	}
}

func (x fault) on(path string) bool {
	switch {
	case x.where == "all":
		return true
	case strings.HasSuffix(path, ".xml") || path == "/feed/":
		return x.where == "feed"
	}
	return x.where == "pages" && path != "/robots.txt" && path != "/"
}

// fail does one kind of wrong. It ends when the client does.
func (f *front) fail(w http.ResponseWriter, r *http.Request, kind string) {
	h := w.Header()
	switch kind {
	case "429", "503":
		f.leaveAlone(w, r, kind)
	case "slow":
		f.slowly(w, r)
	case "hang":
		<-r.Context().Done()
	case "reset":
		panic(http.ErrAbortHandler)
	case "truncate":
		body := f.original(h, r)
		h.Set("Content-Length", strconv.Itoa(len(body)))
		w.Write(body[:len(body)/2])           //nolint:errcheck // the client may be gone
		http.NewResponseController(w).Flush() //nolint:errcheck // as above
		panic(http.ErrAbortHandler)
	case "badxml":
		body := bytes.Replace(f.original(h, r), []byte("</title>"), []byte(" & more <b></title>\x01"), 3)
		w.Write(bytes.TrimSuffix(bytes.TrimSpace(body), []byte("</rss>"))) //nolint:errcheck // as above
	case "charset":
		body, _ := charmap.Windows1252.NewEncoder().Bytes(f.original(h, r))
		w.Write(body) //nolint:errcheck // as above
	case "loop":
		hop, _ := strconv.Atoi(r.URL.Query().Get("hop"))
		http.Redirect(w, r, fmt.Sprintf("%s?hop=%d", r.URL.Path, 1-hop%2), http.StatusFound)
	case "login":
		http.Redirect(w, r, "/login?next="+r.URL.Path, http.StatusFound)
	case "endless":
		f.endless(w, f.original(h, r))
	case "bomb":
		h.Set("Content-Type", "text/html")
		h.Set("Content-Encoding", "gzip")
		w.Write(bomb()) //nolint:errcheck // as above
	case "html":
		h.Set("Content-Type", "text/html")
		io.WriteString(w, "<!doctype html><title>Just a moment...</title><h1>Checking your browser</h1>") //nolint:errcheck // as above
	case "empty":
		h.Set("Content-Type", "application/rss+xml")
	default:
		status, _ := strconv.Atoi(kind)
		http.Error(w, http.StatusText(status), status)
	}
}

// leaveAlone asks for an hour, once in seconds and once as a date.
func (f *front) leaveAlone(w http.ResponseWriter, r *http.Request, kind string) {
	f.mu.Lock()
	now, key := f.now(), f.crawler+r.Host
	if !now.Before(f.until[key]) {
		f.until[key], f.asked[r.Host] = now.Add(leftAlone), true
	}
	until := f.until[key]
	f.mu.Unlock()
	if kind == "429" {
		w.Header().Set("Retry-After", strconv.Itoa(1+int(until.Sub(now).Seconds())))
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	w.Header().Set("Retry-After", until.Add(time.Second).UTC().Format(http.TimeFormat))
	w.WriteHeader(http.StatusServiceUnavailable)
}

func (f *front) slowly(w http.ResponseWriter, r *http.Request) {
	body := f.original(w.Header(), r)
	flush := http.NewResponseController(w)
	for i := range body {
		w.Write(body[i : i+1]) //nolint:errcheck // as below
		flush.Flush()          //nolint:errcheck // the client may be gone
		select {
		case <-r.Context().Done():
			return
		case <-time.After(time.Second):
		}
	}
}

func (f *front) endless(w http.ResponseWriter, begin []byte) {
	w.Write(begin[:len(begin)/2]) //nolint:errcheck // as below
	pad := bytes.Repeat([]byte("<p>more</p>\n"), 4096)
	for range 10 << 30 / len(pad) {
		if _, err := w.Write(pad); err != nil {
			return
		}
	}
}

// original is what the site answers, uncompressed.
func (f *front) original(h http.Header, r *http.Request) []byte {
	resp, err := f.plain.Get("http://" + r.Host + r.URL.RequestURI())
	if err != nil {
		return nil
	}
	defer resp.Body.Close()
	h.Set("Content-Type", resp.Header.Get("Content-Type"))
	body, _ := io.ReadAll(resp.Body)
	return body
}

// bomb is 64 MiB of spaces in some KiB.
var bomb = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	for range 64 {
		z.Write(bytes.Repeat([]byte(" "), 1<<20)) //nolint:errcheck // into memory
	}
	z.Close() //nolint:errcheck // as above
	return b.Bytes()
})
