package main

import (
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
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
// twice within the hour; nothing is lost and nothing is there twice; what is
// asked is hardly more than what must be; and the process does not grow. RETICULE_LONG makes it two hundred
// sites.
func TestWeekInFastTime(t *testing.T) {
	sites := 10
	if os.Getenv("RETICULE_LONG") != "" {
		sites = 200
	}
	const hours = 9 * 24
	clock := &fastClock{at: time.Date(2026, 11, 9, 0, 0, 0, 0, time.UTC)}
	w := newNewsWeb(t, sites, 5, clock.now)
	file := w.config(t)
	c, err := loadConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	a := &app{out: io.Discard, err: io.Discard, configFile: file, now: clock.now}
	requests, first := 0, taking{}
	for hour := range hours {
		for i := range sites {
			if every := everyHours(i); hour%every == every-1 {
				w.publish(i, 1)
			}
		}
		w.mu.Lock()
		w.down[3], w.down[7] = hour >= 30 && hour < 54, hour >= 100 && hour < 106
		w.mu.Unlock()
		sum, err := a.crawlOnce(t.Context(), c, crawlOptions{noPublish: true})
		if err != nil {
			t.Fatalf("hour %d: %v", hour, err)
		}
		requests += sum.Requests
		clock.add(time.Hour)
		if hour == 24 {
			first = takings()
		}
	}
	last := takings()
	t.Logf("after a day %+v, after nine %+v", first, last)
	if last.heap > first.heap+8<<20 || last.goroutines > first.goroutines+10 || last.files > first.files+10 {
		t.Errorf("after a day %+v, after nine %+v", first, last)
	}
	least := leastRequests(sites, hours, w.total())
	t.Logf("%d requests where %d are the least: %.2f", requests, least, float64(requests)/float64(least))
	if float64(requests) > 1.3*float64(least) {
		t.Errorf("%d requests are more than 1.3 times the least, %d", requests, least)
	}
	w.mu.Lock()
	w.down = map[int]bool{}
	w.mu.Unlock()
	clock.add(25 * time.Hour) // all are due
	if _, err := a.crawlOnce(t.Context(), c, crawlOptions{}); err != nil {
		t.Fatal(err)
	}
	log := w.requests()
	judgeWeek(t, log, w.total())
	judgeFreshness(t, w, log)
	if got := stored(t, file); len(got) != w.total() {
		t.Errorf("%d articles are stored of %d", len(got), w.total())
	}
	holdTogether(t, c.place())
}

// everyHours is how often a site has something new: one in ten every hour, the
// others some times a day to twice a week.
func everyHours(site int) int {
	return []int{1, 4, 72, 6, 24, 96, 12, 48, 84, 8}[site%10]
}

// leastRequests is what nobody can do without: each page and, each day, each
// robots.txt once, and each listing as often as something new may be there,
// which is once a day at least.
func leastRequests(sites, hours, articles int) int {
	n := articles + sites*hours/24
	for i := range sites {
		n += hours / min(everyHours(i), 24)
	}
	return n
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

// judgeFreshness expects that from the third day on what an hourly site
// publishes is read within the hour.
func judgeFreshness(t *testing.T, w *newsWeb, log []newsRequest) {
	t.Helper()
	late, waits := 0, []time.Duration{}
	for _, r := range log {
		n, err := strconv.Atoi(strings.TrimSuffix(r.path[strings.LastIndexByte(r.path, '-')+1:], ".html"))
		if err != nil || everyHours(r.site) > 1 || n < 2*24 {
			continue
		}
		wait := r.at.Sub(w.born[r.site][n])
		if waits = append(waits, wait); wait > time.Hour {
			late++
		}
	}
	slices.Sort(waits)
	if len(waits) == 0 || late > len(waits)/50 {
		t.Errorf("%d of %d articles of hourly sites were read later than after an hour, the last after %v", late, len(waits), waits[max(0, len(waits)-1):])
	}
}

// taking is what a process takes of the machine.
type taking struct {
	heap              uint64 // bytes in use
	goroutines, files int    // files: 0 where the system does not tell
}

func takings() taking {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	files, _ := os.ReadDir("/proc/self/fd") //nolint:errcheck // see above
	return taking{m.HeapAlloc, runtime.NumGoroutine(), len(files)}
}
