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

// Health tells from a source's last visit how it does, and in a sentence why.
func Health(last reticule.Visit, lastOK time.Time) (state, sentence string) {
	if !last.Failed() {
		if last.Message != "" {
			return reticule.StateShaky, last.Message
		}
		return reticule.StateGood, "It answers as it should."
	}
	since := "It never answered as it should."
	if !lastOK.IsZero() {
		since = "It last answered as it should on " + lastOK.Format("2 January 2006, 15:04 UTC") + "."
	}
	sentence = fmt.Sprintf("%s. %s", last.Message, since)
	if last.Failures < brokenAfter {
		return reticule.StateShaky, sentence
	}
	return reticule.StateBroken, sentence
}
