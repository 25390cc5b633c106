package extract

import (
	"reticule"
)

// confidence is how likely the text is right: the share of pages, among the
// labelled ones that looked alike, whose text had an F1 of 0.9 or more. It
// rests on how much of the page's free prose was taken: what is left over is
// either somebody else's or missing. Short texts, and pages that tell neither
// title nor date, are seldom articles at all.
func (c *choice) confidence(a *reticule.Article, loaded bool) float64 {
	sure := sureOf(c.share())
	if loaded {
		sure = 0.7
	}
	switch n := len(a.Text); {
	case n == 0:
		return 0
	case n < 140:
		sure *= 0.2
	case n < 300:
		sure *= 0.6
	case n < 600:
		sure *= 0.9
	}
	if a.Title == "" {
		sure *= 0.6
	}
	if a.Published.IsZero() {
		sure *= 0.9
	}
	return float64(int(sure*100+0.5)) / 100
}

// share is how much of the prose that no role excludes was taken.
func (c *choice) share() float64 {
	taken, left := 0.0, 0.0
	for i := range c.blocks {
		b := &c.blocks[i]
		if b.node < 0 || b.known {
			continue
		}
		if w := c.prose(b); c.zones[i] == reticule.ZoneBody {
			taken += w
		} else if c.roles[b.node]&off == 0 {
			left += w
		}
	}
	return taken / max(1, taken+left)
}

// sureOf maps the share taken to the share of labelled pages that were right.
func sureOf(share float64) float64 {
	switch {
	case share >= 0.9:
		return 0.95
	case share >= 0.7:
		return 0.6 + (share-0.7)*1.75
	}
	return 0.1 + share*0.7
}
