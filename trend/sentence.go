package trend

import (
	"fmt"
	"math"
)

const maxSentences = 3

// Headline is the trend in one line, for a page's top and a plot's title:
// "Growing. 3.1 % of stories (62 of 2,004) in the 38 sources compared, up from
// 1.9 % (38 of 2,010), likely between 1.2 and 2.6 times".
func (r Report) Headline() string {
	m := r.Momentum
	if r.Stage == Insufficient || m.Verdict == TooFew {
		s := "Too early to say"
		if r.Share.Share.OK() {
			s += fmt.Sprintf(". %s stories in the last 8 weeks; %s for a verdict", counts(r.Share.R, r.Share.D), TooFew)
		}
		return s + "."
	}
	return fmt.Sprintf("%s. %s of stories (%s) in %s compared, %s %s (%s), likely between %s and %s times.",
		capital(r.Stage), percent(r.Share.Share), counts(m.R1, m.D1), plural(r.Panel.Sources, "source", "sources"),
		fromWords(m.Verdict), percent(rate(Count{m.R0, m.D0})), counts(m.R0, m.D0), figure(m.Low), figure(m.High))
}

// fromWords leads from a share to the one before it.
func fromWords(verdict string) string {
	switch verdict {
	case Rising:
		return "up from"
	case Falling:
		return "down from"
	}
	return "no clear change from"
}

// Sentences says what moved, in at most three sentences made from figures:
// the share, then an unusual week, then what it is called and who is in it.
// There are none when nothing moved.
func (r Report) Sentences() []string {
	var out []string
	for _, s := range [...]string{r.shareSentence(), r.burstSentence(), r.termSentence(), r.brandSentence()} {
		if s != "" && len(out) < maxSentences {
			out = append(out, s)
		}
	}
	return out
}

// moved tells whether a verdict is a movement.
func moved(m Momentum) bool { return m.Verdict == Rising || m.Verdict == Falling }

func (r Report) shareSentence() string {
	m := r.Momentum
	if !moved(m) || r.Stage == Insufficient {
		return ""
	}
	s := fmt.Sprintf("Attention in the sources you follow is %s: %s of stories (%s) in 8 weeks, %s %s (%s) in the 8 before, likely %s to %s times.",
		m.Verdict, percent(r.Share.Share), counts(m.R1, m.D1), fromWords(m.Verdict), percent(rate(Count{m.R0, m.D0})),
		counts(m.R0, m.D0), figure(m.Low), figure(m.High))
	switch {
	case !r.Season.Known:
		return s[:len(s)-1] + "; whether that is the season we cannot say yet."
	case r.Season.Verdict != m.Verdict && r.Season.Verdict != TooFew:
		return s[:len(s)-1] + fmt.Sprintf("; against the same weeks a year ago there is %s, so it may be the season.", season(r.Season.Verdict))
	}
	return s
}

// season writes a year's verdict as something there is.
func season(verdict string) string {
	switch verdict {
	case Rising:
		return "a rise"
	case Falling:
		return "a fall"
	}
	return NoChange
}

func (r Report) burstSentence() string {
	b := r.Burst
	if !b.Alert {
		return ""
	}
	return fmt.Sprintf("%s was unusual: %s where %s would be expected, told by %s.", b.Week,
		plural(b.R, "story", "stories"), figure(b.Expected), plural(b.Sources, "source", "sources"))
}

// BurstSentence says what was unusual about the last complete week, and how far
// that goes; nothing where nothing was.
func (r Report) BurstSentence() string {
	s := r.burstSentence()
	if s == "" {
		return ""
	}
	return s + " That is unusual, not proved: news comes in clumps, and some weeks are so by chance."
}

func (r Report) termSentence() string {
	for _, t := range r.Terms {
		if t.Verdict == TermNew {
			return fmt.Sprintf("New in what it is called: “%s”, in %s stories of the last %d weeks and %s of the %d before, first at %s.",
				t.Term, counts(t.A, t.N1), termNow, counts(t.B, t.N0), termBefore, t.Source)
		}
	}
	return ""
}

// brandSentence tells of the brand whose reach moved most.
func (r Report) brandSentence() string {
	if !r.Ranked {
		return ""
	}
	best := -1
	for i, b := range r.Brands {
		if moved(b.Change) && (best < 0 || math.Abs(float64(b.Change.Log2)) > math.Abs(float64(r.Brands[best].Change.Log2))) {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	b := r.Brands[best]
	return fmt.Sprintf("%s is %s: in %s stories, %s in the 8 weeks before.", b.Brand, b.Change.Verdict,
		counts(b.Stories, b.Of), counts(b.Change.R0, b.Change.D0))
}
