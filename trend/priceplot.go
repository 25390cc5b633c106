package trend

import (
	"fmt"
	"math"
	"slices"
	"time"
)

const (
	priceHeight = 190.0
	priceWeeks  = 26 // the weeks that are drawn
	priceGroups = 3  // of a week's prices that lead to places of their own
)

// PricesSVG draws the prices printed in one currency over the last half year:
// a dot each, hollow for the lower end of a range, a bar at the median of a
// week with at least 3, its interval from 6 on. The scale is logarithmic: a
// tenfold price stands as far above another anywhere.
func (r Report) PricesSVG(currency string, p Plot) []byte {
	weeks := r.priceWeeksOf(currency)
	small := "Each dot a price that an editor printed, not the market. Bar: a week's median, from 3 prices on. Hollow: the lower end of a range."
	c := newCanvas(p, 16+priceHeight+26+noteHeight(small, p.width()-24), r.priceTitle(currency), "Prices by week on a logarithmic scale. The figures are in the table beside it.")
	if len(weeks) == 0 || len(r.Weeks) == 0 {
		c.text(c.w/2, c.top+priceHeight/2, "middle", "quiet", TooFew+" prices")
	} else {
		newPricePlot(c, r.Weeks, weeks).draw(weeks)
	}
	c.note(c.top+16+priceHeight+38, small)
	return c.bytes()
}

// priceWeeksOf gives the weeks of a currency that are drawn.
func (r Report) priceWeeksOf(currency string) (out []Price) {
	for _, p := range r.Prices {
		if p.Currency == currency && len(r.Weeks) > 0 && p.Week > r.Weeks[len(r.Weeks)-1].Week-priceWeeks {
			out = append(out, p)
		}
	}
	return out
}

// priceTitle says the finding.
func (r Report) priceTitle(currency string) string {
	for _, p := range r.PriceRange {
		if p.Currency != currency || !p.Median.OK() {
			continue
		}
		s := fmt.Sprintf("Prices printed in %s: median %s of %d in 8 weeks", currency, amount(p.Median), p.N)
		if p.Low.OK() {
			s += fmt.Sprintf(", likely %s to %s", amount(p.Low), amount(p.High))
		}
		return s
	}
	return fmt.Sprintf("Prices printed in %s: %s for a median", currency, TooFew)
}

// pricePlot places weeks and prices.
type pricePlot struct {
	*canvas
	first     Week
	step      float64
	low, high float64 // logarithms to base 10
}

func newPricePlot(c *canvas, all []Point, weeks []Price) *pricePlot {
	last := all[len(all)-1].Week
	first := max(all[0].Week, last-priceWeeks+1)
	p := &pricePlot{canvas: c, first: min(first, weeks[0].Week)}
	p.step = (c.w - lineLeft - 24) / float64(last-p.first+1)
	p.low, p.high = math.Inf(1), math.Inf(-1)
	for _, w := range weeks {
		p.low = min(p.low, math.Log10(float64(w.Dots[0].Amount)))
		p.high = max(p.high, math.Log10(float64(w.Dots[len(w.Dots)-1].Amount)))
	}
	p.low, p.high = p.low-.08, p.high+.08
	return p
}

func (p *pricePlot) x(w Week) float64 { return lineLeft + (float64(w-p.first)+.5)*p.step }

func (p *pricePlot) y(amount Real) float64 {
	return p.top + 16 + priceHeight*(p.high-math.Log10(float64(amount)))/(p.high-p.low)
}

func (p *pricePlot) draw(weeks []Price) {
	p.axes()
	p.put(`<g class="dots" stroke="currentColor" stroke-opacity=".5" stroke-width="6.4" stroke-linecap="round">`)
	for _, w := range weeks {
		p.dots(w)
	}
	p.put("</g>")
	p.medians(weeks)
}

// priceGroup is the prices of a week that lead to one place: one mark, since a
// list of bags has dozens.
type priceGroup struct {
	href  string
	floor bool
}

// dots draws a week's prices. Those of many stories lead to the week.
func (p *pricePlot) dots(w Price) {
	order, dots := groupDots(w.Dots, func(d Dot) string {
		if p.plot.Href == nil {
			return ""
		}
		return p.plot.Href([]int64{d.ID})
	})
	if len(order) > priceGroups {
		order, dots = groupDots(w.Dots, func(Dot) string { return "" })
	}
	for _, g := range order {
		list := dots[g]
		words := amount(list[0].Amount) + space + w.Currency
		if n := len(list); n > 1 {
			words = fmt.Sprintf("%d prices, %s to %s%s%s", n, amount(list[0].Amount), amount(list[n-1].Amount), space, w.Currency)
		}
		ids := make([]int64, 0, len(list))
		for _, d := range list {
			if !slices.Contains(ids, d.ID) {
				ids = append(ids, d.ID)
			}
		}
		p.linked(ids, words, p.path(w.Week, list, g.floor))
	}
}

// groupDots sorts dots by where they lead and by whether they are the lower end
// of a range; in the order in which the groups first come.
func groupDots(dots []Dot, href func(Dot) string) (order []priceGroup, groups map[priceGroup][]Dot) {
	groups = map[priceGroup][]Dot{}
	for _, d := range dots {
		g := priceGroup{href(d), d.Floor}
		if groups[g] == nil {
			order = append(order, g)
		}
		groups[g] = append(groups[g], d)
	}
	return order, groups
}

// path is the shape of dots above one another: round ends of lines without
// length, or rings. What would lie upon another is left out.
func (p *pricePlot) path(w Week, dots []Dot, floor bool) string {
	var d pen
	apart, last := 2.0, math.Inf(1)
	if floor {
		apart = 5
	}
	for _, x := range dots {
		if last-p.y(x.Amount) < apart {
			continue
		}
		last = p.y(x.Amount)
		if floor {
			d.move(p.x(w)-3, p.y(x.Amount))
			d.WriteString("a3 3 0 1 0 6 0a3 3 0 1 0-6 0")
		} else {
			d.dot(p.x(w), p.y(x.Amount))
		}
	}
	if floor {
		return `<path class="hollow" d="` + d.String() + `" fill="none" stroke-width="1"/>`
	}
	return `<path d="` + d.String() + `"/>`
}

// medians draws each week's median, and its interval where there is one.
func (p *pricePlot) medians(weeks []Price) {
	var bars, intervals pen
	half := max(5, min(9, p.step*.6))
	for _, w := range weeks {
		if !w.Median.OK() {
			continue
		}
		x, y := p.x(w.Week), p.y(w.Median)
		bars.move(x-half, y)
		bars.line(x+half, y)
		if w.Low.OK() {
			intervals.move(x, p.y(w.Low))
			intervals.line(x, p.y(w.High))
		}
	}
	p.put(`<path class="axis" d="%s" stroke="currentColor" stroke-width="2.4"/>`, bars.String())
	p.put(`<path class="axis" d="%s" stroke="currentColor" stroke-opacity=".6"/>`, intervals.String())
}

// axes draws the scale and the months.
func (p *pricePlot) axes() {
	for e := math.Floor(p.low); e <= p.high; e++ {
		for _, times := range [...]float64{1, 3} {
			v := times * math.Pow(10, e)
			if l := math.Log10(v); l < p.low || l > p.high {
				continue
			}
			y := p.y(Real(v))
			p.rule("rule", lineLeft, y, p.w-24, y)
			p.text(lineLeft-6, y+4, "end", "quiet", amount(Real(v)))
		}
	}
	bottom := p.top + 16 + priceHeight
	p.rule("axis", lineLeft, bottom, p.w-24, bottom)
	drawn := -100.0
	for w := p.first; p.x(w) < p.w-40; w++ {
		start := w.Start(time.UTC)
		if _, n := start.ISOWeek(); (n-1)%4 != 0 || n == 53 || p.x(w)-drawn < 64 {
			continue
		}
		drawn = p.x(w)
		p.rule("axis", drawn, bottom, drawn, bottom+4)
		p.text(drawn, bottom+17, "middle", "quiet", start.Format("2 Jan"))
	}
}
