package trend

import "math"

// The verdicts of a comparison; TooFew is the fourth.
const (
	Rising   = "rising"
	Falling  = "falling"
	NoChange = "no clear change"
)

// Momentum compares a later share with an earlier one.
type Momentum struct {
	R1      int    `json:"r1"`
	D1      int    `json:"d1"`
	R0      int    `json:"r0"`
	D0      int    `json:"d0"`
	Ratio   Real   `json:"ratio"`
	Low     Real   `json:"low"`
	High    Real   `json:"high"`
	Log2    Real   `json:"log2"` // of Ratio: +1 is twice, −1 is half
	Verdict string `json:"verdict"`
}

// MomentumOf is the ratio of two shares (M2), now against before, each with
// half a story added:
//
//	ratio = [(R1+½)/(D1+1)] / [(R0+½)/(D0+1)]
//	SE = √(1/(R1+½) − 1/(D1+1) + 1/(R0+½) − 1/(D0+1))
//	interval = exp(ln ratio ± 1.96 SE)
//
// after the log interval for a ratio of binomials by D. Katz and others,
// Biometrics 34 (1978); the half keeps small counts tame, as T. Dunning's
// offset does. The verdict is rising where the whole interval lies above 1,
// falling where it lies below, and no clear change otherwise: a doubling from
// 9 stories to 18 proves nothing. Without a denominator, and without a single
// story on either side, it is too few.
func MomentumOf(now, before Count) Momentum {
	m := Momentum{R1: now.R, D1: now.D, R0: before.R, D0: before.D,
		Ratio: missing(), Low: missing(), High: missing(), Log2: missing(), Verdict: TooFew}
	if now.D <= 0 || before.D <= 0 || now.R > now.D || before.R > before.D || now.R < 0 || before.R < 0 {
		return m
	}
	r1, d1 := float64(now.R)+.5, float64(now.D)+1
	r0, d0 := float64(before.R)+.5, float64(before.D)+1
	ln := math.Log((r1 / d1) / (r0 / d0))
	se := math.Sqrt(1/r1 - 1/d1 + 1/r0 - 1/d0)
	m.Ratio, m.Log2 = Real(math.Exp(ln)), Real(ln/math.Ln2)
	m.Low, m.High = Real(math.Exp(ln-z95*se)), Real(math.Exp(ln+z95*se))
	switch {
	case now.R+before.R == 0:
	case m.Low > 1:
		m.Verdict = Rising
	case m.High < 1:
		m.Verdict = Falling
	default:
		m.Verdict = NoChange
	}
	return m
}
