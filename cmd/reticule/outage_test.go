package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reticule"
)

// brokenDNS cannot be reached, for the reason given; without one it is silent.
func brokenDNS(reason error) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		if reason != nil {
			return nil, reason
		}
		<-ctx.Done() // it does not answer
		return nil, ctx.Err()
	}}
}

// TestNetworkIsDown makes runs while names cannot be resolved, quickly or not
// at all, for eight hours: each ends soon, says so and tells no dead man's switch
// that all is well; no source is blamed or forgotten, and all are read as soon
// as the network is back.
func TestNetworkIsDown(t *testing.T) {
	ofFile(t)
	for name, err := range map[string]error{"refused": errors.New("connection refused"), "silent": nil} {
		t.Run(name, func(t *testing.T) {
			const sources = 120
			clock := &fastClock{at: time.Date(2026, 11, 9, 0, 0, 0, 0, time.UTC)}
			w := newNewsWeb(t, 1, 2, clock.now)
			p := newPinged(t)
			c := manyNames(t, w, sources)
			c.Watch.Ping = p.URL
			var said bytes.Buffer
			a := &app{out: &said, err: &said, configFile: c.file, now: clock.now}
			run := func() (*summary, error) {
				sum, err := a.crawlOnce(t.Context(), c, crawlOptions{noPublish: true})
				clock.add(time.Hour)
				return sum, err
			}
			up := c.hosts
			if _, err := run(); err != nil || len(p.paths) != 1 {
				t.Fatalf("while all is well: %v, %d pings", err, len(p.paths))
			}
			clock.add(24 * time.Hour)
			patience := c.Fetch.Timeout
			c.hosts, c.resolver, c.Fetch.Timeout = nil, brokenDNS(err), duration(50*time.Millisecond)
			for range 8 {
				sum, err := run()
				if err == nil || !strings.Contains(err.Error(), "it is this machine's network, DNS or clock") {
					t.Fatalf("%+v, %v", sum, err)
				}
				if n := len(sum.Errors); n != sum.Sources || n < outageLeast || n > outageMost+visitsAtOnce(c.Fetch.Parallel) {
					t.Fatalf("%d of %d sources are named", n, sum.Sources)
				}
			}
			if len(p.paths) != 1 || said.Len() > 0 {
				t.Errorf("%d pings; it was told: %s", len(p.paths), said.String())
			}
			expectStates(t, c, map[string]int{reticule.StateBroken: 0})
			c.hosts, c.resolver, c.Fetch.Timeout = up, nil, patience
			w.requests()
			if _, err := run(); err != nil || len(p.paths) != 2 {
				t.Errorf("when it is back: %v, %d pings", err, len(p.paths))
			}
			if n := feedsAsked(w.requests()); n != sources {
				t.Errorf("when it is back, %d sources are asked of %d", n, sources)
			}
			expectStates(t, c, map[string]int{reticule.StateGood: sources})
		})
	}
}

// manyNames is a config of many sources, each with a name of its own that leads
// to the first site of a web.
func manyNames(t *testing.T, w *newsWeb, n int) *config {
	t.Helper()
	var b strings.Builder
	b.WriteString("[site]\ncontact = \"mailto:ops@bags.example\"\n[fetch]\nallow = [\"127.0.0.0/8\"]\ndelay = \"0s\"\n")
	for i := range n {
		fmt.Fprintf(&b, "[[source]]\nname = \"site-%d\"\nurl = \"http://site-%d.example/0/feed.xml\"\n", i, i)
	}
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := loadConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	c.hosts = map[string]string{}
	for i := range n {
		c.hosts[fmt.Sprintf("site-%d.example", i)] = w.hosts[0]
	}
	return c
}

func feedsAsked(log []newsRequest) (n int) {
	for _, r := range log {
		if r.path == "feed.xml" {
			n++
		}
	}
	return n
}

// expectStates looks at how many sources are in some states.
func expectStates(t *testing.T, c *config, want map[string]int) {
	t.Helper()
	s := &status{Sources: map[string]int{}}
	if err := s.lookAtSources(t.Context(), c, openPlace(t, c.place()), 0); err != nil {
		t.Fatal(err)
	}
	for state, n := range want {
		if s.Sources[state] != n {
			t.Errorf("%d sources are %s, want %d: %v", s.Sources[state], state, n, s.Sources)
		}
	}
}
