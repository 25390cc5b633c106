package main

import (
	"context"
	"strconv"
	"time"

	"reticule/scraper"
	"reticule/scraper/fetch"
	"reticule/store"
)

const (
	clockSlack = time.Hour // that a clock may be wrong by: what is read is dated to the day
	clockMeta  = "clock"   // under which the store keeps how wrong the clock was last, in seconds
)

// runClock is the time of one run. It goes on evenly where the machine's clock
// leaps.
type runClock struct {
	machine func() time.Time
	at      time.Time // the machine's time when the run began
	began   time.Time // the same moment on a clock that never leaps
}

func newRunClock(machine func() time.Time) *runClock {
	return &runClock{machine: machine, at: machine().Round(0), began: time.Now()}
}

func (c *runClock) now() time.Time {
	t, even := c.machine().Round(0), c.at.Add(time.Since(c.began))
	if t.Sub(even).Abs() > clockSlack {
		return even
	}
	return t
}

// tellClock tells, once, that the machine's clock differs from what hosts say
// of the time. It is told only: were the time taken from the web, a few hosts
// could make everything in the store too old to keep. Once both agree again,
// what was dated ahead is dated back to now.
func (r *run) tellClock(ctx context.Context, client *fetch.Client) error {
	ahead, ok := client.Ahead()
	if !ok {
		return nil
	}
	if ahead.Abs() < clockSlack {
		ahead = 0
	}
	before, err := clockAhead(ctx, r.store)
	if err != nil || (ahead-before).Abs() < clockSlack {
		return err
	}
	if ahead != 0 {
		r.app.warn("reticule: this machine's clock is %s, by what sites say; set it", aheadOrBehind(ahead))
	} else if n, err := r.store.Redate(ctx, r.now()); err != nil {
		return err
	} else {
		r.app.tell("reticule: this machine's clock is right again (%d stories were dated later than now, and are dated now)", n)
	}
	return r.store.SetMeta(ctx, clockMeta, strconv.FormatInt(int64(ahead/time.Second), 10))
}

// clockAhead is by how much the machine's clock was ahead of the web's when
// several hosts told the time last; 0 where it was right.
func clockAhead(ctx context.Context, st *store.Store) (time.Duration, error) {
	text, err := st.Meta(ctx, clockMeta)
	if err != nil || text == "" {
		return 0, err
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	return time.Duration(seconds) * time.Second, err
}

func aheadOrBehind(d time.Duration) string {
	if d < 0 {
		return scraper.Days(-d) + " behind"
	}
	return scraper.Days(d) + " ahead"
}
