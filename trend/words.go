package trend

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// space is the no-break space between a number and its unit.
const space = "\u00a0"

// percent writes a fraction as people read it: two significant digits, but
// never more than two decimals. It is only ever printed beside its counts.
func percent(x Real) string {
	if !x.OK() {
		return TooFew
	}
	return percentNumber(x) + space + "%"
}

// percentNumber is percent without the sign.
func percentNumber(x Real) string {
	p := 100 * float64(x)
	switch {
	case p == 0:
		return "0"
	case p < 1:
		return strconv.FormatFloat(p, 'f', 2, 64)
	case p < 20:
		return strconv.FormatFloat(p, 'f', 1, 64)
	}
	return strconv.FormatFloat(p, 'f', 0, 64)
}

// figure writes a number with two significant digits, or as many as it has
// before the point.
func figure(x Real) string {
	if !x.OK() {
		return TooFew
	}
	a := math.Abs(float64(x))
	switch {
	case a == 0:
		return "0"
	case a >= 100:
		return thousands(int(math.Round(float64(x))))
	case a >= 10:
		return strconv.FormatFloat(float64(x), 'f', 0, 64)
	case a >= 1:
		return strconv.FormatFloat(float64(x), 'f', 1, 64)
	}
	return strconv.FormatFloat(float64(x), 'g', 2, 64)
}

// thousands writes a whole number in groups of three.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// fraction writes a share with its counts: "3.1 % (62 of 2,004)".
func fraction(s Share) string {
	if !s.Share.OK() {
		return TooFew
	}
	return fmt.Sprintf("%s (%s)", percent(s.Share), counts(s.R, s.D))
}

// counts writes a numerator and denominator: "62 of 2,004".
func counts(r, d int) string { return thousands(r) + space + "of" + space + thousands(d) }

// likely writes the interval of a share: "likely 2.4 to 3.9 %".
func likely(low, high Real) string {
	if !low.OK() || !high.OK() {
		return TooFew
	}
	return "likely " + percentNumber(low) + " to " + percent(high)
}

// plural writes a number with its noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1" + space + one
	}
	return thousands(n) + space + many
}

// capital makes the first letter of an English phrase upper case.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// amount writes a price without needless decimals.
func amount(x Real) string {
	if !x.OK() {
		return TooFew
	}
	v := math.Round(float64(x)*100) / 100
	if v == math.Trunc(v) {
		return thousands(int(v))
	}
	whole := math.Trunc(v)
	return thousands(int(whole)) + strconv.FormatFloat(v-whole, 'f', 2, 64)[1:]
}
