package trend

import (
	"fmt"
	"math"
	"strings"
	"time"
)

const (
	lineLeft, lineRight = 40.0, 52.0
	shareHeight         = 180.0
	countHeight         = 46.0
	lineGap             = 26.0 // between the share and the counts
)

// LineSVG draws the long line: the share pooled over four weeks in its 95 %
// band, a dot for each week, bursts above, the stories counted beneath;
// fashion weeks shaded, weeks that are not complete hatched, weeks without
// data left blank, and a mark where sources came or went.
func (r Report) LineSVG(p Plot) []byte {
	small := "Line and band: share of stories over four weeks, with its 95 % interval. Dots: single weeks. Bars: stories. Shaded: fashion weeks."
	if r.hatched() {
		small += " Hatched: not complete yet."
	}
	if r.Panel.Line != r.Panel.Sources {
		small += fmt.Sprintf(" The line has the %s followed since %s.", plural(r.Panel.Line, "source", "sources"), r.Panel.LineSince)
	}
	if n := len(r.Weeks); p.Weeks > 0 && n > p.Weeks {
		r.Weeks = r.Weeks[n-p.Weeks:]
	}
	c := newCanvas(p, 30+shareHeight+lineGap+countHeight+26+noteHeight(small, p.width()-24), r.Headline(), r.lineDesc())
	l := newLinePlot(c, r)
	if len(r.Weeks) == 0 {
		c.text(c.w/2, l.bottom-shareHeight/2, "middle", "quiet", "too few weeks to draw")
	} else {
		l.draw()
	}
	c.note(l.base+40, small)
	return c.bytes()
}

// hatched tells whether any week is not complete.
func (r Report) hatched() bool {
	return len(r.Weeks) > 0 && r.Weeks[len(r.Weeks)-1].Provisional
}

// lineDesc describes the line to those who do not see it.
func (r Report) lineDesc() string {
	if len(r.Weeks) == 0 {
		return "No weeks yet."
	}
	return fmt.Sprintf("Share of stories by week, %s to %s, with the number of matching stories beneath. The figures are in the table beside it.",
		r.Weeks[0].Week, r.Weeks[len(r.Weeks)-1].Week)
}

// linePlot places weeks and shares.
type linePlot struct {
	*canvas
	weeks        []Point
	runs         []Run
	step         float64
	bottom, base float64 // y of share 0 and of count 0
	topShare     float64 // the uppermost tick
	mostStories  int
	shareTicks   []float64
}

func newLinePlot(c *canvas, r Report) *linePlot {
	l := &linePlot{canvas: c, weeks: r.Weeks}
	for _, b := range r.Bursts {
		if len(r.Weeks) > 0 && b.To >= r.Weeks[0].Week {
			b.From = max(b.From, r.Weeks[0].Week)
			l.runs = append(l.runs, b)
		}
	}
	l.bottom = c.top + 30 + shareHeight
	l.base = l.bottom + lineGap + countHeight
	l.step = (c.w - lineLeft - lineRight) / float64(max(1, len(r.Weeks)))
	top := Real(0.001)
	for _, w := range r.Weeks {
		for _, s := range [...]Real{w.Share, w.SmoothHigh} {
			if s.OK() && !w.Provisional {
				top = max(top, s)
			}
		}
		l.mostStories = max(l.mostStories, w.R)
	}
	l.shareTicks = ticks(float64(top), 4)
	l.topShare = l.shareTicks[len(l.shareTicks)-1]
	return l
}

// x is the middle of a week's column.
func (l *linePlot) x(i int) float64 { return lineLeft + (float64(i)+.5)*l.step }

// y is the height of a share; what is above the scale stays at its edge.
func (l *linePlot) y(share Real) float64 {
	return l.bottom - shareHeight*min(1, float64(share)/l.topShare)
}

func (l *linePlot) draw() {
	l.hatching()
	l.columns()
	l.axes()
	l.band()
	l.bars()
	l.dots()
	l.hits()
	l.runMarks()
	l.changes()
}

// columns shades fashion weeks and hatches those that are not complete.
func (l *linePlot) columns() {
	top := l.bottom - shareHeight
	var shade strings.Builder
	for i, w := range l.weeks {
		x := l.x(i) - l.step/2
		if w.Shows != "" {
			fmt.Fprintf(&shade, "M%s %sh%sV%sh-%sz", num(x), num(top), num(l.step+.3), num(l.base), num(l.step+.3))
		}
		if w.Provisional {
			l.put(`<rect x="%s" y="%s" width="%s" height="%s" fill="url(#%sh)"/>`, num(x), num(top), num(l.step), num(l.base-top), esc(l.plot.ID))
		}
		if w.Gap && !w.Provisional {
			l.put(`<path class="axis" d="M%s %sV%s" stroke="currentColor" stroke-opacity=".5" stroke-dasharray="1 3"><title>%s: no data</title></path>`, num(l.x(i)), num(top), num(l.base), w.Week)
		}
	}
	l.put(`<path class="shade" d="%s" fill-opacity=".07"/>`, shade.String())
}

// axes draws the scale and the calendar.
func (l *linePlot) axes() {
	for i, t := range l.shareTicks {
		y := l.y(Real(t))
		label := tickPercent(t)
		if i == len(l.shareTicks)-1 {
			label += space + "%"
		}
		l.rule("rule", lineLeft, y, l.w-lineRight, y)
		l.text(lineLeft-6, y+4, "end", "quiet", label)
	}
	l.rule("axis", lineLeft, l.base, l.w-lineRight, l.base)
	every := 13
	for float64(every)*l.step < 52 {
		every *= 2
	}
	for i, w := range l.weeks {
		_, n := w.Week.Start(time.UTC).ISOWeek()
		if (n-1)%min(every, 52) != 0 || n == 53 || every > 52 && int(w.Week)%every != 0 {
			continue
		}
		start := w.Week.Start(time.UTC)
		label := start.AddDate(0, 0, 3).Format("Jan 2006")
		l.rule("axis", l.x(i), l.base, l.x(i), l.base+4)
		if l.x(i) < l.w-lineRight-8 {
			l.text(l.x(i), l.base+17, "middle", "quiet", label)
		}
	}
}

// tickPercent writes a tick without its sign.
func tickPercent(t float64) string { return fmt.Sprint(math.Round(t*1e5) / 1e3) }

// band draws the smoothed line in its interval, broken where there is none.
func (l *linePlot) band() {
	from := -1
	for i := 0; i <= len(l.weeks); i++ {
		ok := i < len(l.weeks) && l.weeks[i].Smooth.OK()
		switch {
		case ok && from < 0:
			from = i
		case !ok && from >= 0:
			l.stretch(from, i)
			from = -1
		}
	}
	for i := len(l.weeks) - 1; i >= 0; i-- {
		if w := l.weeks[i]; w.Smooth.OK() {
			l.text(l.w-lineRight+6, l.y(w.Smooth)+4, "start", "strong", percent(w.Smooth))
			return
		}
	}
}

// stretch draws one unbroken piece of line and band.
func (l *linePlot) stretch(from, to int) {
	var line, band pen
	line.move(l.x(from), l.y(l.weeks[from].Smooth))
	band.move(l.x(from), l.y(l.weeks[from].SmoothHigh))
	for i := from + 1; i < to; i++ {
		line.line(l.x(i), l.y(l.weeks[i].Smooth))
		band.line(l.x(i), l.y(l.weeks[i].SmoothHigh))
	}
	for i := to - 1; i >= from; i-- {
		band.line(l.x(i), l.y(l.weeks[i].SmoothLow))
	}
	l.put(`<path class="band" d="%sz" fill-opacity=".16"/>`, band.String())
	l.put(`<path class="line" d="%s" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/>`, line.String())
}
