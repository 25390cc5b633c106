//go:build linux

package main

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// judge holds both stores to the rig's truth.
func (s *soak) judge() {
	truth := s.rig.truth(s.T)
	if len(s.front.early) > 0 {
		s.Errorf("%d requests came before Retry-After: %q", len(s.front.early), s.front.early)
	}
	for _, c := range []*crawler{s.cron, s.served} {
		got := stored(s.T, c.config)
		lost, strange := 0, 0
		for u := range truth {
			if _, ok := got[u]; !ok {
				if lost++; lost < 4 {
					s.Errorf("%s lost %s", c.name, u)
				}
			}
		}
		for u := range got {
			if !truth[u] {
				if strange++; strange < 4 {
					s.Errorf("%s made up %s", c.name, u)
				}
			}
		}
		place := placeOf(s.T, c.config)
		s.Logf("%s: %d articles of %d, %d lost, %d made up, %d given up", c.name, len(got), len(truth), lost, strange, s.givenUp(c, place))
		sound(s.T, place)
		s.flat(c)
	}
}

// givenUp counts the articles whose page was asked for as often as manners
// allow and never came.
func (s *soak) givenUp(c *crawler, place string) (n int) {
	for u, read := range readPages(s.T, place) {
		if read {
			continue
		}
		n++
		if s.front.failed[c.name+u] < 3 {
			s.Errorf("%s: %s was given up after %d attempts", c.name, u, s.front.failed[c.name+u])
		}
	}
	return n
}

// readPages gives the addresses in a store, and whether their page was read.
func readPages(t *testing.T, place string) map[string]bool {
	t.Helper()
	rows, err := database(t, place).QueryContext(t.Context(), "SELECT url, depth <> 'listed' FROM article")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]bool{}
	for rows.Next() {
		var u string
		var read bool
		if err := rows.Scan(&u, &read); err != nil {
			t.Fatal(err)
		}
		out[u] = read
	}
	return out
}

// flat expects that the last tenth of the runs takes no more than the second,
// but for a quarter; what is published is served from memory, in two forms, and
// may grow. A short soak says nothing.
func (s *soak) flat(c *crawler) {
	if c.runs < 1000 {
		return
	}
	early, late := ends(c.live)
	less, more := ends(c.site)
	if late-2*more > early-2*less+early/4 {
		s.Errorf("%s: memory in use grew from %d to %d KiB, while what is published grew from %d to %d", c.name, early, late, less, more)
	}
	if c == s.cron {
		early, late = ends(c.most)
		if late > early+early/4 {
			s.Errorf("%s: memory grew from %d to %d KiB", c.name, early, late)
		}
	}
	if early, late = ends(c.fds); late > early {
		s.Errorf("%s: open files grew from %d to %d", c.name, early, late)
	}
}

// ends gives the medians of a series' second tenth and of its last.
func ends(series []int) (early, late int) {
	n := len(series)
	if n < 10 {
		return 0, 0
	}
	return median(series[n/10 : n/5]), median(series[n-n/10:])
}

func (s *soak) report() {
	f := s.front
	f.mu.Lock()
	defer f.mu.Unlock()
	s.Logf("%v: %d steps to %s, %d killed, %d told to end; %d articles came; %d outages, faults %v, %d requests passed, %d early; usual run %v, %v of processor time",
		time.Since(s.began).Round(time.Second), s.steps, s.at.Format("2006-01-02"), s.kills, s.ended, s.published, s.outages, f.did, f.passed, len(f.early), s.usual.Round(time.Millisecond), s.cpu.Round(time.Second))
	for _, c := range []*crawler{s.cron, s.served} {
		s.Logf("  %s: %d runs, said %v; KiB in use %s; at most %s; resident %s; published %s; files %s", c.name, c.runs, c.said, trail(c.live), trail(c.most), trail(c.rss), trail(c.site), trail(c.fds))
	}
}

// trail shows a series by the median of each tenth of it.
func trail(series []int) string {
	var out []string
	for i := range 10 {
		if part := series[i*len(series)/10 : (i+1)*len(series)/10]; len(part) > 0 {
			out = append(out, strconv.Itoa(median(part)))
		}
	}
	return strings.Join(out, " ")
}

func median(series []int) int {
	sorted := slices.Sorted(slices.Values(series))
	return sorted[len(sorted)/2]
}
