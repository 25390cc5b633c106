package store

import (
	"reflect"
	"testing"
	"time"

	"reticule"
)

// TestRedate saves the same at the right time, and by a clock that is years
// ahead: put right, the second store tells what the first does.
func TestRedate(t *testing.T) {
	saved := func(seen time.Time) *Store {
		s := open(t)
		dated, undated, lying := piece(1), piece(2), piece(3)
		undated.Article.Published, undated.Dated = time.Time{}, seen
		lying.Article.Published, lying.Dated = day.AddDate(1, 0, 0), seen
		if seen.After(lying.Article.Published) {
			lying.Dated = lying.Article.Published
		}
		save(t, s, piece(4)) // before the clock leapt
		again := piece(4)
		again.Article.Title = "Micro bags, corrected"
		for _, it := range []*Item{&dated, &undated, &lying, &again} {
			it.Article.FirstSeen, it.Mark = seen, 7
		}
		v := reticule.Visit{Source: gazette.Name, URL: gazette.URL, Started: seen, Ended: seen, Outcome: reticule.OutcomeOK, New: 3}
		if _, err := s.Save(t.Context(), Batch{Source: gazette, Items: []Item{dated, undated, lying, again}, Visit: &v}); err != nil {
			t.Fatal(err)
		}
		if err := s.AddHealthEvent(t.Context(), &reticule.HealthEvent{Source: gazette.Name, At: seen, State: reticule.StateBroken, Fault: "x"}); err != nil {
			t.Fatal(err)
		}
		return s
	}
	right, wrong := saved(day), saved(day.AddDate(4, 0, 0))
	if got := stories(t, wrong, Pick{})[0]; !got.Published.After(day) {
		t.Fatalf("the newest of the wrong store is of %v", got.Published)
	}
	for i, want := range []int{4, 0} {
		if n, err := wrong.Redate(t.Context(), day); err != nil || n != want {
			t.Errorf("step %d: %d stories, %v; want %d", i, n, err, want)
		}
	}
	sound(t, wrong)
	if got, want := stories(t, wrong, Pick{}), stories(t, right, Pick{}); !reflect.DeepEqual(got, want) {
		t.Errorf("the stories differ:\n%+v\n%+v", got, want)
	}
	a, errA := wrong.WeekNew(t.Context(), day.AddDate(0, 0, 2))
	b, errB := right.WeekNew(t.Context(), day.AddDate(0, 0, 2))
	if errA != nil || errB != nil || !reflect.DeepEqual(a, b) || len(a) == 0 {
		t.Errorf("the week's: %v, %v; %v, %v", a, b, errA, errB)
	}
	events, err := wrong.HealthEvents(t.Context(), 1)
	if err != nil || len(events) != 1 || !events[0].At.Equal(day) {
		t.Errorf("events %+v, %v", events, err)
	}
	row, err := wrong.Source(t.Context(), gazette.Name)
	if err != nil || !row.FirstPoll.Equal(day) || !row.LastOK.Equal(day) || !row.LastNew.Equal(day) {
		t.Errorf("source %+v, %v", row, err)
	}
}
