package trend

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
)

// The picture is drawn four times as large as it is laid out, and shown at
// twice: every pixel is the mean of four, which smooths the edges.
const (
	pictureWidth, pictureHeight = 720, 292
	drawn, shown                = 4, 2
)

// The colours of the plots on paper: see PlotCSS.
var (
	paper  = color.RGBA{0xff, 0xfd, 0xf9, 0xff}
	shaded = color.RGBA{0xef, 0xec, 0xe4, 0xff}
	ruled  = color.RGBA{0xdc, 0xd8, 0xcf, 0xff}
	quiet  = color.RGBA{0x6a, 0x67, 0x60, 0xff}
	accent = color.RGBA{0xa8, 0x20, 0x3f, 0xff}
	banded = color.RGBA{0xec, 0xd3, 0xd4, 0xff}
)

// LinePNG draws the last weeks of the long line for readers that show no SVG,
// such as programs for mail: the share over four weeks in its band, a dot for
// each week, the stories beneath, fashion weeks shaded. It is 1440 pixels wide
// and meant to be shown at half its size. Nothing where there are no weeks.
func (r Report) LinePNG(weeks int) []byte {
	if n := len(r.Weeks); n > weeks {
		r.Weeks = r.Weeks[n-weeks:]
	}
	if len(r.Weeks) == 0 {
		return nil
	}
	l := newLinePlot(&canvas{plot: Plot{Width: pictureWidth}, w: pictureWidth, top: -10}, r)
	p := &picture{linePlot: l, img: image.NewRGBA(image.Rect(0, 0, drawn*pictureWidth, drawn*pictureHeight))}
	p.box(0, 0, pictureWidth, pictureHeight, paper)
	p.columns()
	p.axes()
	p.band()
	p.weekMarks()
	var b bytes.Buffer
	if err := png.Encode(&b, p.shrunk()); err != nil {
		return nil // a buffer takes everything, and the picture has a size
	}
	return b.Bytes()
}

// picture is a line plot in pixels; its places are those of the layout.
type picture struct {
	*linePlot
	img *image.RGBA
}

// box fills a rectangle.
func (p *picture) box(x0, y0, x1, y1 float64, c color.RGBA) {
	for y := int(math.Round(y0 * drawn)); y < int(math.Round(y1*drawn)); y++ {
		for x := int(math.Round(x0 * drawn)); x < int(math.Round(x1*drawn)); x++ {
			p.img.SetRGBA(x, y, c)
		}
	}
}

// disc fills a circle.
func (p *picture) disc(x, y, radius float64, c color.RGBA) {
	for dy := -radius; dy <= radius; dy += 1. / drawn {
		half := math.Sqrt(max(0, radius*radius-dy*dy))
		p.box(x-half, y+dy, x+half, y+dy+1./drawn, c)
	}
}

// columns shades fashion weeks, and those that are not complete.
func (p *picture) columns() {
	for i, w := range p.weeks {
		if x := p.x(i) - p.step/2; w.Shows != "" {
			p.box(x, p.bottom-shareHeight, x+p.step, p.bottom, shaded)
		} else if w.Provisional {
			for at := x; at < x+p.step; at += 3 {
				p.box(at, p.bottom-shareHeight, at+.5, p.bottom, ruled)
			}
		}
	}
}

// axes draws the ticks of shares, and the first and last week.
func (p *picture) axes() {
	for _, t := range p.shareTicks {
		y := p.y(Real(t))
		p.box(lineLeft, y, p.w-lineRight, y+.5, ruled)
		p.text(p.w-lineRight+6, y-4, fmt.Sprintf("%.3g %%", 100*t))
	}
	p.box(lineLeft, p.base, p.w-lineRight, p.base+.5, quiet)
	p.text(lineLeft, p.base+8, p.weeks[0].Week.String())
	p.text(p.w-lineRight-8*6, p.base+8, p.weeks[len(p.weeks)-1].Week.String())
}

// band draws the smoothed share in its interval, from week to week.
func (p *picture) band() {
	for pass := range 2 {
		for i := 1; i < len(p.weeks); i++ {
			a, b := p.weeks[i-1], p.weeks[i]
			if !a.Smooth.OK() || !b.Smooth.OK() {
				continue
			}
			for x := 0.0; x < p.step; x += .5 / drawn {
				mix := func(u, v Real) float64 { return p.y(u) + (p.y(v)-p.y(u))*x/p.step }
				at := p.x(i-1) + x
				if pass == 0 {
					p.box(at, mix(a.SmoothHigh, b.SmoothHigh), at+1./drawn, mix(a.SmoothLow, b.SmoothLow), banded)
				} else {
					p.disc(at, mix(a.Smooth, b.Smooth), 1, accent)
				}
			}
		}
	}
}

// weekMarks draws each week's share as a dot, and its stories as a bar.
func (p *picture) weekMarks() {
	for i, w := range p.weeks {
		if w.R > 0 {
			p.box(p.x(i)-p.step/3, p.base-countHeight*float64(w.R)/float64(p.mostStories), p.x(i)+p.step/3, p.base, quiet)
		}
		if w.Share.OK() && !w.Provisional {
			p.disc(p.x(i), p.y(w.Share), 2.2, accent)
			p.disc(p.x(i), p.y(w.Share), 1.3, paper)
		}
	}
}

// shrunk is the picture at the size that it is shown at.
func (p *picture) shrunk() image.Image {
	const by = drawn / shown
	out := image.NewRGBA(image.Rect(0, 0, shown*pictureWidth, shown*pictureHeight))
	for i := range out.Pix {
		x, y, channel := i/4%out.Rect.Dx(), i/4/out.Rect.Dx(), i%4
		sum := 0
		for d := range by * by {
			sum += int(p.img.Pix[p.img.PixOffset(by*x+d%by, by*y+d/by)+channel])
		}
		out.Pix[i] = uint8(sum / (by * by)) //nolint:gosec // a mean of bytes
	}
	return out
}

// digits are the letters that a picture needs, five by seven, a row a byte.
const digits = "0123456789.-%W"

var digitRows = [...][7]byte{
	{14, 17, 19, 21, 25, 17, 14}, {4, 12, 4, 4, 4, 4, 14}, {14, 17, 1, 2, 4, 8, 31}, {31, 2, 4, 2, 1, 17, 14},
	{2, 6, 10, 18, 31, 2, 2}, {31, 16, 30, 1, 1, 17, 14}, {6, 8, 16, 30, 17, 17, 14}, {31, 1, 2, 4, 8, 8, 8},
	{14, 17, 17, 14, 17, 17, 14}, {14, 17, 17, 15, 1, 2, 12}, {0, 0, 0, 0, 0, 12, 12}, {0, 0, 0, 31, 0, 0, 0},
	{24, 25, 2, 4, 8, 19, 3}, {17, 17, 17, 21, 21, 21, 10},
}

// text writes a figure or a week; what has no shape is left blank.
func (p *picture) text(x, y float64, s string) {
	const dot = 1.0
	for i, r := range s {
		at := bytes.IndexRune([]byte(digits), r)
		if at < 0 {
			continue
		}
		for row, bits := range digitRows[at] {
			for col := range 5 {
				if bits&(16>>col) != 0 {
					left, top := x+6*dot*float64(i)+dot*float64(col), y+dot*float64(row)
					p.box(left, top, left+dot, top+dot, quiet)
				}
			}
		}
	}
}
