package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// leapingClock is a machine's clock that is wrong by something, from a reading
// of it on that is still to come.
type leapingClock struct {
	right    *fastClock
	readings atomic.Int64 // until it leaps
	ahead    atomic.Int64
	next     atomic.Int64
}

func (c *leapingClock) now() time.Time {
	if c.readings.Add(-1) == 0 {
		c.ahead.Store(c.next.Load())
	}
	return c.right.now().Add(time.Duration(c.ahead.Load()))
}

// leap makes the clock wrong by d after some readings.
func (c *leapingClock) leap(d time.Duration, after int64) {
	c.next.Store(int64(d))
	c.readings.Store(after)
}

const year = 365 * 24 * time.Hour

// leaps are how wrong the clock is, for some hours each; between them it is
// right.
var leaps = []time.Duration{24 * time.Hour, year, 5 * year, -24 * time.Hour, -year, -5 * year, 3 * time.Hour, -3 * time.Hour}

// TestClockLeaps moves the machine's clock ahead and back by hours, days and
// years, between runs and within them, while a web trickles on: nothing is lost,
// nothing waits for the time that was wrong, and it is told.
func TestClockLeaps(t *testing.T) {
	const (
		lasts  = 4  // hours
		within = 20 // readings of the clock: fewer than a run makes that has something to ask
	)
	right := &fastClock{at: time.Date(2026, 11, 9, 0, 0, 0, 0, time.UTC)}
	machine := &leapingClock{right: right}
	w := newNewsWeb(t, 5, 5, right.now)
	file := w.config(t)
	c, err := loadConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	a := &app{out: io.Discard, err: &said, configFile: file, now: machine.now}
	run := func(o crawlOptions) {
		t.Helper()
		if _, err := a.crawlOnce(t.Context(), c, o); err != nil {
			t.Fatal(err)
		}
	}
	for hour := range 2 * lasts * (len(leaps) + 1) {
		for i := range w.sites {
			if every := everyHours(i); hour%every == every-1 {
				w.publish(i, 1)
			}
		}
		switch leap := hour/(2*lasts) - 1; {
		case leap >= 0 && hour%(2*lasts) == 0:
			machine.leap(leaps[leap], []int64{1, within}[leap%2])
		case hour%lasts == 0:
			machine.leap(0, []int64{within, 1}[hour/2/lasts%2])
		}
		run(crawlOptions{})
		right.add(time.Hour)
	}
	log := w.requests()
	right.add(25 * time.Hour)
	run(crawlOptions{})
	if got := stored(t, file); len(got) != w.total() {
		t.Errorf("%d articles are stored of %d", len(got), w.total())
	}
	holdTogether(t, c.place())
	judgeRhythm(t, log)
	judgeDates(t, c, right.now())
	judgeSeen(t, c, right.now())
	for _, leap := range leaps {
		told := strings.Count(said.String(), "clock is "+aheadOrBehind(leap)+",")
		if told > 1 || told < 1 && leap >= 24*time.Hour { // behind or by hours, too few may be due before it is right again
			t.Errorf("%v was told %d times:\n%s", leap, told, said.String())
		}
	}
}

// judgeRhythm expects that each listing is asked once a day at least, and
// hardly more than once an hour: a leap brings two requests too many.
func judgeRhythm(t *testing.T, log []newsRequest) {
	t.Helper()
	last, early := map[int]time.Time{}, 0
	for _, r := range log {
		if r.path != "feed.xml" {
			continue
		}
		if before, ok := last[r.site]; ok {
			switch d := r.at.Sub(before); {
			case d < time.Hour:
				early++
			case d > 26*time.Hour:
				t.Errorf("site %d was asked at %v, and then at %v", r.site, before, r.at)
			}
		}
		last[r.site] = r.at
	}
	if most := 2 * len(leaps) * len(last); early > most {
		t.Errorf("%d requests were early", early)
	}
}

// judgeDates expects that what is stored and published is of its day again.
func judgeDates(t *testing.T, c *config, now time.Time) {
	t.Helper()
	feed, err := os.ReadFile(filepath.Join(c.Publish.Dir, "micro-bags", "rss.xml"))
	if err != nil || !strings.Contains(string(feed), "<item>") {
		t.Fatalf("%v: %s", err, feed)
	}
	for _, m := range pubDate.FindAllStringSubmatch(string(feed), -1) {
		if at, err := time.Parse(time.RFC1123Z, m[1]); err != nil || at.After(now) {
			t.Errorf("an entry is dated %s, %v", m[1], err)
		}
	}
}

// judgeSeen expects that nothing was seen later than now.
func judgeSeen(t *testing.T, c *config, now time.Time) {
	t.Helper()
	if n, err := openPlace(t, c.place()).Redate(t.Context(), now); err != nil || n > 0 {
		t.Errorf("%d stories are dated later than now, %v", n, err)
	}
}

var pubDate = regexp.MustCompile(`<pubDate>([^<]*)</pubDate>`)

// TestStatusTellsOfTheClock as long as it is wrong, and of nothing else.
func TestStatusTellsOfTheClock(t *testing.T) {
	machine := &leapingClock{right: &fastClock{at: time.Date(2026, 11, 9, 0, 0, 0, 0, time.UTC)}}
	w := newNewsWeb(t, 3, 1, machine.right.now)
	c, err := loadConfig(w.config(t))
	if err != nil {
		t.Fatal(err)
	}
	a := &app{out: io.Discard, err: io.Discard, now: machine.now}
	for _, step := range []struct {
		ahead, after time.Duration
		crawl        bool
		want         string
	}{
		{0, 0, true, ""},
		{year, time.Hour, true, "this machine's clock is 365 days ahead, by what sites say; set it"},
		{year, time.Hour, true, "this machine's clock is 365 days ahead, by what sites say; set it"},
		{0, time.Hour, false, "this machine's clock is 365 days ahead, by what sites say; set it; the last run ended 364 days from now"},
		{0, time.Hour, true, ""},
		{-2 * 24 * time.Hour, 0, false, "the last run ended 2 days from now: this machine's clock was wrong then, or is now"},
	} {
		machine.right.add(step.after)
		machine.ahead.Store(int64(step.ahead))
		if step.crawl {
			if _, err := a.crawlOnce(t.Context(), c, crawlOptions{noPublish: true}); err != nil {
				t.Fatal(err)
			}
		}
		s, err := a.status(t.Context(), c, 0)
		if got := strings.Join(s.Problems, "; "); err != nil || !strings.HasPrefix(got, step.want) || step.want == "" && got != "" {
			t.Errorf("%v ahead: %q, want %q; %v", step.ahead, got, step.want, err)
		}
	}
}
