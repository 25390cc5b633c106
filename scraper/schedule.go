package scraper

import (
	"hash/fnv"
	"time"

	"reticule"
)

const (
	soonest  = time.Hour      // between two visits, when much is new
	latest   = 24 * time.Hour // between two visits, when nothing is
	week     = 7 * 24 * time.Hour
	fullRead = 8 * 24 * time.Hour // validators are dropped once in a while: some servers answer 304 for ever
)

// due says when a source is to be asked again: a week divided by what was new
// in it, between an hour and a day; later if the source wishes so or fails;
// and spread by the source's name, so that not all are due at once.
func due(v reticule.Visit, src reticule.Source, weekNew int) time.Time {
	wait := latest
	if weekNew > 0 {
		wait = week / time.Duration(weekNew)
	}
	wait = min(max(wait, soonest, src.Every, v.Hint), latest)
	if src.Every > latest {
		wait = src.Every
	}
	if v.Failures > 0 {
		wait = max(wait, min(wait+time.Duration(v.Failures*float64(4*time.Hour)), latest))
	}
	at := afterSkipped(v.Started.Add(wait-spread(src.Name, wait/10)), v.Skip)
	if v.Outcome == reticule.OutcomeCanceled {
		at = v.Started
	}
	if v.RetryAfter.After(at) {
		at = v.RetryAfter
	}
	return at
}

// The bits of reticule.Visit.Skip.
const (
	skipHours = 1<<24 - 1
	skipDays  = 127 << 24
)

// afterSkipped moves a time out of the hours and days that a source wishes to
// be left alone in, to the start of the next hour that it does not name.
func afterSkipped(at time.Time, skip uint32) time.Time {
	for range 7 * 24 {
		u := at.UTC()
		if skip&(1<<u.Hour()) == 0 && skip&(1<<(24+int(u.Weekday()))) == 0 {
			return at
		}
		at = u.Truncate(time.Hour).Add(time.Hour)
	}
	return at
}

// spread is a share of most that stays the same for a name.
func spread(name string, most time.Duration) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(name)) //nolint:errcheck // never fails
	return time.Duration(float64(most) * float64(h.Sum32()) / (1 << 32))
}

// faultWeight says how much a fault counts towards backing off: a passing one
// little, one that stays until somebody mends it fully.
func faultWeight(outcome string) float64 {
	switch outcome {
	case reticule.OutcomeTimeout, reticule.OutcomeNetwork, reticule.OutcomeServer, reticule.OutcomeRateLimited, reticule.OutcomeTruncated:
		return 0.25
	case reticule.OutcomeGone, reticule.OutcomeNotFound, reticule.OutcomeForbidden, reticule.OutcomeRobots, reticule.OutcomeBlocked:
		return 1
	}
	return 0.5
}

// retryAt says when a page that failed is asked again; the zero time gives it
// up. What passes by itself is asked six times within a day or so; what may be
// mended, or was listed before it was there, again after half a day and two
// days later; what is final or forbidden never.
func retryAt(now time.Time, outcome string, attempts int, after time.Time) time.Time {
	wait := time.Duration(attempts*attempts) * 30 * time.Minute
	most := 6
	switch {
	case outcome == reticule.OutcomeGone, outcome == reticule.OutcomeRobots, outcome == reticule.OutcomeBlocked:
		return time.Time{}
	case faultWeight(outcome) > 0.25:
		wait, most = time.Duration(attempts*attempts)*12*time.Hour, 3
	}
	if attempts >= most {
		return time.Time{}
	}
	if at := now.Add(wait); !after.After(at) {
		return at
	}
	return after
}
