package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"reticule/store"
)

// newFleet gives a web and a config whose store is on PostgreSQL.
func newFleet(t *testing.T, sites, articles int, timeout string) (w *newsWeb, config, place string) {
	place = server.Server(t).Database(t)
	t.Setenv("RETICULE_STORE", place)
	w = newNewsWeb(t, sites, articles, time.Now)
	config = w.config(t)
	text, err := os.ReadFile(config)
	if err == nil {
		err = os.WriteFile(config, []byte(strings.Replace(string(text), "[fetch]\n", "[fetch]\ntimeout = \""+timeout+"\"\n", 1)), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return w, config, place
}

// startWorker starts a worker; it is killed when the test ends.
func startWorker(t *testing.T, config string) *exec.Cmd {
	t.Helper()
	c := exec.Command("reticule", "worker", "--config", config)
	c.Stderr = os.Stderr
	runUntilEnd(t, c)
	return c
}

// runUntilEnd starts a process; it is killed when the test ends.
func runUntilEnd(t *testing.T, c *exec.Cmd) {
	t.Helper()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill() //nolint:errcheck // it may have ended
		c.Wait()         //nolint:errcheck // it was killed
	})
}

// askedOnce expects that no page was asked for twice, and no site by more at
// once than the config allows.
func askedOnce(t *testing.T, w *newsWeb, perHost int) {
	t.Helper()
	seen := map[string]int{}
	for _, r := range w.requests() {
		if strings.HasSuffix(r.path, ".html") {
			seen[fmt.Sprintf("%d/%s", r.site, r.path)]++
		}
	}
	for page, n := range seen {
		if n > 1 {
			t.Errorf("%s was asked for %d times", page, n)
		}
	}
	if most := w.atOnce(); most > perHost {
		t.Errorf("%d requests at once on one site", most)
	}
}

// holdsAll expects every article in the store, once, and the store sound.
func holdsAll(t *testing.T, w *newsWeb, place string) {
	t.Helper()
	st, err := store.Open(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	seen := map[string]bool{}
	twice := 0
	err = st.Each(t.Context(), "", func(r store.Row) error {
		if seen[r.URL] {
			twice++
		}
		seen[r.URL] = true
		return nil
	})
	if err != nil || twice > 0 || len(seen) != w.total() {
		t.Errorf("%d articles of %d, %d twice, %v", len(seen), w.total(), twice, err)
	}
	if wrong, err := st.Check(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("check: %q, %v", wrong, err)
	}
}

// TestFleet lets workers share the visits of a crawl: the summary is that of
// one machine, and a site sees no more of four than of one.
func TestFleet(t *testing.T) {
	w, config, place := newFleet(t, 8, 12, "5s")
	var workers []*exec.Cmd
	for range 3 {
		workers = append(workers, startWorker(t, config))
	}
	for round := range 2 {
		out, err := exec.CommandContext(t.Context(), "reticule", "crawl", "--json", "--force", "--config", config).Output()
		var sum summary
		if err != nil || json.Unmarshal(out, &sum) != nil {
			t.Fatalf("crawl: %v, %s", err, out)
		}
		if n := sum.Articles; sum.Sources != 8 || n.About+n.Mention+n.None != 8*(12-9*round) || len(sum.Errors) > 0 {
			t.Errorf("round %d: %s", round, out)
		}
		askedOnce(t, w, 4)
		for i := range w.sites {
			w.publish(i, 3-3*round)
		}
	}
	holdsAll(t, w, place)
	sameEverywhere(t, config)
	for _, c := range workers {
		c.Process.Signal(syscall.SIGTERM) //nolint:errcheck // Wait tells
		if err := c.Wait(); err != nil {
			t.Errorf("a worker that was told to end: %v", err)
		}
	}
}

// sameEverywhere publishes on another machine, too: all bytes are the same, and
// so are the entity tags, which are made of them.
func sameEverywhere(t *testing.T, config string) {
	t.Helper()
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(other, text, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{config, other} {
		if out, err := exec.CommandContext(t.Context(), "reticule", "publish", "--config", file).CombinedOutput(); err != nil {
			t.Fatalf("publish: %v: %s", err, out)
		}
	}
	here, there := os.DirFS(filepath.Join(filepath.Dir(config), "public")), os.DirFS(filepath.Join(filepath.Dir(other), "public"))
	files := 0
	err = fs.WalkDir(here, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path, ".") {
			return err // the pages' own records say when each was written
		}
		files++
		a, errA := fs.ReadFile(here, path)
		b, errB := fs.ReadFile(there, path)
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Errorf("%s differs: %v, %v", path, errA, errB)
		}
		return nil
	})
	if err != nil || files < 10 {
		t.Errorf("%d files, %v", files, err)
	}
}

// TestFleetFaults kills workers at random moments, RETICULE_KILLS times: what
// they had begun is done by others, once the time of their visits is over.
// Where it is not set, nobody is killed and PostgreSQL is restarted only.
func TestFleetFaults(t *testing.T) {
	kills, _ := strconv.Atoi(os.Getenv("RETICULE_KILLS"))
	w, config, place := newFleet(t, 6, 10, "400ms")
	worker := startWorker(t, config)
	crawl := func(args ...string) {
		t.Helper()
		if out, err := exec.CommandContext(t.Context(), "reticule", append([]string{"crawl", "--force", "--config", config}, args...)...).CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("crawl %v: %v: %s", args, err, out)
		}
	}
	for range kills {
		for i := range w.sites {
			w.publish(i, rand.IntN(2))
		}
		crawl("--no-wait")
		time.Sleep(time.Duration(20+rand.IntN(400)) * time.Millisecond)
		worker.Process.Kill() //nolint:errcheck // Wait tells
		worker.Wait()         //nolint:errcheck // it was killed
		worker = startWorker(t, config)
	}
	crawl("--no-wait")
	time.Sleep(100 * time.Millisecond)
	srv := server.Server(t)
	if err := srv.Down(); err != nil {
		t.Fatal(err)
	}
	if err := srv.Up(); err != nil {
		t.Fatal(err)
	}
	crawl()
	if most := w.atOnce(); most > 4 {
		t.Errorf("%d requests at once on one site", most)
	}
	crawl()
	holdsAll(t, w, place)
}
