package trend

import (
	"cmp"
	"slices"
)

// How a source comes to be in the panel of the long line.
const (
	lineRegular = 0.9 // of the weeks since it joined in which it was polled
	lineHolds   = 0.5 // of the recent panel's stories that the line must hold
)

// linePanel gives the sources of the long line and the week that it begins
// in. A line of years cannot ask that nobody ever failed; it is drawn from
// those sources of the recent panel that have been polled in nine weeks of
// ten since the line began, and begins as early as it can while these hold
// half of the recent panel's stories. So a source that joins later does not
// lift it, and a change of most sources begins a new line.
func (g *grid) linePanel() (panel []bool, from int) {
	hi := g.last
	if hi < 0 {
		hi = g.n - 1
	}
	recent := window{hi - stageWeeks + 1, hi}.clip()
	panel = g.panel(recent)
	type member struct{ source, since, stories int }
	var members []member
	all, sum := 0, 0
	for s, in := range panel {
		if !in {
			continue
		}
		m := member{source: s, since: g.since(s, hi)}
		for w := recent.from; w <= recent.to; w++ {
			m.stories += g.stories[s][w]
		}
		members, all = append(members, m), all+m.stories
	}
	slices.SortStableFunc(members, func(a, b member) int { return cmp.Compare(a.since, b.since) })
	for i, m := range members {
		if i > 0 && float64(sum) >= lineHolds*float64(all) && m.since > from {
			panel[m.source] = false
			continue
		}
		from, sum = m.since, sum+m.stories
	}
	return panel, from
}

// since gives the week from which on a source has been polled regularly: its
// first, or where it missed more than a tenth of the weeks since, the first
// of its unbroken run.
func (g *grid) since(source, hi int) int {
	polls := g.polled[source]
	first, unbroken, data, ok := -1, hi+1, 0, 0
	for w := hi; w >= 0; w-- {
		if g.gap[w] {
			continue
		}
		data++
		if !polls[w] {
			continue
		}
		ok++
		first = w
		if ok == data {
			unbroken = w
		}
	}
	if first < 0 {
		return hi + 1
	}
	missed := 0
	for w := first; w <= hi; w++ {
		if !g.gap[w] && !polls[w] {
			missed++
		}
	}
	if float64(missed) <= (1-lineRegular)*float64(hi-first+1) {
		return first
	}
	return unbroken
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
