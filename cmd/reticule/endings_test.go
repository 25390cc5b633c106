package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"reticule"
	"reticule/internal/race"
	"reticule/store"
)

// stored gives the addresses in a config's store, and fails where one is there
// twice.
func stored(t *testing.T, config string) map[string]reticule.Article {
	t.Helper()
	out := map[string]reticule.Article{}
	text, err := exec.CommandContext(t.Context(), "reticule", "export", "--config", config).Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(text) {
		var row struct{ URL, Label string }
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatal(err)
		}
		if _, twice := out[row.URL]; twice {
			t.Errorf("%s is there twice", row.URL)
		}
		out[row.URL] = reticule.Article{URL: row.URL}
	}
	return out
}

// TestKilledAtAnyMoment kills crawls at random moments; then a whole run has
// everything, once. RETICULE_KILLS sets how often.
func TestKilledAtAnyMoment(t *testing.T) {
	ofFile(t)
	kills := 20
	if n, err := strconv.Atoi(os.Getenv("RETICULE_KILLS")); err == nil {
		kills = n
	}
	w := newNewsWeb(t, 6, 10, time.Now)
	config := w.config(t)
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 1))
	for range kills {
		for i := range w.sites {
			w.publish(i, random.IntN(2+60/kills)) // on the whole fewer than a feed shows
		}
		c := exec.CommandContext(t.Context(), "reticule", "crawl", "--force", "--config", config)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(40+random.IntN(160)) * time.Millisecond)
		c.Process.Kill() //nolint:errcheck // it may have ended
		c.Wait()         //nolint:errcheck // it was killed
	}
	if out, err := exec.CommandContext(t.Context(), "reticule", "crawl", "--force", "--config", config).CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("seed %d: the run after: %v: %s", seed, err, out)
	}
	if got := stored(t, config); len(got) != w.total() {
		t.Errorf("seed %d: %d articles of %d", seed, len(got), w.total())
	}
	holdTogether(t, placeOf(t, config))
}

// sound looks through the database.
func sound(t *testing.T, place string) {
	t.Helper()
	st, err := store.Open(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if wrong, err := st.Check(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("check: %q, %v", wrong, err)
	}
}

// holdTogether expects that a database is sound, and that every article was
// read or is asked for again.
func holdTogether(t *testing.T, place string) {
	t.Helper()
	sound(t, place)
	var lost int
	if err := database(t, place).QueryRowContext(t.Context(), "SELECT count(*) FROM article WHERE depth = 'listed' AND id NOT IN (SELECT article FROM pending)").Scan(&lost); err != nil || lost > 0 {
		t.Errorf("%d articles were never read and never will be, %v", lost, err)
	}
}

// TestToldToEnd ends crawls by signal while pages hang: they end soon, keep
// what they read, and the next run goes on.
func TestToldToEnd(t *testing.T) {
	for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		w := newNewsWeb(t, 2, 9, time.Now)
		hang := make(chan struct{})
		w.slow[1] = hang
		config := w.config(t)
		c := exec.CommandContext(t.Context(), "reticule", "crawl", "--config", config)
		var said bytes.Buffer
		c.Stderr = &said
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for len(w.seen()) < 10 { // site 0 was read
			time.Sleep(5 * time.Millisecond)
		}
		locked(t, config, c.Process.Pid)
		begin := time.Now()
		c.Process.Signal(signal) //nolint:errcheck // it runs
		if err := c.Wait(); err != nil || said.Len() > 0 {
			t.Errorf("%v: %v: %s", signal, err, said.String())
		}
		if took := time.Since(begin); took > 2*time.Second && !race.Enabled {
			t.Errorf("%v: it took %v to end", signal, took)
		}
		if got := stored(t, config); len(got) != 9 {
			t.Errorf("%v: %d articles were kept, want 9", signal, len(got))
		}
		rows(t, config, "run", 1)
		close(hang)
		w.slow[1] = nil
		w.requests()
		if out, err := exec.CommandContext(t.Context(), "reticule", "crawl", "--config", config).CombinedOutput(); err != nil {
			t.Fatalf("the next run: %v: %s", err, out)
		}
		if got := stored(t, config); len(got) != 18 {
			t.Errorf("%v: %d articles after the next run, want 18", signal, len(got))
		}
		for _, r := range w.requests() {
			if r.site == 0 {
				t.Errorf("%v: the next run asks again for %s", signal, r.path)
			}
		}
	}
}

// seen gives what was asked so far.
func (w *newsWeb) seen() []newsRequest {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log
}

// locked expects that a second run is refused, and told who holds the lock.
func locked(t *testing.T, config string, pid int) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "reticule", "crawl", "--config", config).CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitLocked || !regexp.MustCompile("process "+strconv.Itoa(pid)+"( on .+)? since ").Match(out) {
		t.Errorf("a second run: %v: %s", err, out)
	}
}

func rows(t *testing.T, config, table string, want int) {
	t.Helper()
	var n int
	if err := database(t, placeOf(t, config)).QueryRowContext(context.Background(), "SELECT count(*) FROM "+table).Scan(&n); err != nil || n != want {
		t.Errorf("%d rows of %s, %v; want %d", n, table, err, want)
	}
}

func TestMaxTimeEndsTheRun(t *testing.T) {
	w := newNewsWeb(t, 2, 9, time.Now)
	w.slow[1] = make(chan struct{})
	config := w.config(t)
	if out, err := exec.CommandContext(t.Context(), "reticule", "crawl", "--max-time", "3s", "--config", config).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
	rows(t, config, "run", 1) // that it ended is enough: it would wait for the slow source for ever
	if _, err := os.Stat(filepath.Join(filepath.Dir(config), "public", "micro-bags", "rss.xml")); err != nil {
		t.Errorf("what was read is not published: %v", err)
	}
}

// TestDatabaseHeldByAnother waits for another program that writes, as long as
// there is time.
func TestDatabaseHeldByAnother(t *testing.T) {
	w := newNewsWeb(t, 2, 3, time.Now)
	config := w.config(t)
	crawl := func(more ...string) (string, error) {
		out, err := exec.CommandContext(t.Context(), "reticule", append([]string{"crawl", "--force", "--config", config}, more...)...).CombinedOutput()
		return string(out), err
	}
	if out, err := crawl(); err != nil {
		t.Fatal(err, out)
	}
	release := holdWriting(t, placeOf(t, config))
	begin := time.Now()
	out, err := crawl("--max-time", "1s")
	if err == nil || !strings.Contains(out, "database is locked") {
		t.Errorf("while it is held: %v: %s", err, out)
	}
	if took := time.Since(begin); took > 6*time.Second && !race.Enabled { // on a machine that others use, too
		t.Errorf("it took %v", took)
	}
	w.publish(0, 2)
	letGo := time.AfterFunc(time.Second, release)
	defer letGo.Stop()
	if out, err := crawl(); err != nil {
		t.Errorf("when it is let go: %v: %s", err, out)
	}
	if got := stored(t, config); len(got) != w.total() {
		t.Errorf("%d articles of %d", len(got), w.total())
	}
}

// holdWriting lets nobody write to a store until it is released.
func holdWriting(t *testing.T, place string) (release func()) {
	t.Helper()
	db := database(t, place)
	db.SetMaxOpenConns(1)
	run := func(query string) {
		if _, err := db.ExecContext(context.Background(), query); err != nil {
			t.Error(err)
		}
	}
	if store.IsAddress(place) {
		run(fmt.Sprintf("SELECT pg_advisory_lock(%d)", int64(0x7265_7469_6375_0002)))
		return func() { run("SELECT pg_advisory_unlock_all()") }
	}
	run("BEGIN IMMEDIATE")
	return func() { run("ROLLBACK") }
}
