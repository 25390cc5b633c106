package scraper

import (
	"fmt"
	"time"

	"reticule"
)

// brokenAfter is how many weighed failures in a row make a source broken: at
// once for what stays until somebody mends it, after some visits for what
// passes by itself.
const brokenAfter = 0.75

// Condition is how a source does, and in a sentence why.
type Condition struct {
	State    string // reticule.StateGood and so on
	Fault    string // what is wrong: an outcome, reticule.FaultSilent, FaultShrunk or FaultUnsure; "" where nothing is
	Sentence string
}

// Health tells how a source does from its last visit and from what is usual.
func Health(last reticule.Visit, lastOK time.Time, h reticule.Habit) Condition {
	if last.Outcome == "" {
		return Condition{reticule.StateNew, "", "It was not asked yet."}
	}
	if last.Failed() {
		return failing(last, lastOK)
	}
	if c := silent(h); c.State != reticule.StateGood {
		return c
	}
	if n := shrunk(h); n > 1 {
		state := reticule.StateShaky
		if n > 10 {
			state = reticule.StateBroken
		}
		return Condition{state, reticule.FaultShrunk, fmt.Sprintf("Its pages hold a %s of the text that they used to (%.0f bytes instead of %.0f); the layout may have changed.", fraction(n), h.TextNow, h.Text)}
	}
	if unsure(h) {
		state := reticule.StateShaky
		if h.SureNow < sureLow {
			state = reticule.StateBroken
		}
		return Condition{state, reticule.FaultUnsure, fmt.Sprintf("Its pages are read with less confidence than they used to be (%.2f instead of %.2f); the layout may have changed.", h.SureNow, h.Sure)}
	}
	switch {
	case last.Message != "":
		return Condition{reticule.StateShaky, last.Outcome, last.Message}
	case last.Address != "":
		return Condition{reticule.StateGood, "", "It moved for good to " + last.Address + "; change its url in the config."}
	}
	return Condition{reticule.StateGood, "", "It answers as it should."}
}

func failing(last reticule.Visit, lastOK time.Time) Condition {
	since := "It never answered as it should."
	if !lastOK.IsZero() {
		since = "It last answered as it should on " + lastOK.UTC().Format("2 January 2006, 15:04 UTC") + "."
	}
	c := Condition{reticule.StateShaky, last.Outcome, fmt.Sprintf("%s. %s", last.Message, since)}
	if last.Failures >= brokenAfter {
		c.State = reticule.StateBroken
	}
	return c
}

func silent(h reticule.Habit) Condition {
	odd, broken := silence(h)
	c := Condition{State: reticule.StateGood}
	switch {
	case h.Silent > broken:
		c = Condition{reticule.StateBroken, reticule.FaultSilent, "Nothing new for " + Days(h.Silent)}
	case h.Silent > odd:
		c = Condition{reticule.StateShaky, reticule.FaultSilent, "Nothing new for " + Days(h.Silent)}
	default:
		return c
	}
	if h.Gaps < gapsLearnt {
		c.Sentence += ", though it answers."
	} else {
		c.Sentence += ", though it answers; it was never silent for more than " + Days(h.Longest) + " before."
	}
	return c
}

// Days writes a length of time for people.
func Days(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return "a minute"
	case d < 2*time.Hour:
		return fmt.Sprintf("%d minutes", d/time.Minute)
	case d < 2*day:
		return fmt.Sprintf("%d hours", d/time.Hour)
	}
	return fmt.Sprintf("%d days", d/day)
}

func fraction(n float64) string {
	switch {
	case n < 4.5:
		return "quarter"
	case n < 7:
		return "fifth"
	case n < 15:
		return "tenth"
	}
	return "trace"
}
