package store

import (
	"maps"
	"testing"
	"time"

	"reticule"
)

// TestWeekNewIsARate counts a young source's articles as of a whole week, and
// what was there before we came as of the week that it was written in.
func TestWeekNewIsARate(t *testing.T) {
	s := open(t)
	visit := func(at time.Time, dated func(i int) time.Time, numbers ...int) {
		b := Batch{Source: gazette, Visit: &reticule.Visit{Source: gazette.Name, URL: gazette.URL, Started: at, Ended: at, Outcome: reticule.OutcomeOK, FullRead: at}}
		for i, n := range numbers {
			it := piece(n)
			it.Article.FirstSeen, it.Dated = at, dated(i)
			b.Items = append(b.Items, it)
		}
		if _, err := s.Save(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(at time.Time, want int) {
		t.Helper()
		if got, err := s.WeekNew(t.Context(), at); err != nil || got[gazette.Name] != want {
			t.Errorf("on %v %d, %v; want %d", at, got[gazette.Name], err, want)
		}
	}
	visit(day, func(i int) time.Time { return day.AddDate(0, 0, -4*i) }, 1, 2, 3) // today, four days and eight days ago
	expect(day, 2)
	later := day.Add(12 * time.Hour)
	visit(later, func(int) time.Time { return later }, 4, 5, 6, 7)
	expect(later, 28)                // four in the first day
	expect(day.AddDate(0, 0, 2), 14) // four in two days
	expect(day.AddDate(0, 0, 7), 5)  // the week as it was
	expect(day.AddDate(0, 0, 9), 0)
}

// TestPausesAreKept until they are over; a longer wish stays.
func TestPausesAreKept(t *testing.T) {
	s := open(t)
	for _, x := range []struct {
		host string
		wait time.Duration
	}{{"gazette.example", 2 * time.Hour}, {"gazette.example", time.Hour}, {"hem.example:8443", 90 * time.Second}} {
		if err := s.SavePause(t.Context(), x.host, day.Add(x.wait)); err != nil {
			t.Fatal(err)
		}
	}
	for after, want := range map[time.Duration]int{0: 2, 90 * time.Second: 1, time.Hour: 1, 2 * time.Hour: 0} {
		got, err := s.Pauses(t.Context(), day.Add(after))
		if err != nil || len(got) != want || want > 0 && !got["gazette.example"].Equal(day.Add(2*time.Hour)) {
			t.Errorf("after %v: %v, %v; want %d", after, got, err, want)
		}
	}
}

// TestPausesOfAWrongClock are not kept to, and give way to a true one.
func TestPausesOfAWrongClock(t *testing.T) {
	s := open(t)
	const host = "gazette.example"
	for _, until := range []time.Time{day.AddDate(1, 0, 0), day.Add(time.Hour), day.Add(2 * time.Hour), day.Add(90 * time.Minute)} {
		if err := s.SavePause(t.Context(), host, until); err != nil {
			t.Fatal(err)
		}
		got, err := s.Pauses(t.Context(), day)
		want := map[string]time.Time{host: day.Add(2 * time.Hour)}
		switch {
		case until.After(day.AddDate(0, 1, 0)):
			delete(want, host)
		case until.Equal(day.Add(time.Hour)):
			want[host] = until
		}
		if err != nil || !maps.EqualFunc(got, want, time.Time.Equal) {
			t.Errorf("a pause until %v: %v, %v; want %v", until, got, err, want)
		}
	}
}

// TestPageThatWaitsAgain leaves the article as it is.
func TestPageThatWaitsAgain(t *testing.T) {
	s := open(t)
	it := piece(1)
	it.Article.Depth, it.Retry = reticule.DepthListed, &Retry{Attempts: 1, Due: day, Message: "it was away"}
	save(t, s, it)
	again := Item{Article: &reticule.Article{URL: it.Article.URL, Depth: reticule.DepthListed, FirstSeen: day}, Waits: true, Retry: &Retry{Attempts: 2, Due: day.Add(time.Hour)}}
	save(t, s, again)
	pages, err := s.Pending(t.Context(), gazette.Name, day.Add(time.Hour))
	if err != nil || len(pages) != 1 || pages[0].Attempts != 2 || pages[0].Article.Summary != it.Article.Summary || !pages[0].Article.Published.Equal(it.Article.Published) {
		t.Errorf("waiting: %+v, %v", pages, err)
	}
	if got := stories(t, s, Pick{}); len(got) != 1 || got[0].Face.Summary != it.Article.Summary {
		t.Errorf("stories %+v", got)
	}
}
