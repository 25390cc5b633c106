package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"reticule"
	"reticule/scraper"
	"reticule/site"
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
	dir := t.TempDir()
	c, err := e.app.crawlDemo(t.Context(), dir, newPlace(t, dir), e.URL+"/")
	if err != nil {
		t.Fatal(err)
	}
	e.config = c
	h, err := e.app.handler(c, e.store(t), serveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	e.serve(t, h)
	return e
}

// publish publishes by the config as it is now; the handler that answers follows.
func (e *edition) publish(t *testing.T) *store.Store {
	t.Helper()
	st := e.store(t)
	if err := publish(context.Background(), e.config, st, e.app.now); err != nil {
		t.Fatal(err)
	}
	return st
}

// republish publishes by the config as it is now, and serves by it, too.
func (e *edition) republish(t *testing.T) {
	t.Helper()
	st := e.publish(t)
	h, err := e.app.handler(e.config, st, serveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	e.serve(t, h)
}

// serve lets a handler answer, which follows the published folder.
func (e *edition) serve(t *testing.T, h *site.Handler) {
	e.handler.Store(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := h.LoadFS(os.DirFS(e.config.Publish.Dir)); err != nil {
			t.Error(err)
		}
		h.ServeHTTP(w, r)
	}))
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// stories lists what the feed micro-bags shows.
func (e *edition) stories(t *testing.T) []reticule.Story {
	t.Helper()
	list, err := e.store(t).Stories(t.Context(), store.Pick{Topic: "micro-bags", Limit: e.config.Publish.Items})
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(list, func(s reticule.Story) bool { return s.Face.NoIndex })
}

// store opens the edition's store until the test ends.
func (e *edition) store(t *testing.T) *store.Store {
	t.Helper()
	st, err := store.Open(t.Context(), e.config.place())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

// edit changes an article as its publisher would, and publishes.
func (e *edition) edit(t *testing.T, url string, change func(*reticule.Article)) {
	t.Helper()
	st := e.store(t)
	a, err := st.Article(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	change(a)
	a.FirstSeen = a.FirstSeen.Add(time.Hour) // when it was read again
	d, err := newDesk(e.config)
	if err != nil {
		t.Fatal(err)
	}
	src := e.config.sources()[slices.IndexFunc(e.config.Sources, func(s sourceConfig) bool { return s.Name == a.Source })]
	saved, err := st.Save(t.Context(), store.Batch{Source: src, Items: d.items([]scraper.Found{{Article: a}})})
	if err != nil || saved.Updated != 1 {
		t.Fatalf("the edit is saved as %+v: %v", saved, err)
	}
	e.publish(t)
}

// remove takes an article out for good, and publishes.
func (e *edition) remove(t *testing.T, url string) {
	t.Helper()
	if n, err := e.store(t).Remove(t.Context(), url, "on request", time.Now()); err != nil || n != 1 {
		t.Fatalf("%d articles removed: %v", n, err)
	}
	e.publish(t)
}

// asked gives the statuses of what was asked for a path, and forgets them.
func (e *edition) asked(path string) []int {
	e.mu.Lock()
	defer e.mu.Unlock()
	list := e.statuses[path]
	delete(e.statuses, path)
	return list
}
