package scraper

import (
	"time"

	"reticule"
)

// A permanent redirect is believed after so many visits in a row over so long
// a time: some are mistakes, and some lead to a hotel's login page.
const (
	movedTimes = 3
	movedAfter = 24 * time.Hour
)

// moved notes where a visit that succeeded was permanently sent to. Once that
// is to be believed, the source is asked there; the config is left alone.
func moved(v *reticule.Visit, to string, now time.Time) {
	if to == "" {
		v.MovedTo, v.MovedSince, v.MovedTimes = "", time.Time{}, 0
		return
	}
	if to != v.MovedTo {
		v.MovedTo, v.MovedSince, v.MovedTimes = to, now, 0
	}
	v.MovedTimes++
	if v.MovedTimes >= movedTimes && now.Sub(v.MovedSince).Abs() >= movedAfter {
		v.Address, v.MovedTo, v.MovedSince, v.MovedTimes = to, "", time.Time{}, 0
	}
}

// lost goes back to the configured address where the one that a source moved
// to is no more.
func lost(v *reticule.Visit) {
	if v.Address != "" && (faultWeight(v.Outcome) == 1 || v.Outcome == reticule.OutcomeRedirect) {
		v.Address = ""
	}
}

// addressOf is where a source is asked.
func addressOf(src reticule.Source, v reticule.Visit) string {
	if v.Address != "" {
		return v.Address
	}
	return src.URL
}

// Due tells whether a source is to be asked now. One that answered 410 is
// retired: it is asked again only when the config gives it another address.
func Due(src reticule.Source, last reticule.Visit, now time.Time) bool {
	switch {
	case last.Outcome == "" || last.URL != src.URL:
		return true
	case last.Outcome == reticule.OutcomeGone:
		return false
	}
	return !last.Due.After(now) || misdated(src, last, now)
}

// misdated tells whether a visit was dated by a clock that was wrong then, or
// is now: it lies in the future, or the next lies further ahead than any may.
// A clock that is put right by less than an hour is waited for.
func misdated(src reticule.Source, last reticule.Visit, now time.Time) bool {
	longest := max(latest, src.Every)
	if last.Skip != 0 {
		longest += week
	}
	now = now.Add(soonest)
	return last.Started.After(now) || last.Due.Sub(now) > longest
}
