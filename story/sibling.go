package story

import "fmt"

// When texts are siblings.
const (
	kinMould = 0.30 // of the shorter text is in sentences of the other's mould
	kinWords = 0.17 // of the words that tell, both together have in common
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
		return mould, fmt.Sprintf("of one mould: %d %% of its words stand in sentences built alike", int(100*mould+.5))
	case alike >= kinWords:
		return alike, fmt.Sprintf("%d %% of the telling words are the same", int(100*alike+.5))
	}
	return 0, ""
}

// mould is the part of a text in sentences that stand in the other, changed or
// not.
func (t tally) mould() float64 {
	if t.words() == 0 {
		return 0
	}
	return float64(t.same+t.changed+t.worded) / float64(t.words())
}
