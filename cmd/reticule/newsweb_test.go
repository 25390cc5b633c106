package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// newsWeb is a web of sites on loopback, each with a feed of articles numbered
// from 0 on; every third is about the trend.
type newsWeb struct {
	sites int
	hosts []string // each has an address of its own
	now   func() time.Time

	mu     sync.Mutex
	counts []int // articles published by each site so far
	born   map[int][]time.Time
	slow   map[int]chan struct{} // sites whose pages wait
	down   map[int]bool
	log    []newsRequest
	busy   map[int]int // requests under way, by site
	most   int         // at once on one site
}

type newsRequest struct {
	site        int
	path        string
	at          time.Time
	conditional bool
	status      int
	host, from  string    // who was asked, and by whom
	begun       time.Time // at is when it ended
}

const newsShown = 120 // articles in a feed

func newNewsWeb(t testing.TB, sites, articles int, now func() time.Time) *newsWeb {
	return newNewsWebAt(t, "127.0.1.%d", sites, articles, now)
}

// newNewsWebAt gives the sites addresses with their numbers, from 1 on, in them.
func newNewsWebAt(t testing.TB, addresses string, sites, articles int, now func() time.Time) *newsWeb {
	w := &newsWeb{sites: sites, now: now, counts: make([]int, sites), born: map[int][]time.Time{}, slow: map[int]chan struct{}{}, down: map[int]bool{}, busy: map[int]int{}}
	for i := range sites {
		w.publish(i, articles)
	}
	server := &http.Server{Handler: w, ReadHeaderTimeout: time.Minute}
	t.Cleanup(func() { server.Close() })
	for i := range sites {
		ln, err := net.Listen("tcp", fmt.Sprintf(addresses+":0", i+1))
		if err != nil {
			t.Skipf("no such address here: %v", err)
		}
		w.hosts = append(w.hosts, ln.Addr().String())
		go server.Serve(ln) //nolint:errcheck // it ends with Close
	}
	return w
}

// atOnce is how many requests were under way at most on one site.
func (w *newsWeb) atOnce() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.most
}

func (w *newsWeb) publish(site, n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for range n {
		w.counts[site]++
		w.born[site] = append(w.born[site], w.now())
	}
}

func (w *newsWeb) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	out.Header().Set("Date", w.now().UTC().Format(http.TimeFormat))
	site, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	n, err := strconv.Atoi(site)
	if err != nil || n >= w.sites {
		http.NotFound(out, r)
		return
	}
	begun := w.now()
	w.mu.Lock()
	w.busy[n]++
	w.most = max(w.most, w.busy[n])
	wait, down, count := w.slow[n], w.down[n], w.counts[n]
	born := w.born[n]
	w.mu.Unlock()
	status := http.StatusOK
	switch {
	case down:
		status = http.StatusBadGateway
		out.WriteHeader(status)
	case path == "feed.xml":
		etag := fmt.Sprintf(`"%d"`, count)
		out.Header().Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag {
			status = http.StatusNotModified
			out.WriteHeader(status)
			break
		}
		fmt.Fprint(out, newsFeed("http://"+r.Host+"/"+site, born))
	default:
		if wait != nil {
			select {
			case <-wait:
			case <-r.Context().Done():
			}
		}
		out.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(out, newsPage(n, path))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.busy[n]--
	from, _, _ := net.SplitHostPort(r.RemoteAddr)
	w.log = append(w.log, newsRequest{n, path, w.now(), r.Header.Get("If-None-Match") != "", status, r.Host, from, begun})
}

func newsFeed(base string, born []time.Time) string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>News</title>`)
	for i := len(born) - 1; i >= max(0, len(born)-newsShown); i-- {
		fmt.Fprintf(&b, "<item><title>Piece number %d</title><link>%s/2026/piece-%d.html</link><pubDate>%s</pubDate></item>", i, base, i, born[i].UTC().Format(time.RFC1123Z))
	}
	return b.String() + "</channel></rss>"
}

// newsPage is an article that shares no sentence with any other.
func newsPage(site int, path string) string {
	number := strings.TrimSuffix(path[strings.LastIndexByte(path, '-')+1:], ".html")
	name := fmt.Sprintf("site%dpiece%s", site, number)
	subject := "sensible shoes"
	if n, err := strconv.Atoi(number); err == nil && n%3 == 0 {
		subject = "the micro bag, a tiny handbag,"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang="en"><head><title>Piece %s</title></head><body><article><h1>Piece %s</h1>`, name, name)
	for i := range 4 {
		fmt.Fprintf(&b, "<p>What %s has to say in part %d about %s is known to %sx%d alone, and %sy%d will not repeat it for %sz%d.</p>", name, i, subject, name, i, name, i, name, i)
	}
	return b.String() + "</article></body></html>"
}

// requests gives what was asked since the last call.
func (w *newsWeb) requests() []newsRequest {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := w.log
	w.log = nil
	return out
}

// total is how many articles there are.
func (w *newsWeb) total() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.counts {
		n += c
	}
	return n
}

// config writes a config for the web into a new folder, and gives its path.
func (w *newsWeb) config(t testing.TB) string {
	var b strings.Builder
	b.WriteString("[site]\ncontact = \"mailto:ops@bags.example\"\nbase_url = \"https://bags.example/\"\n[fetch]\nallow = [\"127.0.0.0/8\"]\ndelay = \"0s\"\nper_host = 4\n" + storeConfig(t))
	for i := range w.sites {
		fmt.Fprintf(&b, "[[source]]\nname = \"site-%d\"\nurl = \"http://%s/%d/feed.xml\"\n", i, w.hosts[i], i)
	}
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
