package trend

import "math"

// What an alert needs.
const (
	alertScore   = 3
	alertStories = 3
	alertSources = 2
	scoreCap     = 10
)

// Burst tells how unusual one week is against the 8 before. Its figures are
// missing where either side has no data.
type Burst struct {
	R        int     `json:"r"`
	D        int     `json:"d"`
	R0       int     `json:"r0"`
	D0       int     `json:"d0"`
	Expected Real    `json:"expected"`
	Lift     Real    `json:"lift"`
	P        Real    `json:"p"`
	Score    Real    `json:"score"`
	Alert    bool    `json:"alert"`
	Sources  int     `json:"sources"` // that told the week's matching stories
	Week     *Week   `json:"week"`    // null where no week is complete
	IDs      []int64 `json:"ids,omitempty"`
}

// BurstOf scores a week (M3) by the Gamma–Poisson predictive distribution, so
// that doubt about the baseline counts as well as chance in the week. With
// k = R0+½ and p = D0/(D0+D), the chance of r stories or more is that of a
// negative binomial, P = P(NB(k, p) ≥ r) = I₁₋ₚ(r, k), the regularised
// incomplete beta function (A. Gelman and others, Bayesian Data Analysis,
// section 2.6). expected = D(R0+½)/D0, lift = r/expected, score = −log₁₀ P,
// at most 10. It alerts where score ≥ 3, r ≥ 3, and at least 2 sources told
// the stories. If counts were Poisson that is at most one false alarm in a
// thousand weeks. News is clumpier: on real headlines five were measured, where
// stories come in clumps of two thirty. So a burst is unusual, never proved.
func BurstOf(week, before Count, sources int) Burst {
	b := Burst{R: week.R, D: week.D, R0: before.R, D0: before.D, Sources: sources,
		Expected: missing(), Lift: missing(), P: missing(), Score: missing()}
	if week.D <= 0 || before.D <= 0 || week.R < 0 || before.R < 0 {
		return b
	}
	d, d0, k := float64(week.D), float64(before.D), float64(before.R)+.5
	b.Expected = Real(d * k / d0)
	b.Lift = Real(week.R) / b.Expected
	p := 1.0
	if week.R > 0 {
		p = incompleteBeta(float64(week.R), k, d/(d0+d))
	}
	b.P = Real(p)
	b.Score = Real(min(scoreCap, math.Abs(math.Log10(max(p, 1e-300)))))
	b.Alert = b.Score >= alertScore && week.R >= alertStories && sources >= alertSources
	return b
}

// incompleteBeta is the regularised incomplete beta function I_x(a, b), by
// the continued fraction of DLMF 8.17.22, which converges fast where
// x < (a+1)/(a+b+2); I_x(a,b) = 1 − I_{1−x}(b,a) brings every other x there.
func incompleteBeta(a, b, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - betaTail(b, a, 1-x)
	}
	return betaTail(a, b, x)
}

// betaTail is I_x(a, b) for an x below the mean or about there.
func betaTail(a, b, x float64) float64 {
	ga, _ := math.Lgamma(a)
	gb, _ := math.Lgamma(b)
	gab, _ := math.Lgamma(a + b)
	front := math.Exp(gab - ga - gb + a*math.Log(x) + b*math.Log1p(-x))
	return min(1, front*betaFraction(a, b, x)/a)
}

// betaFraction evaluates the continued fraction by Lentz's method. It needs about √max(a, b)
// steps; the bound is for arguments that no count of stories reaches.
func betaFraction(a, b, x float64) float64 {
	const tiny, enough, steps = 1e-300, 1e-15, 10_000
	keep := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/keep(1-(a+b)*x/(a+1))
	f := d
	for m := 1.0; m < steps; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		step := 1.0
		for _, term := range [2]float64{even, odd} {
			d = 1 / keep(1+term*d)
			c = keep(1 + term/c)
			step = c * d
			f *= step
		}
		if math.Abs(step-1) < enough {
			break
		}
	}
	return f
}
