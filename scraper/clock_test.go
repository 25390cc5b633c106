package scraper

import (
	"testing"
	"time"

	"reticule"
)

// TestDueAfterAWrongClock asks a source that was visited in the future: the
// clock was wrong then.
func TestDueAfterAWrongClock(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	src := reticule.Source{URL: "https://gazette.example/feed"}
	for _, c := range []struct {
		started, due time.Time
		want         bool
	}{
		{now.AddDate(73, 0, 0), now.AddDate(73, 0, 1), true},
		{now.Add(-time.Hour), now.Add(time.Hour), false},
		{now.AddDate(-50, 0, 0), now.AddDate(-50, 0, 1), true},
	} {
		v := reticule.Visit{URL: src.URL, Outcome: reticule.OutcomeOK, Started: c.started, Due: c.due}
		if got := Due(src, v, now); got != c.want {
			t.Errorf("visited %s, due %s: %v", c.started, c.due, got)
		}
	}
}
