package trend

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Week is an ISO 8601 week, counted from 1970-W01, whose Monday is
// 1969-12-29. For a time in Unix seconds of UTC it is
// floor((seconds + 259200) / 604800), which a database can group by.
type Week int

// WeekOf gives the week of a time on the calendar of the time's own zone.
func WeekOf(t time.Time) Week {
	y, m, d := t.Date()
	days := int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/86400) + 3
	if days < 0 {
		days -= 6
	}
	return Week(days / 7)
}

// ParseWeek reads "2026-W47".
func ParseWeek(s string) (Week, error) {
	year, week, ok := strings.Cut(s, "-W")
	y, err := strconv.Atoi(year)
	n, err2 := strconv.Atoi(week)
	if !ok || err != nil || err2 != nil || len(year) != 4 || len(week) != 2 {
		return 0, fmt.Errorf("%q is not a week like 2026-W47", s)
	}
	// 4 January always lies in the year's first ISO week.
	w := WeekOf(time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC)) + Week(n-1)
	if w.String() != s {
		return 0, fmt.Errorf("%d has no week %d", y, n)
	}
	return w, nil
}

// Start gives the week's first moment, Monday 00:00, in a zone.
func (w Week) Start(zone *time.Location) time.Time {
	return time.Date(1969, 12, 29+7*int(w), 0, 0, 0, 0, zone)
}

// String writes the week as "2026-W47".
func (w Week) String() string {
	y, n := w.Start(time.UTC).ISOWeek()
	return fmt.Sprintf("%04d-W%02d", y, n)
}

// MarshalText writes the week as String does.
func (w Week) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (w *Week) UnmarshalText(text []byte) (err error) {
	*w, err = ParseWeek(string(text))
	return err
}

// Show names the fashion shows of a week, "ready-to-wear" or "couture", or
// gives "" where there are none. The big four cities show ready-to-wear from
// the second week of February to early March and from the second week of
// September to early October; Paris shows couture in late January and early
// July. All of fashion is written about more in these weeks, so they are
// shaded in plots and never read as news of a trend. Dates move by a few days
// from year to year; the rule is about right for each.
func (w Week) Show() string {
	_, month, day := w.Start(time.UTC).Date()
	switch at := int(month)*100 + day; {
	case at >= 208 && at <= 304, at >= 907 && at <= 1002:
		return "ready-to-wear"
	case at >= 121 && at <= 127, at >= 701 && at <= 707:
		return "couture"
	}
	return ""
}

// backfillAfter is how long before a source's first poll an article may have
// been published and still count.
const backfillAfter = 7 * 24 * time.Hour

// Counted gives the time at which an article enters the series, and whether
// it does (rule N4). That is its published date; an article without one, with
// one later than it was seen, or published more than 7 days before its
// source's first poll is backfill: stored and searchable, never counted, since
// nobody knows what else stood there then.
func Counted(published, seen, firstPoll time.Time) (time.Time, bool) {
	if published.IsZero() || published.After(seen) || published.Before(firstPoll.Add(-backfillAfter)) {
		return time.Time{}, false
	}
	return published, true
}

// lateFor is how long after its end a week still takes in late arrivals.
const lateFor = 7 * 24 * time.Hour

// Provisional tells whether late arrivals may still change the week (rule
// N5): until 7 days after its end it is shown, hatched, and judged by nothing.
func (w Week) Provisional(at time.Time) bool {
	return at.Before((w + 1).Start(at.Location()).Add(lateFor))
}
