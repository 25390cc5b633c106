// Package trend measures how attention to a topic moves: pure functions from
// counts to figures, a report that holds them all, and its shapes for people:
// text, tables, plots and sentences.
//
// What it measures is attention in the sources that are followed, never
// popularity or demand. Stories count, not copies; shares, not counts; a fixed
// panel of sources, not whoever was there; and where there is too little, it
// says "too few" instead of guessing. There is no forecast.
package trend

import (
	"cmp"
	"slices"
	"time"
)

const (
	seasonWeeks = 52
	seasonNeeds = seasonWeeks + windowWeeks
	driftBeyond = 0.25
)

// Compute makes the report of an input.
func Compute(in Input) Report {
	c := newComputation(in)
	c.report.Notes = []string{}
	c.shares()
	c.line()
	c.unusual()
	c.names()
	c.terms()
	c.prices()
	c.sources()
	c.remark()
	return c.report
}

// computation is a report in the making.
type computation struct {
	in          Input
	grid        *grid
	now, before window // the last 8 complete weeks and the 8 before
	panel       *view  // of both
	all         *view  // every source
	long        *view  // the sources of the long line
	from        int    // the week that the long line begins in
	report      Report
}

func newComputation(in Input) *computation {
	g := newGrid(in)
	c := &computation{in: in, grid: g}
	c.now = window{g.last - windowWeeks + 1, g.last}
	c.before = window{c.now.from - windowWeeks, c.now.from - 1}
	both := window{c.before.from, c.now.to}
	c.panel = g.see(g.panel(both), both)
	c.all = g.see(g.everyone())
	line, from := g.linePanel()
	c.long, c.from = g.see(line), from
	c.report = Report{Topic: in.Topic, Title: cmp.Or(in.Title, in.Topic), At: in.At.UTC().Truncate(time.Second),
		Rule: in.Rule, BrandList: in.Brands}
	return c
}

// shares fills in the figures of the two windows.
func (c *computation) shares() {
	r, now := &c.report, c.now.clip()
	told := c.panel.within(now)
	r.Share = ShareOf(c.panel.pool(now))
	r.Share.IDs = ids(told)
	r.Momentum = MomentumOf(c.panel.pool(c.now), c.panel.pool(c.before))
	r.Momentum4 = c.shortMomentum()
	r.Season = c.season()
	r.Breadth = Breadth{With: tellers(told), Of: c.panel.size, Share: rate(Count{tellers(told), c.panel.size}),
		Balanced: Balanced(c.panel.bySource(now))}
	all := ShareOf(c.all.pool(now))
	r.Panel = Panel{Sources: c.panel.size, Followed: c.followed(), Line: c.long.size, LineSince: c.grid.week(c.from),
		All: all, Drift: drifted(r.Share.Share, all.Share)}
}

// drifted tells whether two shares differ by more than a quarter of the first
// (rule N3).
func drifted(panel, all Real) bool {
	return panel.OK() && all.OK() && (all-panel > driftBeyond*panel || panel-all > driftBeyond*panel)
}

// followed counts the sources polled at least once in the two windows.
func (c *computation) followed() (n int) {
	w := window{c.before.from, c.now.to}.clip()
	for _, polls := range c.grid.polled {
		if w.to >= 0 && slices.Contains(polls[w.from:w.to+1], true) {
			n++
		}
	}
	return n
}

// shortMomentum is M2 over 4 weeks against 4, with the panel of these 8.
func (c *computation) shortMomentum() Momentum {
	to := c.grid.last
	now, before := window{to - 3, to}, window{to - 7, to - 4}
	both := window{before.from, to}
	v := c.grid.see(c.grid.panel(both), both)
	return MomentumOf(v.pool(now), v.pool(before))
}

// season is M2 against the same weeks a year before, with the panel of both.
func (c *computation) season() Season {
	then := window{c.now.from - seasonWeeks, c.now.to - seasonWeeks}
	if c.grid.last+1 < seasonNeeds {
		return Season{Momentum: MomentumOf(Count{}, Count{})}
	}
	v := c.grid.see(c.grid.panel(c.now, then), c.now, then)
	return Season{Momentum: MomentumOf(v.pool(c.now), v.pool(then)), Known: true}
}

// unusual fills in M3 for the last complete week, with the panel of it and
// the 8 weeks before.
func (c *computation) unusual() {
	to := c.grid.last
	week, before := window{to, to}, window{to - windowWeeks, to - 1}
	both := window{before.from, to}
	v := c.grid.see(c.grid.panel(both), both)
	told := v.within(week)
	b := BurstOf(v.pool(week), v.pool(before), tellers(told))
	b.IDs = ids(told)
	if to >= 0 {
		w := c.grid.week(to)
		b.Week = &w
	}
	c.report.Burst = b
}
