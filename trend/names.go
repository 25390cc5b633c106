package trend

import (
	"fmt"
)

// brandWords lists the first brands.
func (r Report) brandWords() []string {
	var out []string
	for _, b := range r.Brands[:min(len(r.Brands), shownNames)] {
		out = append(out, b.words(r.Ranked))
	}
	if rest := len(r.Brands) - len(out); rest > 0 {
		out = append(out, fmt.Sprintf("%d more", rest))
	}
	return out
}

// peopleWords lists the first people.
func (r Report) peopleWords() []string {
	var out []string
	for _, n := range r.People[:min(len(r.People), shownNames)] {
		out = append(out, n.words(r.Ranked))
	}
	return out
}

// words writes a voice; what rests on too few stories has no percentage.
func (v Voice) words(ranked bool) string {
	s := v.Name + " " + counts(v.Stories, v.Of)
	if ranked && v.Stories >= 3 {
		s += fmt.Sprintf(" (%s, %s)", percent(v.Reach), likely(v.Low, v.High))
	}
	if v.Change.Verdict == Rising || v.Change.Verdict == Falling {
		s += ", " + v.Change.Verdict
	}
	return s
}

// priceWords sums up each currency.
func (r Report) priceWords() []string {
	var out []string
	for _, p := range r.PriceRange[:min(len(r.PriceRange), 3)] {
		s := fmt.Sprintf("%s %s in %s", plural(p.N, "price", "prices"), p.Currency, plural(p.Stories, "story", "stories"))
		if p.Median.OK() {
			s += ", median " + amount(p.Median)
		}
		if p.Low.OK() {
			s += fmt.Sprintf(" (likely %s to %s)", amount(p.Low), amount(p.High))
		}
		if p.Change == "lower" || p.Change == "higher" {
			s += ", " + p.Change + " than before"
		}
		out = append(out, s)
	}
	return out
}

// termWords lists the topic's own commonest terms and then what is new.
func (r Report) termWords() []string {
	var own, fresh []string
	for _, t := range r.Terms {
		switch {
		case t.Verdict == TermNew || t.Verdict == TermWatch && !t.Own:
			word := map[string]string{TermNew: "new", TermWatch: "to watch"}[t.Verdict]
			fresh = append(fresh, fmt.Sprintf("%s: %s %s, %s before, first at %s", word, t.Term, counts(t.A, t.N1), counts(t.B, t.N0), t.Source))
		case t.Own && t.A > 0:
			own = append(own, t.Term+" "+counts(t.A, t.N1))
		}
	}
	return append(own[:min(len(own), shownNames)], fresh[:min(len(fresh), shownRuns)]...)
}

// tellerWords says how broad the attention is, and who was first.
func (r Report) tellerWords() string {
	b := r.Breadth
	if b.Of == 0 {
		return TooFew + " sources"
	}
	s := fmt.Sprintf("%s of %s in these weeks", thousands(b.With), plural(b.Of, "source", "sources"))
	if b.Balanced.OK() {
		s += fmt.Sprintf("; each weighed alike the share is %s", percent(b.Balanced))
	}
	best := -1
	for i, x := range r.Sources {
		if x.Lead.OK() && x.Lead > 0 && (best < 0 || x.Lead > r.Sources[best].Lead) {
			best = i
		}
	}
	if best >= 0 {
		x := r.Sources[best]
		s += fmt.Sprintf("; earliest %s, %s days ahead (%s)", x.Source, figure(x.Lead), plural(x.Bursts, "burst", "bursts"))
	}
	return s
}
