package scraper

import (
	"time"

	"reticule"
)

const (
	watchedMost = 48 * time.Hour // of the time between two visits that counts as watched: our own absence is not the source's silence
	textSoon    = 0.2            // share of a page in the present mean
	textLate    = 0.02           // share of a page in the usual mean
	textLearnt  = 20             // pages that the usual mean has to rest on
	readsLearnt = 10             // pages read in full that usual confidence has to rest on
	sureFall    = 0.25           // of confidence, from where on it is a fault
	sureLow     = 0.35           // present confidence of a source that is broken
	gapsLearnt  = 5              // silences that have to have ended before they say something
)

// watch adds a visit that succeeded to what is usual. before is when the last
// such visit began.
func watch(h *reticule.Habit, v reticule.Visit, before time.Time) {
	if before.IsZero() {
		return // the first visit finds an archive, which says nothing of when it came
	}
	h.Silent += min(max(v.Started.Sub(before), 0), watchedMost)
	if v.New == 0 {
		return
	}
	h.Gaps, h.Total, h.Longest = h.Gaps+1, h.Total+h.Silent, max(h.Longest, h.Silent)
	h.Silent = 0
}

// measure adds a page's bytes of text.
func measure(h *reticule.Habit, text int) {
	n := float64(text)
	if h.Pages++; h.Pages == 1 {
		h.Text, h.TextNow = n, n
		return
	}
	h.TextNow += (n - h.TextNow) * textSoon
	share := max(textLate, 1/float64(h.Pages))
	if shrunk(*h) > 1 {
		share = textLate / 10 // what may be broken is not usual yet
	}
	h.Text += (n - h.Text) * share
}

// shrunk is how many times more text the source's pages used to have, where
// that is enough to be a fault; else 1.
func shrunk(h reticule.Habit) float64 {
	const least = 4
	if h.Pages < textLearnt || h.TextNow*least > h.Text {
		return 1
	}
	return h.Text / max(h.TextNow, 1)
}

// trust adds the confidence of a page that was read in full.
func trust(h *reticule.Habit, sure float64) {
	if h.Reads++; h.Reads == 1 {
		h.Sure, h.SureNow = sure, sure
		return
	}
	h.SureNow += (sure - h.SureNow) * textSoon
	share := max(textLate, 1/float64(h.Reads))
	if unsure(*h) {
		share = textLate / 10 // what may be broken is not usual yet
	}
	h.Sure += (sure - h.Sure) * share
}

// unsure tells whether the source's pages are read with so much less
// confidence than they used to be that it is a fault.
func unsure(h reticule.Habit) bool { return h.Reads >= readsLearnt && h.SureNow < h.Sure-sureFall }

// silence tells from when on a source's silence is odd, and from when on it
// counts as broken.
func silence(h reticule.Habit) (odd, broken time.Duration) {
	if h.Gaps < gapsLearnt {
		return 30 * day, 60 * day
	}
	return max(2*h.Longest, 4*day), max(4*h.Longest, 10*day)
}

const day = 24 * time.Hour
