package trend

// The stages of the life cycle.
const (
	Insufficient = "insufficient data"
	Dormant      = "dormant"
	Revival      = "revival"
	Emerging     = "emerging"
	Growing      = "growing"
	Declining    = "declining"
	Plateau      = "peak/plateau"
	Settled      = "settled"
)

const (
	windowWeeks = 8  // one side of a comparison
	stageWeeks  = 16 // both sides
	stageR      = 10 // stories that a stage must rest on
	longAgo     = 26 // weeks since the high that a revival comes back from
)

// Stage is where a trend stands in its life, with the figures that the rule
// table looked at. Shares are pooled over 8 weeks.
type Stage struct {
	Name    string `json:"name"`
	Now     Real   `json:"now"`     // the last 8 weeks
	Before  Real   `json:"before"`  // the 8 before
	Best    Real   `json:"best"`    // the best 8 weeks ever
	OfBest  Real   `json:"of_best"` // L = Now / Best
	Verdict string `json:"verdict"` // of M2
}

// StageOf names the stage of a series of complete weeks, oldest first, by M2's
// verdict on its last 16; a week without data has D = 0. See stageBy.
func StageOf(weeks []Count) Stage {
	n := len(weeks)
	verdict := TooFew
	if n >= stageWeeks {
		verdict = MomentumOf(pool(weeks[n-windowWeeks:]), pool(weeks[n-stageWeeks:n-windowWeeks])).Verdict
	}
	return stageBy(weeks, verdict)
}

// stageBy is the rule table of M5, first match wins. S1 is the share of the
// last 8 weeks, S0 that of the 8 before, L = S1 / the best 8-week share ever.
//
//	1 fewer than 16 weeks with data, or fewer than 10 stories ever  → insufficient data
//	2 the best 8 weeks had 10 stories or more, and L < 0.10         → dormant
//	3 fewer than 10 stories in the last 16 weeks                    → insufficient data
//	4 rising, and an 8-week high of 10 stories or more ended at least
//	  26 weeks ago, a later trough was at most half of it, and
//	  S1 ≥ 1.5 × that trough                                        → revival
//	5 rising, L = 1 and S0 < ¼ S1                                   → emerging
//	6 rising                                                        → growing
//	7 falling                                                       → declining
//	8 L ≥ 0.75                                                      → peak/plateau
//	9 else                                                          → settled
//
// "Ever" is as long as we have watched; breadth and prices stand beside the
// stage as evidence and are never mixed into it.
func stageBy(weeks []Count, verdict string) Stage {
	s := Stage{Name: Insufficient, Now: missing(), Before: missing(), Best: missing(), OfBest: missing(), Verdict: verdict}
	n := len(weeks)
	if n < stageWeeks {
		return s
	}
	windows := rolling(weeks)
	best := highest(windows)
	now, before := windows[len(windows)-1], windows[len(windows)-1-windowWeeks]
	s.Now, s.Before, s.Best = rate(now), rate(before), rate(best)
	if s.Now.OK() && s.Best > 0 {
		s.OfBest = s.Now / s.Best
	}
	recent := pool(weeks[n-stageWeeks:])
	rising := verdict == Rising
	switch {
	case observed(weeks) < stageWeeks || pool(weeks).R < stageR || !s.OfBest.OK():
	case best.R >= stageR && s.OfBest < 0.10:
		s.Name = Dormant
	case recent.R < stageR:
	case rising && revived(windows):
		s.Name = Revival
	case rising && s.OfBest == 1 && s.Before < s.Now/4:
		s.Name = Emerging
	case rising:
		s.Name = Growing
	case verdict == Falling:
		s.Name = Declining
	case s.OfBest >= 0.75:
		s.Name = Plateau
	default:
		s.Name = Settled
	}
	return s
}

// rolling pools every 8 weeks in a row, oldest first.
func rolling(weeks []Count) []Count {
	out := make([]Count, 0, len(weeks))
	for i := windowWeeks; i <= len(weeks); i++ {
		out = append(out, pool(weeks[i-windowWeeks:i]))
	}
	return out
}

// rate is the bare share, missing without a denominator.
func rate(c Count) Real {
	if c.D <= 0 {
		return missing()
	}
	return Real(float64(c.R) / float64(c.D))
}

// highest gives the window with the highest share, of equals the earliest.
func highest(windows []Count) (best Count) {
	for _, w := range windows {
		if s := rate(w); s.OK() && (best.D == 0 || s > rate(best)) {
			best = w
		}
	}
	return best
}

// revived tells whether rule 4's shape is there: high, trough, back.
func revived(windows []Count) bool {
	last := len(windows) - 1
	at := -1
	for i := 0; i+longAgo <= last; i++ {
		if windows[i].R >= stageR && (at < 0 || rate(windows[i]) > rate(windows[at])) {
			at = i
		}
	}
	if at < 0 {
		return false
	}
	trough := missing()
	for _, w := range windows[at+1:] {
		if s := rate(w); s.OK() && !(s >= trough) {
			trough = s
		}
	}
	return trough <= rate(windows[at])/2 && rate(windows[last]) >= 1.5*trough
}

// observed counts the weeks that have data.
func observed(weeks []Count) (n int) {
	for _, w := range weeks {
		if w.D > 0 {
			n++
		}
	}
	return n
}
