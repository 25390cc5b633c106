package main

import (
	"bytes"
	"context"
	"database/sql"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"reticule/store"
)

// edition is the demonstration, crawled and served on loopback, with the
// statuses of what was asked.
type edition struct {
	*httptest.Server
	config *config
	app    *app

	mu       sync.Mutex
	statuses map[string][]int
	handler  atomic.Value // of http.HandlerFunc
}

func newEdition(t *testing.T) *edition {
	t.Helper()
	e := &edition{app: &app{out: io.Discard, err: io.Discard, now: time.Now}, statuses: map[string][]int{}}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		e.handler.Load().(http.HandlerFunc)(rec, r)
		e.mu.Lock()
		e.statuses[r.URL.Path] = append(e.statuses[r.URL.Path], rec.status)
		e.mu.Unlock()
	}))
	t.Cleanup(e.Close)
	c, err := e.app.crawlDemo(t.Context(), t.TempDir(), e.URL+"/")
	if err != nil {
		t.Fatal(err)
	}
	e.config = c
	st, err := store.Open(t.Context(), c.Store.Path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	h, err := e.app.handler(c, st, serveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	e.serve(t, h)
	return e
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (e *edition) stories(t *testing.T) int {
	t.Helper()
	st, err := store.Open(t.Context(), e.config.Store.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	list, err := st.Stories(t.Context(), store.Pick{Topic: "micro-bags", Limit: e.config.Publish.Items})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, s := range list {
		if !s.Face.NoIndex {
			n++
		}
	}
	return n
}

// TestNewsboat subscribes with newsboat: all entries come, each once, and a later
// poll costs a 304.
func TestNewsboat(t *testing.T) {
	program, err := exec.LookPath("newsboat")
	if err != nil {
		t.Skip("newsboat is not installed")
	}
	e := newEdition(t)
	home := t.TempDir()
	address := e.URL + "/micro-bags/rss.xml"
	if err := os.WriteFile(filepath.Join(home, "urls"), []byte(address+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	poll := func() {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, program, "-u", filepath.Join(home, "urls"), "-c", filepath.Join(home, "cache.db"), "-x", "reload")
		cmd.Env = append(os.Environ(), "HOME="+home)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("newsboat: %v\n%s", err, bytes.TrimSpace(out))
		}
	}
	poll()
	want := e.stories(t)
	if got := newsboatItems(t, home); want == 0 || got != want {
		t.Fatalf("newsboat has %d entries, %d are published", got, want)
	}
	poll() // newsboat keeps a feed's validators once the feed is in its cache
	poll()
	if got := e.statuses["/micro-bags/rss.xml"]; got[len(got)-1] != http.StatusNotModified {
		t.Errorf("polls were answered %v", got)
	}
	if got := newsboatItems(t, home); got != want {
		t.Errorf("after three polls newsboat has %d entries, want %d", got, want)
	}
}

func newsboatItems(t *testing.T, home string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(home, "cache.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), "SELECT count(DISTINCT guid) FROM rss_item WHERE deleted = 0").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
