package trend

import (
	"cmp"
	"slices"
)

// names fills in brands, retailers and people.
func (c *computation) names() {
	now, before := c.panel.within(c.now.clip()), c.panel.within(c.before)
	r := &c.report
	r.Ranked = Ranked(len(now))
	r.Brands, r.Retailers, r.People = []Brand{}, []Named{}, []Named{}
	for _, v := range voices(now, before, func(s *Story) []Mention { return s.Brands }) {
		r.Brands = append(r.Brands, Brand{v.Name, v})
	}
	for _, v := range voices(now, before, func(s *Story) []Mention { return s.Retailers }) {
		r.Retailers = append(r.Retailers, Named{v.Name, v})
	}
	for _, v := range voices(now, before, func(s *Story) []Mention { return s.People }) {
		r.People = append(r.People, Named{v.Name, v})
	}
}

// terms fills in M7, with the panel of its own 30 weeks, or of as many as
// there are.
func (c *computation) terms() {
	to := c.grid.last
	now := window{to - termNow + 1, to}
	before := window{now.from - termBefore, now.from - 1}
	both := window{before.from, to}.clip()
	v := c.grid.see(c.grid.panel(both), both)
	c.report.Terms, c.report.TermsTried = terms(v.within(now.clip()), v.within(before.clip()), c.grid.sourceName)
	if c.report.Terms == nil {
		c.report.Terms = []Term{}
	}
}

// prices fills in M8 over all sources: a printed price is an observation, not
// a rate, so the panel has no part in it.
func (c *computation) prices() {
	r := &c.report
	r.Prices, r.PriceRange = []Price{}, []Range{}
	all := observe(c.all.told)
	for rest := all; len(rest) > 0; {
		week := rest[0].week
		here := during(rest, window{week, week})
		rest = rest[len(here):]
		for _, currency := range slices.Sorted(slices.Values(currencies(here))) {
			points, spread := dots(only(here, currency))
			r.Prices = append(r.Prices, Price{c.grid.week(week), currency, spread, points})
		}
	}
	now, before := during(all, c.now), during(all, c.before)
	for _, currency := range currencies(now) {
		r.PriceRange = append(r.PriceRange, c.priceRange(currency, now, before))
	}
}

// only gives the observations of one currency, in a slice of their own.
func only(obs []observation, currency string) []observation {
	out := make([]observation, 0, len(obs))
	for _, o := range obs {
		if o.currency == currency {
			out = append(out, o)
		}
	}
	return out
}

// currencies lists those of observations, most prices first.
func currencies(obs []observation) []string {
	counts := map[string]int{}
	var out []string
	for _, o := range obs {
		if counts[o.currency]++; counts[o.currency] == 1 {
			out = append(out, o.currency)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	return out
}

// priceRange sums up one currency.
func (c *computation) priceRange(currency string, now, before []observation) Range {
	points, spread := dots(only(now, currency))
	_, was := dots(only(before, currency))
	r := Range{Currency: currency, Spread: spread, Before: was, Change: NoChange}
	switch {
	case !spread.Low.OK() || !was.Low.OK():
		r.Change = TooFew
	case spread.High < was.Low:
		r.Change = "lower"
	case spread.Low > was.High:
		r.Change = "higher"
	}
	bands := c.in.Bands
	if bands == nil {
		bands = DefaultBands()
	}
	for _, b := range bands {
		if b.Currency == currency {
			r.Bands = countBands(points, b.Borders)
		}
	}
	return r
}

// countBands counts prices between borders.
func countBands(points []Dot, borders []int) []Band {
	out := make([]Band, len(borders)+1)
	for i, b := range borders {
		out[i].Below, out[i+1].From = b, b
	}
	for _, d := range points {
		i := 0
		for i < len(borders) && d.Amount >= Real(borders[i]) {
			i++
		}
		out[i].N++
	}
	return out
}

// sources fills in the table of sources: those with most matching stories
// first, then by name.
func (c *computation) sources() {
	v, now := c.all, c.now.clip()
	counts := v.bySource(now)
	rows := make([]Source, len(counts))
	for s, n := range counts {
		rows[s] = Source{Source: c.grid.sources[s], Panel: c.panel.in[s], Share: ShareOf(n), Lead: missing()}
	}
	for _, t := range v.within(now) {
		rows[t.source].IDs = append(rows[t.source].IDs, t.ID)
	}
	for i := range c.grid.matching {
		c.placeStory(&c.grid.matching[i], now, rows)
	}
	for s, lead := range c.movers() {
		rows[s].Lead, rows[s].Bursts = lead.median(), len(lead)
	}
	slices.SortStableFunc(rows, func(a, b Source) int { return cmp.Compare(b.R, a.R) })
	c.report.Sources = rows
}

// placeStory enters a story's articles in the rows of their sources.
func (c *computation) placeStory(t *tracked, now window, rows []Source) {
	if t.Edited {
		return
	}
	for _, p := range t.copies {
		row := &rows[p.source]
		if now.has(p.week) {
			row.Pickups++
		}
		if row.First == nil || p.at.Before(*row.First) {
			at := p.at.UTC()
			row.First, row.FirstID = &at, t.ID
		}
	}
}
