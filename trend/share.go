package trend

import "math"

// z95 is the two-sided 95 % point of the normal distribution, 1.96 to the
// digits that a third decimal needs.
const z95 = 1.959963984540054

// The words for how much a share rests on.
const (
	Firm   = "firm"    // 30 matching stories or more
	Fair   = "fair"    // 10 to 29
	Thin   = "thin"    // 3 to 9
	TooFew = "too few" // fewer; also the verdict wherever a figure would be a guess
)

// Count is what every figure starts from: R matching stories among D stories
// of any kind. D = 0 means no data, not a share of zero.
type Count struct {
	R int `json:"r"`
	D int `json:"d"`
}

// plus adds two counts; shares are pooled so, never averaged.
func (c Count) plus(o Count) Count { return Count{c.R + o.R, c.D + o.D} }

// Share is R of D as a fraction, with its 95 % interval and a word for how
// much it rests on. All three figures are missing where D is 0.
type Share struct {
	Count
	Share      Real    `json:"share"`
	Low        Real    `json:"low"`
	High       Real    `json:"high"`
	Confidence string  `json:"confidence"`
	IDs        []int64 `json:"ids,omitempty"` // the stories behind R
}

// ShareOf is the attention share S = r/D (M1) with Wilson's score interval
//
//	(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n),  z = 1.96
//
// E. B. Wilson, "Probable inference, the law of succession, and statistical
// inference", JASA 22 (1927). It stays inside [0, 1] and is honest at r = 0.
func ShareOf(c Count) Share {
	s := Share{Count: c, Share: missing(), Low: missing(), High: missing(), Confidence: confidence(c.R)}
	if c.D <= 0 || c.R < 0 || c.R > c.D {
		s.Confidence = TooFew
		return s
	}
	p, n := float64(c.R)/float64(c.D), float64(c.D)
	mid := p + z95*z95/(2*n)
	half := z95 * math.Sqrt(p*(1-p)/n+z95*z95/(4*n*n))
	scale := 1 + z95*z95/n
	s.Share = Real(p)
	s.Low, s.High = Real((mid-half)/scale), Real((mid+half)/scale)
	if c.R == 0 {
		s.Low = 0 // exactly, whatever the rounding above
	}
	if c.R == c.D {
		s.High = 1
	}
	return s
}

// confidence gives the word for a number of matching stories.
func confidence(r int) string {
	switch {
	case r >= 30:
		return Firm
	case r >= 10:
		return Fair
	case r >= 3:
		return Thin
	}
	return TooFew
}

// Index scales a series to 100 at its highest, for display only: it hides
// its base. Missing values stay missing; a series of zeros is all zero.
func Index(shares []Real) []Real {
	top := Real(0)
	for _, s := range shares {
		if s.OK() {
			top = max(top, s)
		}
	}
	out := make([]Real, len(shares))
	for i, s := range shares {
		switch {
		case !s.OK():
			out[i] = missing()
		case top > 0:
			out[i] = Real(math.Round(float64(100 * s / top)))
		}
	}
	return out
}

// smoothWeeks is the width of the smoothed line.
const smoothWeeks = 4

// Smooth gives for each week the share pooled over it and the three before,
// Σr/ΣD, which a week of few stories cannot tilt as it would a mean of
// shares. The first three weeks, and those without data, have none.
func Smooth(weeks []Count) []Share {
	out := make([]Share, len(weeks))
	for i, w := range weeks {
		var sum Count
		if i >= smoothWeeks-1 && w.D > 0 {
			sum = pool(weeks[i-smoothWeeks+1 : i+1])
		}
		out[i] = ShareOf(sum)
	}
	return out
}

// pool adds up counts.
func pool(weeks []Count) (sum Count) {
	for _, w := range weeks {
		sum = sum.plus(w)
	}
	return sum
}

// minBalance is how many stories a source must have told for its own share to
// enter the balanced one.
const minBalance = 20

// Balanced is the mean over sources of r_s/D_s (rule N9), where one large
// source weighs no more than a small one. Only sources with D_s ≥ 20 enter;
// it is missing where there is none.
func Balanced(sources []Count) Real {
	sum, n := 0.0, 0
	for _, c := range sources {
		if c.D >= minBalance && c.R <= c.D {
			sum += float64(c.R) / float64(c.D)
			n++
		}
	}
	if n == 0 {
		return missing()
	}
	return Real(sum / float64(n))
}
