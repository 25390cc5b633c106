package story

import (
	"fmt"
	"slices"
	"time"
)

// A judge compares one article with candidates.
type judge struct {
	print Print
	table *table
	words vocabulary
	opt   Options
}

// compare weighs one candidate.
func (j judge) compare(c Candidate) finding {
	f := finding{Candidate: c}
	if has(j.opt.Together, j.opt.ID, c.ID) {
		f.copied, f.score, f.why = true, 9, "joined by hand"
		return f
	}
	e := j.evidence(c.Print)
	if f.score, f.why = j.copyOf(c.Print, e); f.score > 0 {
		f.copied = true
		return f
	}
	if !j.opt.CopiesOnly {
		f.kin, f.why = j.kinOf(c.Print, e)
	}
	return f
}

// has tells whether a pair is among those pinned by hand.
func has(pairs []Pair, a, b int64) bool {
	return slices.Contains(pairs, Pair{a, b}) || slices.Contains(pairs, Pair{b, a})
}

// The evidence of two texts: how the sentences of each stand in the other.
type evidence struct {
	ours, theirs tally
}

// evidence looks at the sentences only where enough is shared that anything
// could come of it.
func (j judge) evidence(o Print) evidence {
	shared := j.table.passages(o.text)
	if hopeless(shared, j.print.words(), o.words()) {
		return evidence{}
	}
	return j.sides(o, shared)
}

func (j judge) weigh(o Print) evidence { return j.sides(o, j.table.passages(o.text)) }

func (j judge) sides(o Print, shared []passage) evidence {
	return evidence{
		ours:   side{j.print, o, swap(shared)}.tally(),
		theirs: side{o, j.print, shared}.tally(),
	}
}

// hopeless tells whether what two texts share is too little for any share of
// one, or any mould of both, that is asked for: sentences are the same from half
// of their words on, and of one mould from a third on.
func hopeless(shared []passage, a, b int) bool {
	n := 0
	for _, p := range shared {
		n += p.n
	}
	return float64(n) < sentenceSame*canonicalShare*float64(min(a, b)) && float64(n) < sentenceChanged*kinMould*float64(max(a, b))
}

// When texts are copies. Between the labelled copies and look-alikes that these
// were chosen on lies a wide gap: the former share at least 0.77, an update
// apart, the latter at most 0.52, and change at least 0.36.
const (
	copyShare   = 0.66 // of a copy's words are in sentences that stand in the other
	copyChanged = 0.15 // of what they share, at most so much has other names or numbers
	// An update may change more, but says so and keeps its place or headline.
	updateShare = 0.25
	updateMould = 0.60
	// Less than this may be a formula of the site's: the headline must agree.
	copyWords   = 20
	longWords   = 60
	copyTelling = 6
	// Articles that only say they belong at one address must have something in
	// common, as sites get that wrong.
	canonicalShare = 0.2
)

// copyOf tells how sure it is that the texts are the same story, 0 for not at
// all, and why.
func (j judge) copyOf(o Print, e evidence) (float64, string) {
	t := e.fuller()
	share, changed := t.share(), t.changes()
	switch {
	case j.sameAddress(o, share):
		return 5, "stands at the same address"
	case len(j.print.text) == 0 || len(o.text) == 0:
		if j.near(o) && len(o.title) >= titleWords && sameWords(j.print.title, o.title) {
			return 1, "carries the same headline; there is no text to compare"
		}
		return 0, ""
	case !j.near(o) && (share < 1 || t.words() < copyWords):
		return 0, ""
	case share >= copyShare && changed <= copyChanged && j.credible(o, e):
		return 1 + share - changed, e.String()
	case j.updates(o) && share >= updateShare && t.mould() >= updateMould:
		return share, "an update: " + e.String()
	}
	return 0, ""
}

// fuller gives the side that stands in the other the more: of a trimmed copy
// and its original, the copy.
func (e evidence) fuller() tally {
	if e.ours.share() >= e.theirs.share() {
		return e.ours
	}
	return e.theirs
}

// sameAddress tells whether the articles are one page.
func (j judge) sameAddress(o Print, share float64) bool {
	p := j.print
	if !overlap(p.addresses, o.addresses) {
		return false
	}
	return p.addresses[0] == o.addresses[0] || share >= canonicalShare || sameWords(p.title, o.title) ||
		min(len(p.text), len(o.text)) < copyWords
}

// credible tells whether what is shared is a text and no formula: a notice that
// the site shows in place of texts, a line that opens each piece of a series.
// Where the headlines differ on one site they must speak of the shared text.
func (j judge) credible(o Print, e evidence) bool {
	t, p := e.fuller(), j.print
	switch {
	case len(p.title) == 0 || len(o.title) == 0 || sameWords(p.title, o.title):
		return true
	case p.host == o.host && p.host != 0:
		return speaksOf(o, p.title) && speaksOf(p, o.title) && (t.same >= longWords || !sameMould(p.title, o.title))
	case t.same >= copyWords && t.telling >= copyTelling:
		return true
	}
	return e.ours.share() == 1 && e.theirs.share() == 1 || speaksOf(o, p.title) && speaksOf(p, o.title)
}

// sameMould tells headlines that differ in their names or numbers alone: "in
// May", "in April".
func sameMould(a, b []token) bool {
	ours, _ := news(a, b)
	theirs, _ := news(b, a)
	return ours > 0 && theirs > 0 && 2*(len(a)-ours) > len(a)
}

// speaksOf tells whether most of what a headline tells occurs in an article.
func speaksOf(p Print, title []token) bool {
	said, all := 0, 0
	for _, t := range title {
		if t.kind() == plain {
			continue
		}
		all++
		is := func(u token) bool { return u.word() == t.word() }
		if slices.ContainsFunc(p.text, is) || slices.ContainsFunc(p.title, is) {
			said++
		}
	}
	return all > 0 && 5*said >= 3*all
}

func (t tally) share() float64 {
	if t.words() == 0 {
		return 0
	}
	return float64(t.same) / float64(t.words())
}

// changes is the part of the shared sentences that tells of other things.
func (t tally) changes() float64 {
	if t.changed == 0 {
		return 0
	}
	return float64(t.changed) / float64(t.same+t.changed+t.worded)
}

// near tells whether the articles are of the same time; who is silent about
// his date is taken to be.
func (j judge) near(o Print) bool {
	if j.print.published == 0 || o.published == 0 {
		return true
	}
	apart := time.Duration(j.print.published-o.published) * time.Second
	return apart.Abs() <= j.opt.Window
}

// updates tells whether one of the articles says that it updates the other.
func (j judge) updates(o Print) bool {
	p := j.print
	if !p.update && !o.update {
		return false
	}
	return overlap(p.places, o.places) || p.host == o.host && sameWords(p.title, o.title)
}

// differs tells whether two texts are certainly two stories: neither stands in
// the other, and what they share tells of other things.
func (j judge) differs(o Print) bool {
	e := j.weigh(o)
	return max(e.ours.share(), e.theirs.share()) < copyShare &&
		min(e.ours.changes(), e.theirs.changes()) > copyChanged && !j.updates(o)
}

func overlap(a, b []uint64) bool {
	return slices.ContainsFunc(a, func(h uint64) bool { return slices.Contains(b, h) })
}

// String says how the texts stand to each other.
func (e evidence) String() string {
	o, t := e.ours, e.theirs
	switch {
	case o.sameSentences == o.sentences && t.sameSentences == t.sentences:
		return "the same text, sentence by sentence"
	case o.share() >= t.share():
		return fmt.Sprintf("%d %% of its sentences stand there", percent(o.sameSentences, o.sentences))
	}
	return fmt.Sprintf("%d %% of the sentences there stand in it", percent(t.sameSentences, t.sentences))
}

func percent(part, whole int) int { return (200*part + whole) / max(2*whole, 1) }
