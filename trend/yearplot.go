package trend

import (
	"fmt"
	"strings"
	"time"
)

const (
	yearHeight = 170.0
	yearsDrawn = 4
)

// YearsSVG lays the years over one another, so that what comes every season
// is seen as that: the smoothed share by week of the year, this year strong
// and the years before it quiet.
func (r Report) YearsSVG(p Plot) []byte {
	small := "Share of stories over four weeks, by week of the year. Each line is labelled with its year."
	c := newCanvas(p, 16+yearHeight+26+noteHeight(small, p.width()-24), r.yearTitle(), "The share of stories by week of the year, a line for each year. The figures are in the table beside it.")
	y := newYearPlot(c, r.Weeks)
	if len(y.years) == 0 {
		c.text(c.w/2, c.top+yearHeight/2, "middle", "quiet", "too few weeks to draw")
	} else {
		y.draw()
	}
	c.note(y.bottom+38, small)
	return c.bytes()
}

// yearTitle says the finding.
func (r Report) yearTitle() string {
	s := r.Season
	if !s.Known || s.Verdict == TooFew {
		return "Year over year: " + TooFew + " weeks to separate season from trend"
	}
	return fmt.Sprintf("Against the same weeks a year ago: %s (%s, then %s)", s.Verdict,
		counts(s.R1, s.D1), counts(s.R0, s.D0))
}

// yearPlot places weeks of years.
type yearPlot struct {
	*canvas
	years  [][]Point // each a calendar year of ISO weeks, oldest first
	bottom float64
	marks  []float64
}

func newYearPlot(c *canvas, weeks []Point) *yearPlot {
	y := &yearPlot{canvas: c, bottom: c.top + 16 + yearHeight}
	last := 0
	top := Real(0)
	for _, w := range weeks {
		if !w.Smooth.OK() {
			continue
		}
		year, _ := w.Week.Start(time.UTC).ISOWeek()
		if year != last {
			y.years, last = append(y.years, nil), year
		}
		y.years[len(y.years)-1] = append(y.years[len(y.years)-1], w)
		top = max(top, w.Smooth)
	}
	y.years = y.years[max(0, len(y.years)-yearsDrawn):]
	y.marks = ticks(float64(max(top, .001)), 4)
	return y
}

func (y *yearPlot) x(isoWeek int) float64 {
	return lineLeft + (float64(isoWeek)-.5)*(y.w-lineLeft-lineRight)/53
}

func (y *yearPlot) y(share Real) float64 {
	return y.bottom - yearHeight*float64(share)/y.marks[len(y.marks)-1]
}

func (y *yearPlot) draw() {
	for i, t := range y.marks {
		label := tickPercent(t)
		if i == len(y.marks)-1 {
			label += space + "%"
		}
		y.rule("rule", lineLeft, y.y(Real(t)), y.w-lineRight, y.y(Real(t)))
		y.text(lineLeft-6, y.y(Real(t))+4, "end", "quiet", label)
	}
	for month := range 4 {
		at := time.Date(2026, time.Month(1+3*month), 4, 0, 0, 0, 0, time.UTC)
		_, week := at.ISOWeek()
		y.text(y.x(week), y.bottom+17, "middle", "quiet", at.Format("Jan"))
	}
	var taken []float64
	for i := len(y.years) - 1; i >= 0; i-- {
		taken = append(taken, y.year(y.years[i], i == len(y.years)-1, taken))
	}
}

// year draws one year's line with its label at the end, and gives the label's
// height; labels that would touch another move below it.
func (y *yearPlot) year(weeks []Point, current bool, taken []float64) float64 {
	var path strings.Builder
	before := Week(0)
	for i, w := range weeks {
		_, n := w.Week.Start(time.UTC).ISOWeek()
		letter := "L"
		if i == 0 || w.Week != before+1 {
			letter = "M"
		}
		before = w.Week
		fmt.Fprintf(&path, "%s%s %s", letter, num(y.x(n)), num(y.y(w.Smooth)))
	}
	end := weeks[len(weeks)-1]
	name, n := end.Week.Start(time.UTC).ISOWeek()
	class, width, label := "axis", "1.2", "quiet"
	if current {
		class, width, label = "line", "2.2", "strong"
	}
	y.put(`<path class="%s" d="%s" fill="none" stroke="currentColor" stroke-width="%s" stroke-linejoin="round"/>`, class, path.String(), width)
	at := y.y(end.Smooth) + 4
	for moved := true; moved; {
		moved = false
		for _, t := range taken {
			if at-t < 13 && t-at < 13 {
				at, moved = t+13, true
			}
		}
	}
	y.text(y.x(n)+6, at, "start", label, fmt.Sprint(name))
	return at
}
