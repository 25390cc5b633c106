package trend

import (
	"math"
	"strconv"
	"strings"
)

// pen writes a path in steps from point to point, which takes half the bytes
// that the points themselves would. Steps are taken between rounded points, so
// that they do not add up to an error.
type pen struct {
	strings.Builder
	x, y int // where it is, in tenths
}

// move goes to a point without drawing.
func (p *pen) move(x, y float64) { p.step('m', x, y) }

// line draws to a point.
func (p *pen) line(x, y float64) {
	switch tx, ty := int(math.Round(x*10)), int(math.Round(y*10)); {
	case ty == p.y:
		p.WriteString("h" + tenths(tx-p.x))
		p.x = tx
	case tx == p.x:
		p.WriteString("v" + tenths(ty-p.y))
		p.y = ty
	default:
		p.step('l', x, y)
	}
}

// dot draws a point: a line without length, for round ends.
func (p *pen) dot(x, y float64) {
	p.step('m', x, y)
	p.WriteString("h0")
}

func (p *pen) step(letter byte, x, y float64) {
	tx, ty := int(math.Round(x*10)), int(math.Round(y*10))
	p.WriteByte(letter) // at the beginning of a path "m" counts from the origin
	dy := tenths(ty - p.y)
	p.WriteString(tenths(tx - p.x))
	if dy[0] != '-' {
		p.WriteByte(' ')
	}
	p.WriteString(dy)
	p.x, p.y = tx, ty
}

// tenths writes a number of tenths, without a zero before the point.
func tenths(n int) string {
	s := strconv.FormatFloat(float64(n)/10, 'f', -1, 64)
	if strings.HasPrefix(s, "0.") || strings.HasPrefix(s, "-0.") {
		return strings.Replace(s, "0.", ".", 1)
	}
	return s
}
