package main

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// TestHubsAndPingAreGuarded lets names that the config trusts lead inside: a hub
// and a dead man's switch by their address, by their name's, and by a redirect.
// 127.0.1.0/24 is the world, the rest of loopback is inside.
func TestHubsAndPingAreGuarded(t *testing.T) {
	inside, outside := newPinged(t), newPinged(t)
	ln, err := net.Listen("tcp", "127.0.1.99:0")
	if err != nil {
		t.Skipf("only one loopback address here: %v", err)
	}
	world := "http://" + ln.Addr().String()
	go http.Serve(ln, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { //nolint:errcheck,gosec // it ends with the listener
		if strings.HasPrefix(r.URL.Path, "/inside") {
			http.Redirect(w, r, inside.URL, http.StatusPermanentRedirect)
			return
		}
		outside.Config.Handler.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { ln.Close() })
	w := newNewsWeb(t, 1, 3, time.Now)
	c, err := loadConfig(w.config(t))
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(inside.URL, "http://"))
	c.Fetch.Allow = []netip.Prefix{netip.MustParsePrefix("127.0.1.0/24")}
	c.hosts = map[string]string{"hub.example": "127.0.0.1:" + port}
	c.Publish.Hubs = []string{inside.URL + "/hub", "http://hub.example/", "http://localhost:" + port + "/", world + "/inside", world + "/hub"}
	var log bytes.Buffer
	was := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(was)
	a := &app{out: io.Discard, err: &log, now: time.Now}
	for _, ping := range []string{inside.URL + "/s3cret", "http://hub.example/s3cret", world + "/inside/s3cret", world + "/s3cret"} {
		c.Watch.Ping = ping
		if _, err := a.crawlOnce(t.Context(), c, crawlOptions{force: true}); err != nil {
			t.Fatal(err)
		}
	}
	if len(inside.paths) > 0 || len(outside.paths) < 2 || outside.paths[len(outside.paths)-1] != "/s3cret" {
		t.Errorf("inside was asked %q, outside %q", inside.paths, outside.paths)
	}
	if n := strings.Count(log.String(), "a WebSub hub was not told"); n != 4 {
		t.Errorf("%d hubs were not told:\n%s", n, log.String())
	}
	if n := strings.Count(log.String(), "ping was not heard: blocked"); n != 3 || strings.Contains(log.String(), "s3cret") {
		t.Errorf("%d pings were not heard:\n%s", n, log.String())
	}
}
