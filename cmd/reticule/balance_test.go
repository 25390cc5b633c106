package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// copyServer is one of several servers of one store.
type copyServer struct{ config, address string }

func startServer(t *testing.T, config string) *copyServer {
	t.Helper()
	s := &copyServer{config, "127.0.0.1:" + freePort(t)}
	c := exec.Command("reticule", "serve", "--config", config, "--listen", s.address)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill() //nolint:errcheck // it runs
		c.Wait()         //nolint:errcheck // it was killed
	})
	return s
}

func (s *copyServer) folder() string { return filepath.Join(filepath.Dir(s.config), "public") }

func (s *copyServer) publish(t *testing.T) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "reticule", "publish", "--all", "--config", s.config).CombinedOutput(); err != nil {
		t.Fatalf("publish: %v: %s", err, out)
	}
}

// date gives all files a date, before they are served.
func (s *copyServer) date(t *testing.T, at time.Time) {
	t.Helper()
	for _, path := range s.files(t) {
		if err := os.Chtimes(filepath.Join(s.folder(), path), at, at); err != nil {
			t.Fatal(err)
		}
	}
}

// files are the paths that are served, but for those of folders.
func (s *copyServer) files(t *testing.T) (paths []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(s.folder()), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name()[0] != '.' {
			paths = append(paths, "/"+path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// said is what a server answers, without what is the moment's own.
type said struct {
	status int
	header string // all fields but Date and Last-Modified
	tag    string
	date   string // Last-Modified
	body   [sha256.Size]byte
}

func (s *copyServer) ask(t *testing.T, path string, header ...string) said {
	t.Helper()
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.address+path, http.NoBody)
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	// Everybody may search now and then: each time it is another who asks.
	from := &net.TCPAddr{IP: net.IPv4(127, 2, byte(rand.N(250)), byte(1+rand.N(250)))}
	dial := (&net.Dialer{LocalAddr: from}).DialContext
	resp, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true, DialContext: dial}).RoundTrip(req)
	if err != nil {
		return said{}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	out := said{resp.StatusCode, "", resp.Header.Get("ETag"), resp.Header.Get("Last-Modified"), sha256.Sum256(body)}
	resp.Header.Del("Date")
	resp.Header.Del("Last-Modified")
	out.header = fmt.Sprint(resp.Header)
	return out
}

// await asks until a server answers as is wanted.
func (s *copyServer) await(t *testing.T, path string, as func(said) bool) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); !as(s.ask(t, path)); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s does not come", path)
		}
	}
}

// queries are what is answered from the store.
var queries = []string{"/micro-bags/rss.xml?q=micro+bag", "/micro-bags/atom.xml?q=source:site-1", "/micro-bags/feed.json?q=label:about", "/search/?q=bag", "/search/?q=bag&page=2", "/micro-bags/rss.xml?q=price:%3C"}

// alike expects the same answers of two servers, packed or not, and that each
// knows the other's entity tags. The date is the file's: dated tells that the
// files have the same.
func alike(t *testing.T, a, b *copyServer, dated bool) {
	t.Helper()
	paths := append(a.files(t), queries...)
	if len(paths) < 20 {
		t.Errorf("only %d files", len(paths))
	}
	for _, path := range paths {
		for _, encoding := range []string{"identity", "gzip"} {
			x, y := a.ask(t, path, "Accept-Encoding", encoding), b.ask(t, path, "Accept-Encoding", encoding)
			if !dated {
				x.date, y.date = "", ""
			}
			if x != y || x.status != http.StatusOK && !strings.HasSuffix(path, "%3C") {
				t.Fatalf("%s, %s:\n%+v and\n%+v", path, encoding, x, y)
			}
			if again := b.ask(t, path, "Accept-Encoding", encoding, "If-None-Match", x.tag); x.tag != "" && again.status != http.StatusNotModified {
				t.Errorf("%s, %s: with the other's entity tag %d", path, encoding, again.status)
			}
		}
	}
}

// TestServersAlike has two servers on one store, as behind a balancer: with one
// folder they answer alike in everything; with a folder each in everything but
// the date, and whoever changes from one to the other misses nothing.
func TestServersAlike(t *testing.T) {
	w, config, _ := newFleet(t, 3, 12, "5s")
	if out, err := exec.CommandContext(t.Context(), "reticule", "crawl", "--no-publish", "--config", config).CombinedOutput(); err != nil {
		t.Fatalf("crawl: %v: %s", err, out)
	}
	text, err := os.ReadFile(config)
	other := filepath.Join(t.TempDir(), "config.toml")
	if err == nil {
		err = os.WriteFile(other, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range []*copyServer{{config: config}, {config: other}} {
		s.publish(t)
		s.date(t, time.Now().Add(time.Duration(i-60)*time.Minute))
	}
	here, shared, away := startServer(t, config), startServer(t, config), startServer(t, other)
	const list = "/micro-bags/rss.xml"
	for _, s := range []*copyServer{here, shared, away} {
		s.await(t, list, func(x said) bool { return x.status == http.StatusOK })
	}
	alike(t, here, shared, true)
	alike(t, here, away, false)

	old, oldAway := here.ask(t, list), away.ask(t, list)
	if out, err := exec.CommandContext(t.Context(), "reticule", "label", "http://"+w.hosts[0]+"/0/2026/piece-1.html", "about", "--config", config).CombinedOutput(); err != nil {
		t.Fatalf("label: %v: %s", err, out)
	}
	here.publish(t)
	away.publish(t)
	for _, s := range []*copyServer{here, shared, away} {
		s.await(t, list, func(x said) bool { return x.tag != old.tag })
	}
	alike(t, here, shared, true)
	alike(t, away, here, false)
	for _, was := range []said{old, oldAway} {
		for _, s := range []*copyServer{here, shared, away} {
			for name, value := range map[string]string{"If-None-Match": was.tag, "If-Modified-Since": was.date} {
				if x := s.ask(t, list, name, value); x.status != http.StatusOK || x.body == was.body {
					t.Errorf("%s: %s, of one server before the change: another answers %d", name, value, x.status)
				}
			}
		}
	}
}
