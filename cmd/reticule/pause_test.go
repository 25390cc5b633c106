package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestPauseHoldsForTheHost has a page's host ask to be left alone: neither a
// later run nor another source asks it for anything until it is over.
func TestPauseHoldsForTheHost(t *testing.T) {
	asked, calm := 0, false
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch asked++; {
		case r.URL.Path == "/robots.txt":
			http.NotFound(w, r)
		case !calm:
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(http.StatusTooManyRequests)
		case r.URL.Path == "/own.xml":
			io.WriteString(w, newsFeed("http://"+r.Host, nil)) //nolint:errcheck // a test
		default:
			io.WriteString(w, newsPage(1, r.URL.Path)) //nolint:errcheck // a test
		}
	}))
	defer busy.Close()
	lists := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>Lists</title><item><title>A</title><link>%s/2026/a-1.html</link></item></channel></rss>`, busy.URL)
	}))
	defer lists.Close()
	file := filepath.Join(t.TempDir(), "config.toml")
	text := fmt.Sprintf("[site]\ncontact = \"mailto:ops@bags.example\"\n[fetch]\nallow = [\"127.0.0.0/8\"]\ndelay = \"0s\"\n%s[[source]]\nname = \"lists\"\nurl = \"%s/feed.xml\"\n[[source]]\nname = \"own\"\nurl = \"%s/own.xml\"\n", storeConfig(t), lists.URL, busy.URL)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := loadConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	clock := &fastClock{at: time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)}
	a := &app{out: io.Discard, err: io.Discard, configFile: file, now: clock.now}
	run := func(only string, want int) {
		t.Helper()
		asked = 0
		if _, err := a.crawlOnce(t.Context(), c, crawlOptions{only: []string{only}, force: true, noPublish: true}); err != nil && want > 0 {
			t.Error(err)
		}
		if asked != want {
			t.Errorf("%s: the host was asked %d times, want %d", only, asked, want)
		}
	}
	run("lists", 2) // robots.txt and the page
	run("lists", 0)
	run("own", 0)
	clock.add(119 * time.Minute)
	run("own", 0)
	clock.add(2 * time.Minute)
	calm = true
	run("own", 1)
	run("lists", 1)
}
