package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"reticule/store"
)

// pinged is a service that is asked at the end of each good run.
type pinged struct {
	*httptest.Server
	paths  []string
	status int
}

func newPinged(t *testing.T) *pinged {
	p := &pinged{status: http.StatusOK}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.paths = append(p.paths, r.URL.Path)
		w.WriteHeader(p.status)
	}))
	t.Cleanup(p.Close)
	return p
}

// TestPing asks a dead man's switch after good runs only; one that does not
// answer is told without its address, and fails nothing.
func TestPing(t *testing.T) {
	w := newNewsWeb(t, 1, 3, time.Now)
	p := newPinged(t)
	c, err := loadConfig(w.config(t))
	if err != nil {
		t.Fatal(err)
	}
	c.Watch.Ping = p.URL + "/s3cret"
	var said bytes.Buffer
	a := &app{out: &said, err: &said, now: time.Now}
	run := func() error {
		_, err := a.crawlOnce(t.Context(), c, crawlOptions{force: true})
		return err
	}
	if err := run(); err != nil || strings.Join(p.paths, " ") != "/s3cret" || said.Len() > 0 {
		t.Errorf("a good run: %v, %v, %s", err, p.paths, said.String())
	}
	p.status = http.StatusBadGateway
	if err := run(); err != nil || len(p.paths) != 2 || !strings.Contains(said.String(), "ping was not heard: server_error, status 502") {
		t.Errorf("the service is down: %v, %v, %s", err, p.paths, said.String())
	}
	c.Fetch.Allow = c.Fetch.Allow[:0]
	c.Watch.Ping = "http://127.0.0.1:9/s3cret"
	said.Reset()
	if err := run(); err == nil || len(p.paths) != 2 || strings.Contains(said.String(), "ping") {
		t.Errorf("a run that failed: %v, %v, %s", err, p.paths, said.String())
	}
	a.ping(t.Context(), c)
	if !strings.Contains(said.String(), "ping was not heard: blocked") || strings.Contains(said.String(), "s3cret") {
		t.Errorf("an address that may not be asked: %s", said.String())
	}
}

// TestMetrics holds /metrics and /healthz to what the README says of them.
func TestMetrics(t *testing.T) {
	w := newNewsWeb(t, 2, 3, time.Now)
	w.down[1] = true
	c, err := loadConfig(w.config(t))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	a := &app{out: &bytes.Buffer{}, err: &bytes.Buffer{}, now: func() time.Time { return now }}
	if _, err := a.crawlOnce(t.Context(), c, crawlOptions{}); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), c.place())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	h, err := a.handler(c, st, serveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) *httptest.ResponseRecorder {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		return rec
	}
	got := get("/metrics").Body.String()
	manual, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(got) {
		if name, ok := strings.CutPrefix(line, "# TYPE "); ok {
			if name, _, _ = strings.Cut(name, " "); !strings.Contains(string(manual), "`"+name+"`") {
				t.Errorf("the README does not name %s", name)
			}
		}
	}
	for _, want := range []string{"reticule_run_sources 2\n", "reticule_run_sources_failed 1\n", `reticule_sources{state="green"} 1` + "\n", "reticule_store_bytes "} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if r := get("/healthz"); r.Code != http.StatusOK {
		t.Errorf("healthz: %d %s", r.Code, r.Body)
	}
	now = now.AddDate(0, 0, 3)
	if r := get("/healthz"); r.Code != http.StatusServiceUnavailable || !strings.Contains(r.Body.String(), "no run has ended since ") {
		t.Errorf("healthz after three days: %d %s", r.Code, r.Body)
	}
	st.Close()
	if r := get("/healthz"); r.Code != http.StatusServiceUnavailable || strings.Contains(r.Body.String(), "/") {
		t.Errorf("healthz without a store: %d %s", r.Code, r.Body)
	}
}
