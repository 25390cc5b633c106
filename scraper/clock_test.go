package scraper

import (
	"testing"
	"time"

	"reticule"
)

// TestDueAfterAWrongClock asks a source whose last visit was dated by another
// clock: by how much that went wrong decides whether it is asked at once.
func TestDueAfterAWrongClock(t *testing.T) {
	const hour, day = time.Hour, 24 * time.Hour
	for _, c := range []struct {
		name         string
		started, due time.Duration // from now
		every        time.Duration
		skip         uint32
		want         bool
	}{
		{"decades ahead", 73 * 365 * day, 73*365*day + day, 0, 0, true},
		{"a year ahead", 365 * day, 365*day + hour, 0, 0, true},
		{"a day ahead", day, day + hour, 0, 0, true},
		{"two hours ahead", 2 * hour, 3 * hour, 0, 0, true},
		{"put right by seconds", 2 * time.Second, hour, 0, 0, false},
		{"put right by half an hour", hour / 2, hour + hour/2, 0, 0, false},
		{"leapt ahead within the visit", -hour, 365 * day, 0, 0, true},
		{"leapt ahead by a day within the visit", -hour, 47 * hour, 0, 0, true},
		{"years behind", -50 * 365 * day, -50*365*day + day, 0, 0, true},
		{"right", -hour, hour, 0, 0, false},
		{"right, once a day", 0, day, 0, 0, false},
		{"right, once a month", -hour, 29 * day, 30 * day, 0, false},
		{"right, on Sundays only", -hour, 6 * day, 0, 1 << 24, false},
		{"a year ahead, once a month", 365 * day, 395 * day, 30 * day, 0, true},
	} {
		src := reticule.Source{URL: "https://gazette.example/feed", Every: c.every}
		v := reticule.Visit{URL: src.URL, Outcome: reticule.OutcomeOK, Started: now.Add(c.started), Due: now.Add(c.due), Skip: c.skip}
		if got := Due(src, v, now); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
		v.Outcome = reticule.OutcomeGone
		if Due(src, v, now) {
			t.Errorf("%s: a retired source is asked", c.name)
		}
	}
}

// TestReadingsAfterAWrongClock lets nothing wait for the time of a clock that
// was a year ahead: the listing is read in full, a correction is seen, a move
// is believed.
func TestReadingsAfterAWrongClock(t *testing.T) {
	ahead := now.AddDate(1, 0, 0)
	g, c := newGazette(t), newCrew(t)
	g.feed("/a")
	g.article("/a", "A", "The micro bag is back")
	h := c.visit(t.Context(), Job{Source: feedOf(g)})
	last := h.Visit
	last.ETag, last.FullRead = `"1"`, ahead
	if v := c.visit(t.Context(), Job{Source: feedOf(g), Last: last}).Visit; !v.FullRead.Equal(now) {
		t.Errorf("the listing was last read in full at %v", v.FullRead)
	}
	seen := Seen{Counts: true, Source: "gazette", Mark: 1, Read: ahead, Readings: 1}
	if !seen.correctedBy(&candidate{title: "Another"}, "gazette", now) {
		t.Error("a correction is not seen")
	}
	v := reticule.Visit{MovedTo: "https://new.example/", MovedSince: ahead, MovedTimes: movedTimes}
	if moved(&v, v.MovedTo, now); v.Address == "" {
		t.Error("a move is not believed")
	}
}
