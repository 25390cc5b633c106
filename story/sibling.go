package story

import "fmt"

// When texts are siblings. Of 94,000 pairs of unrelated articles about a dozen
// reach kinWords; eight of nine labelled rewrites do.
const (
	kinMould = 0.30 // of each text is in sentences of the other's mould
	kinWords = 0.16 // of the telling words of both are in both
	kinLeast = 6    // telling words that must be in both, by weight
)

// kinOf tells how alike two texts are that are no copies, 0 for not enough, and
// why.
func (j judge) kinOf(o Print, e evidence) (float64, string) {
	if !j.near(o) {
		return 0, ""
	}
	c := j.words.common(o.vocabulary())
	alike := c.alike()
	mould := min(e.ours.mould(), e.theirs.mould())
	switch {
	case mould >= kinMould:
		return mould, fmt.Sprintf("of one mould: %.0f %% of its words stand in sentences built alike", 100*mould)
	case alike < kinWords || c.both < kinLeast:
		return 0, ""
	case c.names > 1:
		return alike, fmt.Sprintf("%.0f %% of the telling words are the same, %d names and numbers among them", 100*alike, c.names)
	}
	return alike, fmt.Sprintf("%.0f %% of the telling words are the same", 100*alike)
}

// mould is the part of a text in sentences that stand in the other, changed or
// not.
func (t tally) mould() float64 {
	if t.words() == 0 {
		return 0
	}
	return float64(t.same+t.changed+t.worded) / float64(t.words())
}
