package store

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"reticule"
)

// dull is an article that counts for nothing.
func dull(n int, seen time.Time) Item {
	it := piece(n)
	it.Article.FirstSeen, it.Article.Published, it.Dated = seen, seen, seen
	it.Verdicts[0].Label = reticule.LabelNone
	return it
}

func kept(t *testing.T, s *Store, n int) bool {
	t.Helper()
	a, err := s.Article(t.Context(), piece(n).Article.URL)
	if err != nil {
		t.Fatal(err)
	}
	return a.Text != ""
}

func TestPruneForgetsTextsThatNobodyNeeds(t *testing.T) {
	s := open(t)
	labelled := dull(3, day)
	save(t, s, piece(1), dull(2, day), labelled, dull(4, day.AddDate(0, 2, 0)))
	if err := s.Label(t.Context(), labelled.Article.URL, "micro-bags", reticule.LabelNone, day); err != nil {
		t.Fatal(err)
	}
	got, err := s.Prune(t.Context(), day.AddDate(0, 3, 0), Keep{Texts: 60 * 24 * time.Hour}, false)
	if err != nil || got != (Pruned{Texts: 1}) {
		t.Errorf("pruned %+v, %v", got, err)
	}
	for n, want := range map[int]bool{1: true, 2: false, 3: true, 4: true} {
		if kept(t, s, n) != want {
			t.Errorf("text of %d is kept: %v", n, !want)
		}
	}
	sound(t, s)
	if found := articlesFound(t, s, `"part 2"`); found != 1 {
		t.Errorf("by its title, %d are found", found)
	}
	if found := articlesFound(t, s, `"piece number 2"`); found != 0 {
		t.Errorf("by its text, %d are found", found)
	}
	if n, err := s.CountStale(t.Context(), "another"); err != nil || n != 3 {
		t.Errorf("%d can be judged anew, %v", n, err)
	}
	save(t, s, dull(2, day)) // read once more
	if !kept(t, s, 2) {
		t.Error("a later reading does not bring the text back")
	}
	sound(t, s)
}

func articlesFound(t *testing.T, s *Store, query string) (n int) {
	t.Helper()
	if err := s.Each(t.Context(), query, func(Row) error { n++; return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestPruneGoesOn forgets a bounded number at a time; the whole begins anew.
func TestPruneGoesOn(t *testing.T) {
	s := open(t)
	var items []Item
	for n := range forgetBatch + 10 {
		items = append(items, dull(n, day))
	}
	save(t, s, items...)
	keep := Keep{Texts: time.Hour}
	if got, err := s.Prune(t.Context(), day.AddDate(0, 0, 1), keep, false); err != nil || got.Texts != len(items) {
		t.Errorf("%+v, %v", got, err)
	}
	save(t, s, dull(0, day)) // its text is back, and lies behind the mark
	if got, err := s.Prune(t.Context(), day.AddDate(0, 0, 1), keep, false); err != nil || got.Texts != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := s.Prune(t.Context(), day.AddDate(0, 0, 1), keep, true); err != nil || got.Texts != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestPruneSurvivesAClockThatJumps moves the clock years ahead and back:
// nothing younger than it is kept is forgotten.
func TestPruneSurvivesAClockThatJumps(t *testing.T) {
	s := open(t)
	save(t, s, dull(1, day))
	keep := Keep{Texts: 60 * 24 * time.Hour, Runs: 60 * 24 * time.Hour}
	if err := s.SaveRun(t.Context(), &reticule.Run{Started: day, Ended: day}); err != nil {
		t.Fatal(err)
	}
	for i, now := range []time.Time{day, day.AddDate(70, 0, 0), day.AddDate(70, 0, 1), day.AddDate(-50, 0, 0), day.AddDate(0, 0, 2)} {
		got, err := s.Prune(t.Context(), now, keep, false)
		if err != nil || got != (Pruned{}) {
			t.Errorf("step %d: %+v, %v", i, got, err)
		}
	}
}

func TestPruneVisitsAndRuns(t *testing.T) {
	s := open(t)
	for i := range 10 {
		at := day.AddDate(0, 0, i)
		v := reticule.Visit{Source: gazette.Name, URL: gazette.URL, Started: at, Ended: at, Outcome: reticule.OutcomeOK}
		if _, err := s.Save(t.Context(), Batch{Source: gazette, Visit: &v}); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveRun(t.Context(), &reticule.Run{Started: at, Ended: at}); err != nil {
			t.Fatal(err)
		}
		state := reticule.StateBroken
		if i == 4 {
			state = reticule.StateGood
		}
		if err := s.AddHealthEvent(t.Context(), &reticule.HealthEvent{Source: gazette.Name, At: at, State: state, Fault: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
	}
	later := day.AddDate(1, 0, 0)
	if got, err := s.Prune(t.Context(), later, Keep{}, false); err != nil || got != (Pruned{}) {
		t.Errorf("for ever: %+v, %v", got, err)
	}
	got, err := s.Prune(t.Context(), later, Keep{Visits: time.Hour, Runs: time.Hour}, true)
	if err != nil || got != (Pruned{Visits: 9, Runs: 10}) {
		t.Errorf("%+v, %v", got, err)
	}
	events, err := s.HealthEvents(t.Context(), 100)
	if err != nil || len(events) != 5 {
		t.Errorf("%d events are left, want those of the spell that lasts; %v", len(events), err)
	}
	sound(t, s)
}

func TestCompactGivesRoomBack(t *testing.T) {
	s := open(t)
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 300 {
		it := dull(n, day)
		it.Article.Blocks[0].Text = fmt.Sprint(r.Perm(2000)) // much: a database's size has other reasons to change, too
		save(t, s, it)
	}
	if err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	before, err := s.Size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Prune(t.Context(), day.AddDate(1, 0, 0), Keep{Texts: time.Hour}, true); err != nil {
		t.Fatal(err)
	}
	if err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after, err := s.Size(t.Context()); err != nil || after >= before {
		t.Errorf("%d bytes, and %d before, %v", after, before, err)
	}
	sound(t, s)
}
