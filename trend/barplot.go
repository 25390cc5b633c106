package trend

import (
	"fmt"
	"strings"
)

const (
	barRow  = 26.0
	barMost = 12 // brands that are drawn
)

// BrandsSVG draws how far each brand reaches into the matching stories of the
// last 8 weeks: a bar with its 95 % whisker and its counts. Below 10 stories
// there are whiskers without bars, in alphabetical order.
func (r Report) BrandsSVG(p Plot) []byte {
	rows := r.Brands[:min(len(r.Brands), barMost)]
	small := "Share of matching stories that name the brand, with its 95 % interval; a story can name several."
	if !r.Ranked {
		small += " Too few stories to rank."
	}
	if rest := len(r.Brands) - len(rows); rest > 0 {
		small += fmt.Sprintf(" %d more in the table.", rest)
	}
	c := newCanvas(p, 34+barRow*float64(max(1, len(rows)))+noteHeight(small, p.width()-24), r.brandTitle(), "Brands and the number of stories that name them. The figures are in the table beside it.")
	b := &barPlot{canvas: c, left: min(170, c.w*.36), right: 92, height: barRow * float64(max(1, len(rows)))}
	b.axis(rows)
	for i, row := range rows {
		b.row(i, row, r.Ranked)
	}
	if len(rows) == 0 {
		c.text(c.w/2, c.top+24, "middle", "quiet", TooFew+" stories")
	}
	c.note(c.top+b.height+42, small)
	return c.bytes()
}

// brandTitle says the finding.
func (r Report) brandTitle() string {
	if !r.Ranked || len(r.Brands) == 0 {
		return "Brands named: " + TooFew + " stories to rank them"
	}
	b := r.Brands[0]
	if len(r.Brands) > 1 && r.Brands[1].Stories == b.Stories {
		return fmt.Sprintf("%s and %s are named most, in %s stories each", b.Brand, r.Brands[1].Brand, counts(b.Stories, b.Of))
	}
	return fmt.Sprintf("%s is named most, in %s stories", b.Brand, counts(b.Stories, b.Of))
}

// barPlot places rows and reaches.
type barPlot struct {
	*canvas
	left, right, height float64
	most                float64
}

func (b *barPlot) x(reach Real) float64 {
	return b.left + (b.w-b.left-b.right)*float64(reach)/b.most
}

// axis draws the scale above the rows.
func (b *barPlot) axis(rows []Brand) {
	high := Real(.01)
	for _, row := range rows {
		if row.High.OK() {
			high = max(high, row.High)
		}
	}
	marks := ticks(float64(high), 4)
	b.most = marks[len(marks)-1]
	for _, t := range marks {
		if t > 1 { // no share is above all
			continue
		}
		x := b.x(Real(t))
		b.rule("rule", x, b.top+20, x, b.top+24+b.height)
		label := tickPercent(t)
		if t == 0 {
			label += space + "%"
		}
		b.text(x, b.top+15, "middle", "quiet", label)
	}
}

// row draws one brand.
func (b *barPlot) row(i int, v Brand, ranked bool) {
	y := b.top + 24 + barRow*(float64(i)+.5)
	b.text(b.left-10, y+4, "end", "", shorten(v.Brand, b.left-18))
	words := fmt.Sprintf("%s: %s stories (%s, %s)", shorten(v.Brand, plotMinWidth), counts(v.Stories, v.Of), percent(v.Reach), likely(v.Low, v.High))
	mark := fmt.Sprintf(`<circle class="mark" cx="%s" cy="%s" r="3.4"/>`, num(b.x(v.Reach)), num(y))
	if ranked {
		mark = fmt.Sprintf(`<rect class="band" x="%s" y="%s" width="%s" height="12" fill-opacity=".35"/>`,
			num(b.left), num(y-6), num(b.x(v.Reach)-b.left)) + mark
	}
	b.linked(v.IDs, words, mark)
	b.put(`<path class="whisker" d="M%s %sH%sM%s %sv8M%s %sv8"%s/>`,
		num(b.x(v.Low)), num(y), num(b.x(v.High)), num(b.x(v.Low)), num(y-4), num(b.x(v.High)), num(y-4),
		b.alone(` fill="none" stroke="currentColor" stroke-width="1.4"`))
	label := counts(v.Stories, v.Of)
	if moved(v.Change) {
		label += map[string]string{Rising: " ↑", Falling: " ↓"}[v.Change.Verdict]
	}
	b.text(b.w-b.right+12, y+4, "start", "quiet", strings.TrimSpace(label))
}
