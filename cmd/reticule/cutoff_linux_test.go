package main

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reticule/store/pgtest"
)

// elsewhere is a machine of its own, as far as the network goes: a namespace,
// with one cable to the web and one to the database.
type elsewhere struct {
	*testing.T
	name string
	net  string // the first three bytes of the web's network and, with a 1, of the database's
}

// newElsewhere needs root; without it, or without ip, the test is skipped.
func newElsewhere(t *testing.T) *elsewhere {
	if os.Getuid() != 0 {
		t.Skip("only root may make another network")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("ip is not installed")
	}
	pid := os.Getpid()
	e := &elsewhere{T: t, name: fmt.Sprintf("reticule-%d", pid), net: fmt.Sprintf("10.%d.%d", 64+pid%128, pid/128%25)}
	if out, err := exec.CommandContext(t.Context(), "ip", "netns", "add", e.name).CombinedOutput(); err != nil {
		t.Skipf("no network can be made here: %v: %s", err, out)
	}
	t.Cleanup(func() { exec.Command("ip", "netns", "del", e.name).Run() }) //nolint:errcheck // its cables go with it
	for i, cable := range []string{"w", "d"} {
		here, there := fmt.Sprintf("rt%s%d", cable, pid), "far"+cable
		e.ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", e.name)
		for n := range 5 {
			e.ip("addr", "add", fmt.Sprintf("%s%d.%d/24", e.net, i, n+1), "dev", here)
		}
		e.ip("link", "set", here, "up")
		e.ip("-n", e.name, "addr", "add", fmt.Sprintf("%s%d.100/24", e.net, i), "dev", there)
		e.ip("-n", e.name, "link", "set", there, "up")
	}
	return e
}

func (e *elsewhere) ip(args ...string) {
	e.Helper()
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		e.Fatalf("ip %v: %v: %s", args, err, out)
	}
}

// web is the pattern of the addresses that sites can have; machine, where
// requests from there come from; database, where PostgreSQL must listen.
func (e *elsewhere) web() string      { return e.net + "0.%d" }
func (e *elsewhere) machine() string  { return e.net + "0.100" }
func (e *elsewhere) database() string { return e.net + "1.1" }

// cable pulls the cable to the database, or puts it back.
func (e *elsewhere) cable(state string) { e.ip("-n", e.name, "link", "set", "fard", state) }

// work starts a worker there.
func (e *elsewhere) work(config, place string) {
	e.Helper()
	u, err := url.Parse(place)
	if err != nil {
		e.Fatal(err)
	}
	u.Host = net.JoinHostPort(e.database(), u.Port())
	c := exec.Command("ip", "netns", "exec", e.name, "reticule", "worker", "--config", config)
	c.Env = append(os.Environ(), "RETICULE_STORE="+u.String())
	runUntilEnd(e.T, c) // what it says of its trouble is not of interest
}

// TestCutOffWorker pulls the cable between a worker and the database in the
// middle of its visits: its hosts are another's when its leases have run out,
// and it asks them no longer than that. Once the cable is back, what it had read
// is stored: nothing is lost, nothing was asked twice, no host by two at once.
func TestCutOffWorker(t *testing.T) {
	const timeout = time.Second
	e := newElsewhere(t)
	srv, err := pgtest.Start(e.database())
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { srv.Stop() }) //nolint:errcheck // the folder is a temporary one
	w := newNewsWebAt(t, e.web(), 5, 12, time.Now)
	w.hosts[4] = w.hosts[0] // two sources of one host
	place := srv.Database(t)
	config := cutOffConfig(t, w, e.net, timeout)
	t.Setenv("RETICULE_STORE", place)
	crawl := func(args ...string) {
		if out, err := exec.CommandContext(t.Context(), "reticule", append([]string{"crawl", "--config", config}, args...)...).CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("crawl %v: %v: %s", args, err, out)
		}
	}
	e.work(config, place)
	crawl("--no-wait", "--source", "site-0,site-1,site-2,site-3")
	for len(w.pagesOf(0, e.machine())) < 2 {
		time.Sleep(10 * time.Millisecond)
	}
	e.cable("down")
	cut := time.Now()
	done := make(chan struct{})
	go func() {
		defer close(done)
		crawl()
	}()
	for len(w.pagesOf(4, "")) == 0 && time.Since(cut) < 5*visitTimeouts*timeout {
		time.Sleep(10 * time.Millisecond)
	}
	t.Logf("its host was another's after %v", time.Since(cut).Round(time.Millisecond))
	e.cable("up")
	<-done
	log := w.seen()
	if early := w.pagesOf(4, ""); len(early) == 0 || early[0].begun.Sub(cut) > visitTimeouts*timeout {
		t.Errorf("nobody else asked its host within %v", visitTimeouts*timeout)
	}
	if n := len(w.pagesOf(0, e.machine())); n < 12 {
		t.Logf("it read %d of 12 pages itself", n)
	}
	notTogether(t, log)
	askedOnce(t, w, 1)
	holdsAll(t, w, place)
}

func cutOffConfig(t *testing.T, w *newsWeb, network string, timeout time.Duration) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "[site]\ncontact = \"mailto:ops@bags.example\"\n[fetch]\nallow = [\"%s0.0/24\"]\ndelay = \"100ms\"\nper_host = 1\ntimeout = \"%v\"\n", network, timeout)
	for i := range w.sites {
		fmt.Fprintf(&b, "[[source]]\nname = \"site-%d\"\nurl = \"http://%s/%d/feed.xml\"\n", i, w.hosts[i], i)
	}
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// pagesOf gives the requests for a site's pages, by one machine or by any.
func (w *newsWeb) pagesOf(site int, from string) (out []newsRequest) {
	for _, r := range w.seen() {
		if r.site == site && strings.HasSuffix(r.path, ".html") && (from == "" || r.from == from) {
			out = append(out, r)
		}
	}
	return out
}

// notTogether expects that no host was asked by two machines at once.
func notTogether(t *testing.T, log []newsRequest) {
	t.Helper()
	last := map[string]newsRequest{}
	slices.SortFunc(log, func(a, b newsRequest) int { return a.begun.Compare(b.begun) })
	for _, r := range log {
		before, ok := last[r.host]
		if ok && before.from != r.from && r.begun.Before(before.at) {
			t.Errorf("%s was asked by %s for %s while %s asked for %s", r.host, r.from, r.path, before.from, before.path)
		}
		if !ok || r.at.After(before.at) {
			last[r.host] = r
		}
	}
}
