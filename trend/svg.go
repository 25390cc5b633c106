package trend

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Plot says how a plot is drawn: within a page, which PlotCSS gives it its look
// in, for light and dark, or alone. A file of its own says the same again in
// attributes, for the many programs that know no style sheet with variables.
type Plot struct {
	Width int                      // in CSS pixels, 720 where 0; no less than 320
	ID    string                   // goes before the ids within, for several plots on one page
	Weeks int                      // how many weeks a line shows, the last ones; all where 0
	Href  func(ids []int64) string // where the stories behind a mark can be read; no link where nil or empty; on a page without it, weeks do not say what they were
	Alone bool                     // a file of its own: with style sheet, background and visible title
}

// PlotCSS is the style sheet of the plots, for a page that has them inline.
const PlotCSS = `.plot{--ink:#1d1c1a;--quiet:#6a6760;--rule:#dcd8cf;--accent:#a8203f;--band:#a8203f;--shade:#efece4;--paper:#fffdf9}
@media (prefers-color-scheme:dark){.plot{--ink:#eeeae2;--quiet:#a29d92;--rule:#3b3834;--accent:#ff8fa3;--band:#ff8fa3;--shade:#272420;--paper:#171513}}
.plot text{fill:var(--ink)}
.plot .quiet{fill:var(--quiet);fill-opacity:1;font-size:11px}
.plot .rule{stroke:var(--rule);stroke-opacity:1}
.plot .axis{stroke:var(--quiet);stroke-opacity:1}
.plot .line,.plot .whisker,.plot .hollow{fill:none;stroke:var(--accent)}
.plot .whisker{stroke-width:1.4}
.plot .hollow{fill:var(--paper)}
.plot .mark,.plot .strong{fill:var(--accent)}
.plot .band{fill:var(--band)}
.plot .shade{fill:var(--shade);fill-opacity:1}
.plot .change{fill:var(--quiet)}
.plot .hatch{stroke:var(--quiet)}
.plot .paper{fill:var(--paper)}
.plot .dots{stroke:var(--accent)}
.plot .bars{stroke:var(--quiet)}
.plot .hits a:hover path{stroke:var(--ink);stroke-opacity:.14}
.plot a:hover .mark,.plot a:focus .mark{fill:var(--ink)}
.plot .dots a:hover path{stroke:var(--ink)}
`

const (
	plotWidth    = 720
	plotMinWidth = 320
	glyph        = 0.53 // about the width of a letter, in font sizes
	sans         = "system-ui, -apple-system, 'Segoe UI', sans-serif"
	serif        = "Georgia, 'Times New Roman', serif"
)

// width is the width that is drawn.
func (p Plot) width() float64 {
	if p.Width == 0 {
		return plotWidth
	}
	return float64(max(p.Width, plotMinWidth))
}

// canvas is an SVG document in the making.
type canvas struct {
	b    strings.Builder
	plot Plot
	w, h float64
	top  float64 // where the drawing begins, below a visible title
}

// newCanvas opens a document whose drawing is so high. The title is visible
// only in a file of its own; a page says it in its own words.
func newCanvas(p Plot, height float64, title, desc string) *canvas {
	c := &canvas{plot: p, w: p.width()}
	var lines []string
	if p.Alone {
		lines = wrap(title, c.w-24, 17)
		c.top = 16 + 22*float64(len(lines))
	}
	c.h = c.top + height
	c.put(`<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 %s %s" width="%s" height="%s" role="group" aria-labelledby="%st %sd" font-family="%s" font-size="12" fill="currentColor">`,
		num(c.w), num(c.h), num(c.w), num(c.h), esc(p.ID), esc(p.ID), sans)
	c.put(`<title id="%st">%s</title><desc id="%sd">%s</desc>`, esc(p.ID), esc(title), esc(p.ID), esc(desc))
	if p.Alone {
		c.put("<style>%s</style>", PlotCSS)
		c.put(`<rect class="paper" width="%s" height="%s" fill="none"/>`, num(c.w), num(c.h))
	}
	for i, line := range lines {
		c.put(`<text x="12" y="%s" font-family="%s" font-size="17">%s</text>`, num(26+22*float64(i)), serif, esc(line))
	}
	return c
}

// put writes one element on its line.
func (c *canvas) put(format string, args ...any) { fmt.Fprintf(&c.b, format+"\n", args...) }

// bytes closes the document.
func (c *canvas) bytes() []byte {
	c.put("</svg>")
	return []byte(c.b.String())
}

// text writes words at a point; anchor is start, middle or end.
func (c *canvas) text(x, y float64, anchor, class, words string) {
	look := ""
	if anchor != "start" {
		look = ` text-anchor="` + anchor + `"`
	}
	if class != "" {
		look += ` class="` + class + `"`
	}
	if class == "quiet" {
		look += c.alone(` fill-opacity=".7" font-size="11"`)
	}
	c.put(`<text x="%s" y="%s"%s>%s</text>`, num(x), num(y), look, esc(words))
}

// alone gives attributes that say what the style sheet says, to a file of its
// own. On a page they would be a third of the plot.
func (c *canvas) alone(attributes string) string {
	if c.plot.Alone {
		return attributes
	}
	return ""
}

// rule draws a thin line.
func (c *canvas) rule(class string, x1, y1, x2, y2 float64) {
	to := "L" + num(x2) + " " + num(y2)
	switch {
	case y1 == y2:
		to = "H" + num(x2)
	case x1 == x2:
		to = "V" + num(y2)
	}
	c.put(`<path class="%s" d="M%s %s%s"%s/>`, class, num(x1), num(y1), to, c.alone(` stroke="currentColor" stroke-opacity=".25"`))
}

// linked writes a mark with its words, as a link to its stories where there is
// one. The links of small marks are left out of the tab order: the table
// beside the plot has them too.
func (c *canvas) linked(ids []int64, words, mark string) {
	href := ""
	if c.plot.Href != nil && len(ids) > 0 {
		href = c.plot.Href(ids)
	}
	element, attributes := "g", ""
	if href != "" {
		element, attributes = "a", ` href="`+esc(href)+`" tabindex="-1"`
	}
	c.put("<%s%s><title>%s</title>%s</%s>", element, attributes, esc(words), mark, element)
}

// hatching defines the pattern of what is not complete.
func (c *canvas) hatching() {
	c.put(`<defs><pattern id="%sh" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V5" stroke="currentColor" stroke-opacity=".45" stroke-width="1.2"/></pattern></defs>`, esc(c.plot.ID))
}

// noteHeight is the height that small print takes.
func noteHeight(words string, width float64) float64 {
	return 15*float64(len(wrap(words, width, 11))) + 6
}

// note writes small print from a height on.
func (c *canvas) note(y float64, words string) {
	for i, line := range wrap(words, c.w-24, 11) {
		c.text(12, y+15*float64(i), "start", "quiet", line)
	}
}

// wrap breaks words into lines of about a width.
func wrap(words string, width, size float64) []string {
	most := int(width / (size * glyph))
	var lines []string
	line := ""
	for _, word := range strings.Split(words, " ") {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > most {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// shorten cuts a name to a width.
func shorten(name string, width float64) string {
	most := max(1, int(width/(12*glyph)))
	runes := []rune(name)
	if len(runes) <= most {
		return name
	}
	return string(runes[:most-1]) + "…"
}

// num writes a coordinate with one decimal.
func num(x float64) string {
	return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
}

// esc makes text safe inside elements and attributes.
func esc(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a strings.Builder never fails
	return b.String()
}

// ticks gives at most n round steps from 0 to beyond top.
func ticks(top float64, n int) []float64 {
	if top <= 0 {
		return []float64{0}
	}
	step := math.Pow(10, math.Floor(math.Log10(top/float64(n))))
	for _, times := range [...]float64{1, 2, 5, 10} {
		if top/(step*times) <= float64(n) {
			step *= times
			break
		}
	}
	var out []float64
	for i := 0; ; i++ {
		out = append(out, float64(i)*step)
		if float64(i)*step >= top {
			return out
		}
	}
}
