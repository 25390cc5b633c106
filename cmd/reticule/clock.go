package main

import (
	"context"
	"strconv"
	"sync"
	"time"

	"reticule"
	"reticule/scraper"
	"reticule/scraper/fetch"
	"reticule/store"
)

const (
	clockSlack = time.Hour        // that a clock may be wrong by: what is read is dated to the day
	clockGap   = 2 * time.Hour    // since the web was looked at, from where on the clock is doubted
	clockHosts = 5                // that are asked then
	clockWait  = 10 * time.Second // for their answers
	clockMeta  = "clock"          // under which the store keeps how wrong the clock was last
)

// runClock is the time of one run. It goes on evenly where the machine's clock
// leaps, and is put right where the web says that it is wrong.
type runClock struct {
	machine   func() time.Time
	at, began time.Time     // the machine's time when the run began, and what never leaps
	ahead     time.Duration // of the right time; set before visits begin
}

func newRunClock(machine func() time.Time) *runClock {
	return &runClock{machine: machine, at: machine().Round(0), began: time.Now()}
}

func (c *runClock) now() time.Time {
	t, even := c.machine().Round(0), c.at.Add(time.Since(c.began))
	if t.Sub(even).Abs() > clockSlack {
		t = even
	}
	return t.Add(-c.ahead)
}

// setClock doubts the clock where it does not go on from when the web was last
// looked at: it is behind that, or hours after it. Some hosts are asked for
// their robots.txt then, if that is not known well enough, and the run goes by
// what they say of the time.
func (r *run) setClock(ctx context.Context, client *fetch.Client) error {
	if !r.app.asksTime {
		return nil
	}
	last, err := r.store.LastLook(ctx)
	if err != nil {
		return err
	}
	if r.clock.ahead, err = clockAhead(ctx, r.store); err != nil {
		return err
	}
	if since := r.now().Sub(last); since > -clockSlack && since < clockGap {
		return nil
	}
	rows, err := r.store.Sources(ctx)
	if err != nil {
		return err
	}
	askTime(ctx, client, someHosts(r.config.sources(), rows))
	return r.learnTime(ctx, client)
}

// learnTime puts the clock right by what the hosts that were asked said of the
// time. The next run begins with the same difference.
func (r *run) learnTime(ctx context.Context, client *fetch.Client) error {
	wrong, ok := client.Ahead()
	if !r.app.asksTime || !ok || wrong.Abs() < clockSlack {
		return nil
	}
	if r.clock.ahead += wrong; r.clock.ahead.Abs() < clockSlack {
		r.clock.ahead = 0
	}
	if d := r.clock.ahead; d != 0 {
		r.app.warn("reticule: this machine's clock is %s, by what the web says; runs go by that until it is set", aheadOrBehind(d))
	}
	return r.store.SetMeta(ctx, clockMeta, strconv.FormatInt(int64(r.clock.ahead/time.Second), 10))
}

// clockAhead is by how much the machine's clock was ahead of the web's when it
// was held to it last; 0 where it was right.
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

// askTime asks hosts for their robots.txt, which visits need anyway.
func askTime(ctx context.Context, client *fetch.Client, addresses []string) {
	ctx, cancel := context.WithTimeout(ctx, clockWait)
	defer cancel()
	var wg sync.WaitGroup
	for _, address := range addresses {
		wg.Go(func() { client.Robots(ctx, address) }) //nolint:errcheck // what they say of the time is noted
	}
	wg.Wait()
}

// someHosts gives addresses at different hosts, of sources whose robots.txt is
// read; those last that failed when they were asked last.
func someHosts(sources []reticule.Source, rows map[string]store.SourceRow) (out []string) {
	seen := map[string]bool{}
	for _, failed := range []bool{false, true} {
		for _, src := range sources {
			host := fetch.HostOf(src.URL)
			if rows[src.Name].Visit.Failed() != failed || !src.Robots || seen[host] || len(out) == clockHosts {
				continue
			}
			seen[host] = true
			out = append(out, src.URL)
		}
	}
	return out
}
