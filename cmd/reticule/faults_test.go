//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reticule"
	"reticule/internal/race"
)

// faultNames is what a source with a fault of its listing is said to have; ""
// where it can be read all the same.
var faultNames = map[string]string{
	"429": reticule.OutcomeRateLimited, "503": reticule.OutcomeServer, "slow": reticule.OutcomeTimeout, "hang": reticule.OutcomeTimeout,
	"truncate": reticule.OutcomeTruncated, "badxml": "", "loop": reticule.OutcomeRedirect, "endless": reticule.OutcomeTooLarge,
	"bomb": reticule.OutcomeTooLarge, "charset": "", "html": reticule.OutcomeChallenge, "empty": reticule.OutcomeEmpty,
}

// TestFaultyWeb crawls a web where twelve sites do wrong, each in its own way,
// in their feeds or in their pages: the others are read whole, in time and in
// little memory, and each fault is named; once they are mended, what was missed
// is there. RETICULE_LONG makes it fifty sites.
func TestFaultyWeb(t *testing.T) {
	parts := []string{"all"}
	if !race.Enabled {
		parts = append(parts, "pages")
	}
	if os.Getenv("RETICULE_LONG") != "" {
		parts = append(parts, "feed")
	}
	for _, where := range parts {
		t.Run(where, func(t *testing.T) {
			w := newFaultyWeb(t, where)
			w.firstRun()
			if where != "pages" {
				w.names()
			}
			w.mended()
		})
	}
}

// faultyWeb is a rig of which the first sites do wrong.
type faultyWeb struct {
	*testing.T
	rig    *rig
	front  *front
	clock  skewClock
	at     time.Time
	kinds  []string
	config string
}

func newFaultyWeb(t *testing.T, where string) *faultyWeb {
	sites, articles := 20, 6
	if os.Getenv("RETICULE_LONG") != "" {
		sites, articles = 50, 20
	}
	w := &faultyWeb{T: t, at: time.Now().Truncate(time.Second)}
	w.rig = startRig(t, sites, articles, articles)
	w.front = newFront(t, w.clock.now)
	w.config = w.rig.config(t, 2*time.Second)
	for _, kind := range faultKinds {
		if _, ok := faultNames[kind]; ok {
			w.front.set(w.rig.hosts[len(w.kinds)], fault{kind, where})
			w.kinds = append(w.kinds, kind)
		}
	}
	return w
}

// run makes a run as a process of its own, and gives the most memory that it had, in KiB.
func (w *faultyWeb) run(after time.Duration) int {
	w.at = w.at.Add(after)
	w.clock.set(w.at)
	c := exec.CommandContext(w.Context(), "reticule-at", w.config, w.front.addr)
	c.Stdin = strings.NewReader(fmt.Sprintln(w.at.Unix()))
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	var live, most int
	if n, scanErr := fmt.Sscanf(string(out), "done %d %d <nil>", &live, &most); n != 2 || err != nil {
		w.Fatalf("%v, %v: %s%s", err, scanErr, out, said.String())
	}
	return most
}

// missing counts the articles of each site that are not stored, or without
// their page.
func (w *faultyWeb) missing() map[string]int {
	have, out := readPages(w.T, placeOf(w.T, w.config)), map[string]int{}
	for u := range w.rig.truth(w.T) {
		if !have[u] {
			host, _, _ := strings.Cut(strings.TrimPrefix(u, "http://"), "/")
			out[host]++
		}
	}
	return out
}

func (w *faultyWeb) firstRun() {
	begin := time.Now()
	memory := w.run(0)
	took := time.Since(begin)
	missing := w.missing()
	complete := 0
	for _, host := range w.rig.hosts[len(w.kinds):] {
		if missing[host] == 0 {
			complete++
		}
	}
	w.Logf("%v, %d MiB, %d of %d sound sites complete", took.Round(time.Millisecond), memory>>10, complete, len(w.rig.hosts)-len(w.kinds))
	if complete != len(w.rig.hosts)-len(w.kinds) {
		w.Errorf("missing by site: %v", missing)
	}
	if memory > 150<<10 && !race.Enabled {
		w.Errorf("%d MiB of memory", memory>>10)
	}
	if took > 30*time.Second && !race.Enabled {
		w.Errorf("it took %v", took)
	}
}

// names lets faults last until those that pass by themselves count, and looks
// at what is said of them.
func (w *faultyWeb) names() {
	for range 3 {
		w.run(25 * time.Hour)
	}
	out, err := exec.CommandContext(w.Context(), "reticule", "sources", "--json", "--config", w.config).Output()
	if err != nil {
		w.Fatal(err)
	}
	health, err := os.ReadFile(filepath.Join(filepath.Dir(w.config), "public", "health", "feed.json"))
	if err != nil {
		w.Fatal(err)
	}
	i := 0
	for line := range bytes.Lines(out) {
		var s struct{ Name, State, Fault, Message string }
		if err := json.Unmarshal(line, &s); err != nil {
			w.Fatal(err)
		}
		want, kind := "", ""
		if i < len(w.kinds) {
			kind = w.kinds[i]
			want = faultNames[kind]
		}
		if s.Fault != want || want != "" && s.State != reticule.StateBroken {
			w.Errorf("%s is %s with fault %q, want %q: %s", kind, s.State, s.Fault, want, s.Message)
		}
		broke := s.Name + " broke: " + strings.ReplaceAll(want, "_", " ")
		if strings.Contains(string(health), s.Name+" broke") != (want != "") || want != "" && !strings.Contains(string(health), broke) {
			w.Errorf("the health feed does not say %q", broke)
		}
		i++
	}
}

// mended expects that nothing stays missed once all is well again.
func (w *faultyWeb) mended() {
	for _, host := range w.rig.hosts {
		w.front.set(host, fault{})
	}
	for range 3 {
		w.run(25 * time.Hour)
	}
	if missing := w.missing(); len(missing) > 0 {
		w.Errorf("still missing by site: %v", missing)
	}
	if len(w.front.early) > 0 {
		w.Errorf("asked too early: %q", w.front.early)
	}
	holdTogether(w.T, placeOf(w.T, w.config))
	health, err := os.ReadFile(filepath.Join(filepath.Dir(w.config), "public", "health", "feed.json"))
	if err != nil {
		w.Fatal(err)
	}
	if broke, mended := strings.Count(string(health), " broke: "), strings.Count(string(health), " recovered\""); broke != mended {
		w.Errorf("%d sources broke and %d recovered", broke, mended)
	}
}
