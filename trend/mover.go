package trend

import (
	"slices"
	"time"
)

const (
	moverBefore = 28 // days before a burst in which a first story counts for it
	moverAfter  = 7  // and after its start
	moverBursts = 3  // bursts that a lead rests on
)

// leads is how many days ahead of each burst a source was.
type leads []float64

// median gives the lead in days (M9), the median over bursts of the burst's
// start less the source's first matching article in the 28 days before it or
// the 7 after; missing below 3 bursts.
func (l leads) median() Real {
	if len(l) < moverBursts {
		return missing()
	}
	sorted := slices.Sorted(slices.Values(l))
	return quantile(sorted, .5)
}

// movers collects for each source its lead on each burst that it wrote
// around. Its own article counts, be it the original or a copy.
func (c *computation) movers() []leads {
	out := make([]leads, len(c.grid.sources))
	for _, b := range c.report.Bursts {
		for s, lead := range c.ahead(b.From.Start(c.grid.zone)) {
			if lead.OK() {
				out[s] = append(out[s], float64(lead))
			}
		}
	}
	return out
}

// ahead gives for each source the days from its first matching article around
// a burst's start to that start; missing where it had none.
func (c *computation) ahead(start time.Time) []Real {
	out := make([]Real, len(c.grid.sources))
	for s := range out {
		out[s] = missing()
	}
	for _, t := range c.grid.matching {
		for _, p := range t.copies {
			days := Real(start.Sub(p.at).Hours() / 24)
			if t.Edited || days > moverBefore || days < -moverAfter {
				continue
			}
			if !(out[p.source] >= days) {
				out[p.source] = days
			}
		}
	}
	return out
}
