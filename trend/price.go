package trend

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"reticule"
)

const (
	medianFrom   = 3 // prices for a median
	intervalFrom = 6 // prices for quartiles and an interval
)

// Spread describes the prices that editors printed, in whole units of one
// currency: never the market, and never two currencies in one figure.
type Spread struct {
	N        int  `json:"n"`
	Median   Real `json:"median"` // from 3 prices on
	Low      Real `json:"low"`    // 95 % interval of the median, from 6 on
	High     Real `json:"high"`
	Coverage Real `json:"coverage"` // how sure the interval really is
	Q1       Real `json:"q1"`       // from 6 on
	Q3       Real `json:"q3"`
	Floors   int  `json:"floors"`  // of N, the lower ends of a range or "from" prices
	Stories  int  `json:"stories"` // with prices; one shopping list can outweigh ten essays
}

// SpreadOf gives the median of sorted amounts (M8), their quartiles by linear
// interpolation (type 7 of R. Hyndman and Y. Fan, The American Statistician
// 50, 1996), and the distribution-free interval of the median: from the k-th
// lowest to the k-th highest, k the largest with
//
//	1 − 2 P(Bin(n, ½) < k) ≥ 0.95
func SpreadOf(sorted []float64) Spread {
	n := len(sorted)
	s := Spread{N: n, Median: missing(), Low: missing(), High: missing(), Coverage: missing(), Q1: missing(), Q3: missing()}
	if n >= medianFrom {
		s.Median = quantile(sorted, .5)
	}
	if n >= intervalFrom {
		s.Q1, s.Q3 = quantile(sorted, .25), quantile(sorted, .75)
		k, cover := medianRank(n)
		s.Low, s.High, s.Coverage = Real(sorted[k-1]), Real(sorted[n-k]), Real(cover)
	}
	return s
}

// quantile interpolates between order statistics, type 7.
func quantile(sorted []float64, q float64) Real {
	at := q * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return Real(sorted[i])
	}
	return Real(sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i]))
}

// medianRank gives the rank k of the interval's ends and its coverage, for
// n ≥ 6.
func medianRank(n int) (k int, coverage float64) {
	below := 0.0 // P(Bin(n, ½) < k)
	logHalf := float64(n) * math.Log(.5)
	all, _ := math.Lgamma(float64(n) + 1)
	for k = 0; 2*k < n; k++ {
		a, _ := math.Lgamma(float64(k) + 1)
		b, _ := math.Lgamma(float64(n-k) + 1)
		next := below + math.Exp(all-a-b+logHalf)
		if 1-2*next < 0.95 {
			break
		}
		below = next
	}
	return k, 1 - 2*below
}

// observation is one printed price.
type observation struct {
	week     int
	currency string
	minor    int64
	floor    bool
	id       int64
	product  *reticule.Product
}

// what names the thing and where it is sold, folded.
func (o observation) what() string {
	p := o.product
	return strings.ToLower(strings.TrimSpace(p.Brand) + "\x00" + strings.TrimSpace(p.Name) + "\x00" + strings.TrimSpace(p.Retailer))
}

// compare orders observations; what they are of is asked only where week,
// currency and amount are the same.
func (o observation) compare(p observation) int {
	if c := cmp.Or(cmp.Compare(o.week, p.week), cmp.Compare(o.minor, p.minor)); c != 0 {
		return c
	}
	if c := cmp.Or(strings.Compare(o.currency, p.currency), strings.Compare(o.what(), p.what())); c != 0 {
		return c
	}
	return cmp.Compare(o.id, p.id)
}

// observe collects the prices of stories. The same brand, product, retailer
// and amount counts once a week, at the story that told it first; the price
// is the one now, and a range's lower end, flagged.
func observe(stories []*told) []observation {
	n := 0
	for _, t := range stories {
		n += len(t.Products)
	}
	out := make([]observation, 0, n)
	for _, t := range stories {
		for i := range t.Products {
			p := &t.Products[i]
			if p.Price.IsZero() || p.Price.Minor <= 0 {
				continue
			}
			out = append(out, observation{t.week, p.Price.Currency, p.Price.Minor, p.From || !p.High.IsZero(), t.ID, p})
		}
	}
	slices.SortFunc(out, observation.compare)
	return slices.CompactFunc(out, func(a, b observation) bool {
		return a.week == b.week && a.minor == b.minor && a.currency == b.currency && a.what() == b.what()
	})
}

// during gives the observations of a window.
func during(sorted []observation, w window) []observation {
	find := func(week int) int {
		at, _ := slices.BinarySearchFunc(sorted, week, func(o observation, week int) int { return cmp.Compare(o.week, week) })
		return at
	}
	return sorted[find(w.from):find(w.to+1)]
}

// Dot is one printed price.
type Dot struct {
	Amount Real  `json:"amount"`
	Floor  bool  `json:"floor,omitempty"` // the lower end of a range
	ID     int64 `json:"id"`              // the story that printed it
}

// dots turns observations of one currency into points, and their spread;
// lowest price first.
func dots(obs []observation) ([]Dot, Spread) {
	slices.SortStableFunc(obs, func(a, b observation) int { return cmp.Compare(a.minor, b.minor) })
	amounts, points := make([]float64, len(obs)), make([]Dot, len(obs))
	floors, stories := 0, map[int64]bool{}
	for i, o := range obs {
		amounts[i] = units(o.minor, o.currency)
		points[i] = Dot{Real(amounts[i]), o.floor, o.id}
		stories[o.id] = true
		if o.floor {
			floors++
		}
	}
	s := SpreadOf(amounts)
	s.Floors, s.Stories = floors, len(stories)
	return points, s
}

// units turns minor units into whole ones.
func units(minor int64, currency string) float64 {
	return float64(minor) / math.Pow10(reticule.Digits(currency))
}
