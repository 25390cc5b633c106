package main

import (
	"io"
	"sync"
	"testing"
	"time"
)

// fastClock is a clock that a test moves.
type fastClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *fastClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *fastClock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// TestWeekInFastTime runs hourly for nine days over a web on loopback on which
// articles trickle in and two sites are down for a while. Nothing is asked
// without validators but the first time and after eight days; nothing is asked
// twice within the hour; nothing is lost and nothing is there twice.
func TestWeekInFastTime(t *testing.T) {
	const sites, days = 12, 9
	clock := &fastClock{at: time.Date(2026, 11, 9, 0, 0, 0, 0, time.UTC)}
	w := newNewsWeb(t, sites, 5, clock.now)
	file := w.config(t)
	c, err := loadConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	a := &app{out: io.Discard, err: io.Discard, configFile: file, now: clock.now}
	for hour := range days * 24 {
		for i := range sites {
			if every := 2 + 3*i; hour%every == every-1 { // from twelve a day to three a week
				w.publish(i, 1)
			}
		}
		w.mu.Lock()
		w.down[3], w.down[7] = hour >= 30 && hour < 54, hour >= 100 && hour < 106
		w.mu.Unlock()
		if _, err := a.crawlOnce(t.Context(), c, crawlOptions{noPublish: true}); err != nil {
			t.Fatalf("hour %d: %v", hour, err)
		}
		clock.add(time.Hour)
	}
	w.mu.Lock()
	w.down = map[int]bool{}
	w.mu.Unlock()
	clock.add(25 * time.Hour) // all are due
	if _, err := a.crawlOnce(t.Context(), c, crawlOptions{}); err != nil {
		t.Fatal(err)
	}
	judgeWeek(t, w.requests(), w.total())
	if got := stored(t, file); len(got) != w.total() {
		t.Errorf("%d articles are stored of %d", len(got), w.total())
	}
	holdTogether(t, c.Store.Path)
}

func judgeWeek(t *testing.T, log []newsRequest, articles int) {
	t.Helper()
	last, full, asked := map[int]newsRequest{}, map[int]time.Time{}, map[string]int{}
	polls, pages, unconditional := 0, 0, 0
	for _, r := range log {
		if r.path != "feed.xml" {
			if r.status == 200 {
				pages++
				asked[string(rune(r.site))+r.path]++
			}
			continue
		}
		polls++
		if before, ok := last[r.site]; ok && r.at.Sub(before.at) < time.Hour {
			t.Errorf("site %d: asked at %v and again at %v", r.site, before.at, r.at)
		}
		last[r.site] = r
		if r.conditional || r.status != 200 {
			continue
		}
		unconditional++
		if before, ok := full[r.site]; ok && r.at.Sub(before) < 8*24*time.Hour {
			t.Errorf("site %d: read in full at %v and again at %v", r.site, before, r.at)
		}
		full[r.site] = r.at
	}
	for path, n := range asked {
		if n > 1 {
			t.Errorf("%s was read %d times", path[1:], n)
		}
	}
	t.Logf("%d polls, %d of them unconditional; %d pages for %d articles", polls, unconditional, pages, articles)
}
