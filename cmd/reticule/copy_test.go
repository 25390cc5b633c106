package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"reticule/store"
)

// copyTo copies a store and gives what was copied.
func copyTo(t *testing.T, from, to string) (out store.Copied) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "reticule", "copy", "--json", from, to)
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil || json.Unmarshal(text, &out) != nil {
		t.Fatalf("copy: %v: %s", err, text)
	}
	return out
}

// onBoth runs a test from a file to PostgreSQL and the other way round.
func onBoth(t *testing.T, f func(t *testing.T, from, to string)) {
	t.Setenv("RETICULE_STORE", "")
	for _, name := range []string{"to PostgreSQL", "from PostgreSQL"} {
		t.Run(name, func(t *testing.T) {
			file, database := filepath.Join(t.TempDir(), "reticule.db"), server.Server(t).Database(t)
			if name == "to PostgreSQL" {
				f(t, file, database)
			} else {
				f(t, database, file)
			}
		})
	}
}

// TestCopyTellsTheSame crawls, tends what came, moves the store to the other
// database: every command says the same of both, all that is published is the
// same, and so it stays when something happens to both.
func TestCopyTellsTheSame(t *testing.T) {
	ofFile(t)
	onBoth(t, func(t *testing.T, from, to string) {
		now := time.Now().UTC().Truncate(time.Second)
		clock := &fastClock{at: now.Add(-50 * time.Hour)}
		w := newNewsWeb(t, 3, 12, clock.now)
		clock.add(50 * time.Hour)
		config := w.config(t)
		do := func(place string, args ...string) string {
			t.Helper()
			t.Setenv("RETICULE_STORE", place)
			var out bytes.Buffer
			a := &app{out: &out, err: os.Stderr, now: func() time.Time { return now }}
			if status := a.run(t.Context(), append(args, "--config", config)); status != exitOK {
				t.Fatalf("%v on %s: exit status %d", args, place, status)
			}
			return out.String()
		}
		do(from, "crawl", "--no-publish")
		page := "http://" + w.hosts[0] + "/0/2026/piece-"
		do(from, "label", page+"1.html", "about")
		do(from, "remove", page+"3.html")
		do(from, "stories", "merge", storyOf(t, do, from, page+"6.html"), storyOf(t, do, from, page+"9.html"))
		do(from, "publish") // and counts the weeks
		copyTo(t, from, to)
		alike := func() {
			t.Helper()
			for _, args := range [][]string{
				{"trend", "--json"}, {"trend", "--csv"}, {"why", page + "0.html"}, {"why", "--json", page + "1.html"}, {"export"}, {"export", "--query", "label:about"},
				{"search", "--json", `"micro bag"`}, {"sources", "--json"},
			} {
				if a, b := do(from, args...), do(to, args...); a != b || a == "" {
					t.Errorf("%v says\n%s\nand of the copy\n%s", args, a, b)
				}
			}
			a, b := published(t, config, do, from), published(t, config, do, to)
			if len(a) < 20 || len(a) != len(b) {
				t.Errorf("%d and %d files are published", len(a), len(b))
			}
			for name := range a {
				if a[name] != b[name] {
					t.Errorf("%s is published as\n%.2000s\nand of the copy\n%.2000s", name, a[name], b[name])
				}
			}
		}
		alike()
		for _, place := range []string{from, to} {
			do(place, "label", page+"0.html", "mention")
			do(place, "remove", page+"6.html")
		}
		alike()
	})
}

// storyOf gives the key of an article's story.
func storyOf(t *testing.T, do func(string, ...string) string, place, url string) string {
	t.Helper()
	for line := range strings.Lines(do(place, "export")) {
		var row store.Row
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		if row.URL == url {
			return row.Story
		}
	}
	t.Fatalf("no %s", url)
	return ""
}

// published publishes all of a store into an empty folder, and gives what is in
// it.
func published(t *testing.T, config string, do func(string, ...string) string, place string) map[string]string {
	t.Helper()
	dir := filepath.Join(filepath.Dir(config), "public")
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	do(place, "publish", "--all")
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name()[0] == '.' { // what is noted of a folder is not published
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, path))
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestCopyKilled kills a copy at random moments, RETICULE_KILLS times or three
// each way: it is gone on with, and the end is the same.
func TestCopyKilled(t *testing.T) {
	ofFile(t)
	kills := 3
	if n, err := strconv.Atoi(os.Getenv("RETICULE_KILLS")); err == nil {
		kills = n
	}
	file := filepath.Join(t.TempDir(), "reticule.db")
	giant(t, filepath.Dir(file), 3000)
	k := killer{t: t}
	full := k.kill(kills, file, func() string { return server.Server(t).Database(t) })
	k.kill(kills, full, func() string { return filepath.Join(t.TempDir(), "back.db") })
}

// killer kills copies.
type killer struct {
	t    *testing.T
	want []store.CopiedTable
	took time.Duration // by a copy that was not killed
}

// kill kills some copies to empty places, after one that it lets end, whose
// place it gives. Each place is copied to until a copy is not killed.
func (k *killer) kill(kills int, from string, place func() string) (whole string) {
	whole = place()
	begun := time.Now()
	out := copyTo(k.t, from, whole)
	k.took = time.Since(begun)
	if k.want == nil {
		k.want = out.Tables
	}
	broken, places := 0, 0
	for killed := 0; killed < kills; places++ {
		to := place()
		for killed < kills && k.killOne(from, to) {
			killed++
			if _, err := store.Open(k.t.Context(), to); err != nil && strings.Contains(err.Error(), "unfinished copy") {
				broken++
			}
		}
		if got := copyTo(k.t, from, to); !slices.Equal(got.Tables, k.want) {
			k.t.Errorf("after %d kills\n%v\nwithout\n%v", killed, got.Tables, k.want)
		}
	}
	k.t.Logf("from %s: %d kills at %d places, %d of them left an unfinished copy", store.Name(from), kills, places, broken)
	return whole
}

// killOne tells whether it was killed before it ended.
func (k *killer) killOne(from, to string) bool {
	c := exec.Command("reticule", "copy", from, to)
	if err := c.Start(); err != nil {
		k.t.Fatal(err)
	}
	timer := time.AfterFunc(rand.N(k.took*2/3), func() { c.Process.Kill() }) //nolint:errcheck // it may have ended
	defer timer.Stop()
	return c.Wait() != nil
}
