package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestChangesGiveTheSameTree changes store, config, sources and published
// folder at random, publishes as runs do, and holds what stands to what a
// publication of everything into an empty folder gives: byte by byte the same.
// Only the documents of weeks that are over may differ, which never change: these
// are then as they were.
//
// Every way comes once, four at a time. RETICULE_LONG makes it hundreds of
// changes, one at a time, and RETICULE_SEED others.
func TestChangesGiveTheSameTree(t *testing.T) {
	changes, atOnce, seed := 20, 4, uint64(1)
	if os.Getenv("RETICULE_LONG") != "" {
		changes, atOnce = 400, 1
	}
	if n, err := strconv.ParseUint(os.Getenv("RETICULE_SEED"), 10, 64); err == nil {
		seed = n
	}
	m := newMeddler(t, seed)
	before := m.publish("publish", "--all")
	for step := 0; step < changes; step += atOnce {
		var what []string
		for i := range atOnce {
			what = append(what, m.meddle(step+i))
		}
		m.clock.add(time.Duration(m.rand.IntN(40)) * time.Hour)
		after := m.settle()
		whole := m.whole()
		for path := range union(after, whole) {
			switch {
			case after[path] == whole[path]:
			case archived.MatchString(path) && after[path] == before[path]:
			default:
				t.Errorf("step %d, %q: %s differs from a publication of everything: %s", step, what, path, firstDifference(after[path], whole[path]))
			}
		}
		if again := m.settle(); !sameTree(again, after) {
			t.Errorf("step %d, %q: published twice, it differs", step, what)
		}
		if t.Failed() {
			t.Fatalf("with RETICULE_SEED=%d", seed)
		}
		before = after
	}
}

// archived are the documents of a week.
var archived = regexp.MustCompile(`^[^/]+/\d{4}-W\d\d/(rss\.xml|atom\.xml|feed\.json)$`)

func union(a, b map[string]string) map[string]bool {
	all := map[string]bool{}
	for path := range a {
		all[path] = true
	}
	for path := range b {
		all[path] = true
	}
	return all
}

func sameTree(a, b map[string]string) bool {
	for path := range union(a, b) {
		if a[path] != b[path] {
			return false
		}
	}
	return true
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return "line " + strconv.Itoa(i+1) + "\n" + x[i] + "\n" + y[i]
		}
	}
	return strconv.Itoa(len(x)) + " and " + strconv.Itoa(len(y)) + " lines"
}

// meddler changes a store and what is published of it in every way there is.
type meddler struct {
	t      *testing.T
	rand   *rand.Rand
	clock  *fastClock
	dir    string
	public string
	store  string // the config's part on the store
	site   string // and on the site
	source string // and on the sources
	topic  string // and on the topic
	words  []string
	born   int // articles made so far
}

func newMeddler(t *testing.T, seed uint64) *meddler {
	dir := t.TempDir()
	m := &meddler{t: t, rand: rand.New(rand.NewPCG(seed, 5)), dir: dir, public: filepath.Join(dir, "public"), words: vocabulary(3000),
		clock: &fastClock{at: time.Date(2026, 11, 16, 8, 0, 0, 0, time.UTC)}}
	m.store = storeConfig(t)
	m.site, m.source, m.topic = m.siteConfig("Bags"), m.sourceConfig("", "excerpt"), ""
	writeArchive(t, dir, m.past())
	m.configure()
	m.run("import", filepath.Join(dir, "archive.jsonl"))
	return m
}

// past is an archive of 25 weeks, of more stories than pages show of a feed.
func (m *meddler) past() (out []importLine) {
	from := m.clock.now().AddDate(0, 0, -7*25)
	for n := range maxPageStories + 50 {
		at := from.Add(time.Duration(n*16) * time.Hour)
		out = append(out, importLine{URL: fmt.Sprintf("https://s%d.example/%d", n%8, n), Source: fmt.Sprintf("s%d", n%8), Title: fmt.Sprintf("Micro bags of day %d", n),
			Body: m.body(), Published: at.Format(time.RFC3339)})
	}
	return out
}

// run runs a command, and gives what it told.
func (m *meddler) run(args ...string) string {
	m.t.Helper()
	return m.runWith("config.toml", args...)
}

func (m *meddler) runWith(config string, args ...string) string {
	m.t.Helper()
	var said bytes.Buffer
	a := &app{out: io.Discard, err: &said, now: m.clock.now}
	if status := a.run(m.t.Context(), append([]string{"--config", filepath.Join(m.dir, config)}, args...)); status != exitOK {
		m.t.Fatalf("%v: exit status %d: %s", args, status, &said)
	}
	return said.String()
}

// publish runs a command that publishes, and gives what stands then.
func (m *meddler) publish(args ...string) map[string]string {
	m.t.Helper()
	m.run(args...)
	return readTree(m.t, m.public)
}

// settle publishes, sometimes first as a run does, until nothing waits.
func (m *meddler) settle() map[string]string {
	m.t.Helper()
	if m.rand.IntN(2) == 0 {
		m.asRun()
	}
	for strings.Contains(m.run("publish"), "still to be written") {
	}
	return readTree(m.t, m.public)
}

// asRun publishes as a run that has ended does.
func (m *meddler) asRun() {
	m.t.Helper()
	c, st := m.open()
	defer st.Close()
	if err := publishChanges(m.t.Context(), c, st, m.clock.now); err != nil {
		m.t.Fatal(err)
	}
}

// whole publishes everything into an empty folder.
func (m *meddler) whole() map[string]string {
	m.t.Helper()
	dir := filepath.Join(m.dir, "whole")
	if err := os.RemoveAll(dir); err != nil {
		m.t.Fatal(err)
	}
	m.runWith("whole.toml", "publish", "--all")
	return readTree(m.t, dir)
}
