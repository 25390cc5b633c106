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
	if j.pinned(j.opt.Apart, c.ID) {
		return f
	}
	if j.pinned(j.opt.Together, c.ID) {
		f.copied, f.score, f.why = true, 9, "joined by hand"
		return f
	}
	e := j.weigh(c.Print)
	if f.score, f.why = j.copyOf(c.Print, e); f.score > 0 {
		f.copied = true
		return f
	}
	f.kin, f.why = j.kinOf(c.Print, e)
	return f
}

func (j judge) pinned(pairs []Pair, id int64) bool {
	return slices.ContainsFunc(pairs, func(p Pair) bool {
		return p == Pair{j.opt.ID, id} || p == Pair{id, j.opt.ID}
	})
}

// The evidence of two texts: how the sentences of each stand in the other.
type evidence struct {
	ours, theirs tally
}

func (j judge) weigh(o Print) evidence {
	shared := j.table.passages(o.text)
	return evidence{
		ours:   side{j.print, o, swap(shared)}.tally(),
		theirs: side{o, j.print, shared}.tally(),
	}
}

// When texts are copies. The shares are of the words of the shorter side, as a
// copy may be trimmed or furnished; see the tests for what they were chosen on.
const (
	copyShare   = 0.70 // of its words stand in the other in whole sentences
	copyChanged = 0.15 // at most so much, of what they share, tells of other things
	// An update may change more, but says so and keeps its place or headline.
	updateShare   = 0.40
	updateChanged = 0.55
	// Where so few telling words are shared, the headline must agree.
	copyTelling = 5
)

// copyOf tells how sure it is that the texts are the same story, 0 for not at
// all, and why.
func (j judge) copyOf(o Print, e evidence) (float64, string) {
	p := j.print
	t := e.ours
	where := "the other"
	if e.theirs.share() > t.share() {
		t = e.theirs
	}
	share, changed := t.share(), t.changes()
	near := j.near(o)
	switch {
	case overlap(p.addresses, o.addresses):
		return 5, "stands at the same address"
	case len(p.text) == 0 || len(o.text) == 0:
		if near && len(p.title) >= titleWords && sameWords(p.title, o.title) {
			return 1, "carries the same headline; there is no text to compare"
		}
		return 0, ""
	case !near && share < 1:
		return 0, ""
	case share >= copyShare && changed <= copyChanged && (t.telling >= copyTelling || j.speaksOf(o)):
		return 1 + share - changed, j.sentences(e, where)
	case j.updates(o) && share >= updateShare && changed <= updateChanged:
		return share, "an update: " + j.sentences(e, where)
	}
	return 0, ""
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
	return float64(t.changed) / float64(t.same+t.changed)
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

// speaksOf tells whether a text of few telling words is at least that of its
// headline, and no notice that the site shows in place of texts.
func (j judge) speaksOf(o Print) bool {
	return sameWords(j.print.title, o.title) || saysTitle(j.print) && saysTitle(o)
}

func saysTitle(p Print) bool {
	for _, t := range p.title {
		if t.kind() != plain && slices.ContainsFunc(p.text, func(u token) bool { return u.word() == t.word() }) {
			return true
		}
	}
	return false
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

// sentences says how the texts stand to each other.
func (j judge) sentences(e evidence, where string) string {
	o, t := e.ours, e.theirs
	switch {
	case o.sameSentences == o.sentences && t.sameSentences == t.sentences:
		return "the same text, sentence by sentence"
	case o.share() >= t.share():
		return fmt.Sprintf("%d %% of its sentences stand there", percent(o.sameSentences, o.sentences))
	}
	return fmt.Sprintf("%d %% of the other's sentences stand here", percent(t.sameSentences, t.sentences))
}

func percent(part, whole int) int { return (200*part + whole) / (2 * whole) }
