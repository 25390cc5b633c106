package trend

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// The verdicts on a term.
const (
	TermNew   = "new"
	TermWatch = "watch"
	TermNone  = "none"
)

const (
	termNow     = 4  // weeks
	termBefore  = 26 // weeks before those
	termStories = 3
	termSources = 2
	termKept    = 40 // words that are reported besides the topic's own
)

// Term compares how many of the recent matching stories use a term with how
// many earlier ones did.
type Term struct {
	Term    string     `json:"term"`
	A       int        `json:"a"`
	N1      int        `json:"n1"`
	B       int        `json:"b"`
	N0      int        `json:"n0"`
	Delta   Real       `json:"delta"`
	Z       Real       `json:"z"`
	Verdict string     `json:"verdict"`
	Own     bool       `json:"own"`   // one of the topic's own terms
	Share   Real       `json:"share"` // A of N1
	Low     Real       `json:"low"`
	High    Real       `json:"high"`
	Sources int        `json:"sources"` // that told the A stories
	First   *time.Time `json:"first"`   // of the stories counted here
	Source  string     `json:"source"`  // where it stood first
	IDs     []int64    `json:"ids"`     // of the A stories
}

// TermOf is the log-odds ratio of two document frequencies with half a story
// added everywhere (M7): a of n1 recent against b of n0 earlier stories,
//
//	δ = ln[(a+½)/(n1−a+½)] − ln[(b+½)/(n0−b+½)]
//	z = δ / √(1/(a+½) + 1/(n1−a+½) + 1/(b+½) + 1/(n0−b+½))
//
// the flat-prior form of B. Monroe, M. Colaresi and K. Quinn, "Fightin'
// words", Political Analysis 16 (2008). New where z ≥ 3, a ≥ 3 and at least
// two sources told the stories; watch where z ≥ 2 and a ≥ 3 and it is not
// new; none otherwise; too few where either side has no stories. Of a
// thousand terms about 23 reach z ≥ 2 and 1.3 reach z ≥ 3 by luck alone.
func TermOf(a, n1, b, n0, sources int) Term {
	t := Term{A: a, N1: n1, B: b, N0: n0, Sources: sources, Delta: missing(), Z: missing(), Verdict: TooFew}
	s := ShareOf(Count{a, n1})
	t.Share, t.Low, t.High = s.Share, s.Low, s.High
	if n1 <= 0 || n0 <= 0 || a < 0 || b < 0 || a > n1 || b > n0 {
		return t
	}
	cells := [4]float64{float64(a) + .5, float64(n1-a) + .5, float64(b) + .5, float64(n0-b) + .5}
	delta := math.Log(cells[0]/cells[1]) - math.Log(cells[2]/cells[3])
	variance := 0.0
	for _, c := range cells {
		variance += 1 / c
	}
	z := delta / math.Sqrt(variance)
	t.Delta, t.Z, t.Verdict = Real(delta), Real(z), TermNone
	switch {
	case a < termStories || z < 2:
	case z >= 3 && sources >= termSources:
		t.Verdict = TermNew
	default:
		t.Verdict = TermWatch
	}
	return t
}

// use is what is known of one term.
type use struct {
	now, before int
	own         bool
	ids         []int64
	sources     []int
	first, last *told
}

// terms measures every term of the stories of two windows: all of the topic's
// own ones in order, then the other words that are new or to be watched,
// strongest first. The second result is how many terms were tried.
func terms(now, before []*told, sourceName func(int) string) ([]Term, int) {
	uses := map[string]*use{}
	for i, stories := range [2][]*told{now, before} {
		for _, t := range stories {
			t.eachTerm(func(term string, own bool) { note(uses, term, own, t, i == 0) })
		}
	}
	var own, words []Term
	for name, u := range uses {
		t := TermOf(u.now, len(now), u.before, len(before), len(u.sources))
		t.Term, t.Own, t.IDs = name, u.own, u.ids
		at := u.first.at
		t.First, t.Source = &at, sourceName(u.first.source)
		switch {
		case u.own:
			own = append(own, t)
		case t.Verdict == TermNew || t.Verdict == TermWatch:
			words = append(words, t)
		}
	}
	slices.SortFunc(own, func(a, b Term) int { return cmp.Or(cmp.Compare(b.A, a.A), cmp.Compare(a.Term, b.Term)) })
	slices.SortFunc(words, func(a, b Term) int { return cmp.Or(cmp.Compare(b.Z, a.Z), cmp.Compare(a.Term, b.Term)) })
	return append(own, words[:min(len(words), termKept)]...), len(uses)
}

// note enters one use of a term.
func note(uses map[string]*use, term string, own bool, t *told, recent bool) {
	u := uses[term]
	if u == nil {
		u = &use{first: t}
		uses[term] = u
	}
	u.own = u.own || own
	if u.last == t { // once a story
		return
	}
	u.last = t
	if t.before(u.first) {
		u.first = t
	}
	if !recent {
		u.before++
		return
	}
	u.now++
	u.ids = append(u.ids, t.ID)
	if !slices.Contains(u.sources, t.source) {
		u.sources = append(u.sources, t.source)
	}
}
