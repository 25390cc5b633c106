package scraper

import (
	"strings"
	"testing"
	"time"

	"reticule"
)

// live lets a source be visited every step for so long, with something new
// each time that fresh says so.
func live(h *reticule.Habit, at time.Time, step, long time.Duration, fresh func(i int) int) time.Time {
	for i := range int(long / step) {
		before := at
		at = at.Add(step)
		watch(h, reticule.Visit{Started: at, New: fresh(i)}, before)
	}
	return at
}

func TestSilenceIsAFaultByTheSourcesOwnMeasure(t *testing.T) {
	never := func(int) int { return 0 }
	daily := func(i int) int { return (i % 24) / 23 }
	for _, c := range []struct {
		name   string
		step   time.Duration
		fresh  func(int) int
		silent time.Duration
		want   string
	}{
		{"daily, a day of silence", time.Hour, daily, 24 * time.Hour, reticule.StateGood},
		{"daily, five days", time.Hour, daily, 5 * day, reticule.StateShaky},
		{"daily, eleven days", time.Hour, daily, 11 * day, reticule.StateBroken},
		{"weekly, twelve days", day, func(i int) int { return (i % 7) / 6 }, 8 * day, reticule.StateGood},
		{"weekly, three weeks", day, func(i int) int { return (i % 7) / 6 }, 21 * day, reticule.StateShaky},
		{"never yet, three weeks", day, never, 0, reticule.StateShaky},
	} {
		var h reticule.Habit
		at := live(&h, now, c.step, 60*day, c.fresh)
		live(&h, at, c.step, c.silent, never)
		got := Health(reticule.Visit{Outcome: reticule.OutcomeOK}, now, h)
		if got.State != c.want || got.State != reticule.StateGood && got.Fault != reticule.FaultSilent {
			t.Errorf("%s: %+v, want %s; %+v", c.name, got, c.want, h)
		}
	}
}

func TestOurAbsenceIsNoSilence(t *testing.T) {
	var h reticule.Habit
	at := live(&h, now, time.Hour, 30*day, func(i int) int { return i % 2 })
	watch(&h, reticule.Visit{Started: at.Add(90 * day)}, at)
	if got := Health(reticule.Visit{Outcome: reticule.OutcomeOK}, at, h); got.State != reticule.StateGood {
		t.Errorf("after our own holidays: %+v", got)
	}
}

func TestShrunkTextIsAFault(t *testing.T) {
	var h reticule.Habit
	ok := reticule.Visit{Outcome: reticule.OutcomeOK}
	for i := range 100 {
		measure(&h, 3000+100*(i%10))
	}
	for range 4 {
		measure(&h, 800)
	}
	if got := Health(ok, now, h); got.State != reticule.StateGood {
		t.Errorf("four short ones: %+v", got)
	}
	for range 40 {
		measure(&h, 100)
	}
	if got := Health(ok, now, h); got.State != reticule.StateBroken || got.Fault != reticule.FaultShrunk || !strings.Contains(got.Sentence, "layout") {
		t.Errorf("all short: %+v", got)
	}
	for range 20 {
		measure(&h, 3000)
	}
	if got := Health(ok, now, h); got.State != reticule.StateGood {
		t.Errorf("mended: %+v", got)
	}
}

func TestFallingConfidenceIsAFault(t *testing.T) {
	var h reticule.Habit
	ok := reticule.Visit{Outcome: reticule.OutcomeOK}
	for i := range 30 {
		trust(&h, 0.9+float64(i%3)/50)
	}
	trust(&h, 0.1)
	if got := Health(ok, now, h); got.State != reticule.StateGood {
		t.Errorf("one page out of many: %+v", got)
	}
	for range 3 {
		trust(&h, 0.3)
	}
	if got := Health(ok, now, h); got.State != reticule.StateShaky || got.Fault != reticule.FaultUnsure || !strings.Contains(got.Sentence, "layout") {
		t.Errorf("some in a row: %+v", got)
	}
	for range 30 {
		trust(&h, 0.1)
	}
	if got := Health(ok, now, h); got.State != reticule.StateBroken || got.Fault != reticule.FaultUnsure {
		t.Errorf("all of them: %+v", got)
	}
	for range 12 {
		trust(&h, 0.92)
	}
	if got := Health(ok, now, h); got.State != reticule.StateGood {
		t.Errorf("mended: %+v", got)
	}
	var short reticule.Habit
	for range 30 {
		trust(&short, 0.3)
	}
	if got := Health(ok, now, short); got.State != reticule.StateGood {
		t.Errorf("always short: %+v", got)
	}
}
