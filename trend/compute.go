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
	all.IDs = nil
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

// line fills in the weeks, the bursts and the stage, all from one panel.
func (c *computation) line() {
	r, v := &c.report, c.long
	r.Weeks = make([]Point, 0, max(0, c.grid.n-c.from))
	smooth := c.smooth()
	byWeek := make([][]*told, c.grid.n)
	for _, t := range v.told {
		byWeek[t.week] = append(byWeek[t.week], t)
	}
	for w := c.from; w < c.grid.n; w++ {
		s := ShareOf(v.counts[w])
		r.Weeks = append(r.Weeks, Point{Week: c.grid.week(w), R: s.R, D: s.D, Share: s.Share, Low: s.Low, High: s.High,
			Confidence: s.Confidence, Pickups: v.pickups[w], Updated: v.updated[w], Sources: tellers(byWeek[w]), IDs: ids(byWeek[w]),
			Provisional: w > c.grid.last, Gap: c.grid.gap[w], Shows: c.grid.week(w).Show(),
			Smooth: smooth[w].Share, SmoothLow: smooth[w].Low, SmoothHigh: smooth[w].High,
			AllR: c.all.counts[w].R, AllD: c.all.counts[w].D})
	}
	c.index()
	c.markSources()
	c.bursts(byWeek)
	r.StageFrom = stageBy(c.complete(), r.Momentum.Verdict)
	r.Stage = r.StageFrom.Name
}

// complete gives the counts of the line's complete weeks.
func (c *computation) complete() []Count {
	if c.grid.last < c.from {
		return nil
	}
	return c.long.counts[c.from : c.grid.last+1]
}

// smooth is the smoothed line, of complete weeks only.
func (c *computation) smooth() []Share {
	out := make([]Share, c.grid.n)
	for w := range out {
		out[w] = ShareOf(Count{})
	}
	copy(out[min(c.from, len(out)):], Smooth(c.complete()))
	return out
}

// index scales the complete weeks to 100.
func (c *computation) index() {
	weeks := c.report.Weeks
	shares := make([]Real, len(weeks))
	for i, w := range weeks {
		shares[i] = w.Share
		if w.Provisional {
			shares[i] = missing()
		}
	}
	for i, x := range Index(shares) {
		weeks[i].Index = x
	}
}

// markSources notes in which week sources came and went. Those there from the
// beginning did not come, and those polled in the last complete week or since
// have not gone.
func (c *computation) markSources() {
	for s, polls := range c.grid.polled {
		first := slices.Index(polls, true)
		if first < 0 {
			continue
		}
		last := len(polls) - 1
		for !polls[last] {
			last--
		}
		if first > c.from {
			p := &c.report.Weeks[first-c.from]
			p.Joined = append(p.Joined, c.grid.sources[s])
		}
		if last >= c.from && last < c.grid.last {
			p := &c.report.Weeks[last-c.from]
			p.Left = append(p.Left, c.grid.sources[s])
		}
	}
}

// bursts fills in M4 over the complete weeks that have data.
func (c *computation) bursts(byWeek [][]*told) {
	var counts []Count
	var at []int
	for i, n := range c.complete() {
		if n.D > 0 {
			counts, at = append(counts, n), append(at, c.from+i)
		}
	}
	c.report.Bursts = []Run{}
	for _, s := range Bursts(counts) {
		from, to := at[s.From], at[s.To]
		stories := slices.Concat(byWeek[from : to+1]...)
		c.report.Bursts = append(c.report.Bursts, Run{From: c.grid.week(from), To: c.grid.week(to), Weight: Real(s.Weight),
			Count: pool(counts[s.From : s.To+1]), Open: to == c.grid.last, Lead: c.leads(stories), IDs: ids(stories)})
	}
}

// leads picks at most three stories, those in most places first.
func (c *computation) leads(stories []*told) []Lead {
	picked := slices.Clone(stories)
	slices.SortStableFunc(picked, func(a, b *told) int { return cmp.Compare(b.pickups, a.pickups) })
	out := []Lead{}
	for _, t := range picked[:min(len(picked), 3)] {
		out = append(out, Lead{t.ID, t.Key, t.Title, c.grid.sources[t.source], t.at.UTC(), t.pickups})
	}
	return out
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
