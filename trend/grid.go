package trend

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// grid is the input as a table of sources by weeks, in an order that does not
// depend on the input's. Weeks are indices from first.
type grid struct {
	zone     *time.Location
	first    Week
	n        int      // weeks
	last     int      // the last complete week, −1 without one
	sources  []string // sorted
	index    map[string]int
	polled   [][]bool // source, week
	stories  [][]int  // source, week: stories of any kind first told there
	gap      []bool   // no data (rule N6)
	matching []tracked
	shared   []trackedShared
}

// place is a source and a week of the grid.
type place struct {
	source, week int
	at           time.Time
}

// tracked is a matching story with its copies in order of time.
type tracked struct {
	*Story
	copies []place
}

// trackedShared is a Shared row in the grid's terms.
type trackedShared struct {
	copies  []place
	stories int
}

// newGrid lays the input out. Weeks before the first poll, before Since and
// after At are left out, and so are copies at sources that were never polled.
func newGrid(in Input) *grid {
	g := &grid{zone: in.Zone, last: -1, index: map[string]int{}}
	if g.zone == nil {
		g.zone = time.UTC
	}
	at := in.At.In(g.zone)
	rows := slices.DeleteFunc(slices.Clone(in.Sources), func(r SourceWeek) bool {
		return r.Week < in.Since || r.Week > WeekOf(at)
	})
	g.lay(rows, at)
	for g.last+1 < g.n && !(g.first + Week(g.last+1)).Provisional(at) {
		g.last++
	}
	g.markGaps()
	g.track(in.Stories, in.At)
	for _, s := range in.Shared {
		g.trackShared(s)
	}
	return g
}

// lay fills the tables of polls and stories. They reach from the first week
// with a poll to the last, or to the last complete one.
func (g *grid) lay(rows []SourceWeek, at time.Time) {
	seen, names := false, map[string]bool{}
	through := WeekOf(at)
	for through.Provisional(at) {
		through--
	}
	for _, r := range rows {
		if r.Polled && (!seen || r.Week < g.first) {
			g.first, seen = r.Week, true
		}
		if r.Polled {
			through = max(through, r.Week)
		}
		names[r.Source] = true
	}
	if !seen {
		return
	}
	g.n = int(through-g.first) + 1
	g.sources = slices.Sorted(maps.Keys(names))
	for i, name := range g.sources {
		g.index[name] = i
		g.polled = append(g.polled, make([]bool, g.n))
		g.stories = append(g.stories, make([]int, g.n))
	}
	for _, r := range rows {
		s, w := g.index[r.Source], int(r.Week-g.first)
		if w < 0 || w >= g.n { // the first stories of a week are stored before its first visit has ended
			continue
		}
		g.polled[s][w] = g.polled[s][w] || r.Polled
		g.stories[s][w] += r.Stories
	}
}

// How few sources make a week an outage.
const (
	outageOf    = 4 // sources under watch, for the rule to apply
	outageShare = 4 // at most one in so many polled
)

// markGaps finds the weeks without data: no source was polled, or, where at
// least four were under watch, fewer than a quarter were, since the few that
// an outage spared would otherwise be the whole panel for months.
func (g *grid) markGaps() {
	under, ok := make([]int, g.n), make([]int, g.n)
	for _, polls := range g.polled {
		from := slices.Index(polls, true)
		if from < 0 {
			continue
		}
		to := len(polls) - 1
		for !polls[to] {
			to--
		}
		for w := from; w <= to; w++ {
			under[w]++
			if polls[w] {
				ok[w]++
			}
		}
	}
	g.gap = make([]bool, g.n)
	for w := range g.gap {
		g.gap[w] = ok[w] == 0 || under[w] >= outageOf && ok[w]*outageShare < under[w]
	}
}

// track finds the places of the matching stories.
func (g *grid) track(stories []Story, at time.Time) {
	g.matching = make([]tracked, 0, len(stories))
	n := 0
	for i := range stories {
		n += len(stories[i].Copies)
	}
	places := make([]place, 0, n) // all in one piece, for the collector's sake
	for i := range stories {
		t, from := tracked{Story: &stories[i]}, len(places)
		for _, c := range stories[i].Copies {
			if c.At.After(at) {
				continue
			}
			if p, ok := g.place(c.Source, WeekOf(c.At.In(g.zone))); ok {
				p.at = c.At
				places = append(places, p)
			}
		}
		if t.copies = places[from:]; len(t.copies) == 0 {
			continue
		}
		slices.SortFunc(t.copies, func(a, b place) int {
			return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.source, b.source))
		})
		g.matching = append(g.matching, t)
	}
	slices.SortFunc(g.matching, func(a, b tracked) int {
		if c := a.copies[0].at.Compare(b.copies[0].at); c != 0 {
			return c
		}
		return cmp.Compare(a.ID, b.ID)
	})
}

// trackShared finds the places of shared stories.
func (g *grid) trackShared(s Shared) {
	t := trackedShared{stories: s.Stories}
	for i, c := range s.Copies {
		p, ok := g.place(c.Source, c.Week)
		switch {
		case ok:
			t.copies = append(t.copies, p)
		case i == 0: // told first outside the grid: nobody in it has counted it
			t.copies = append(t.copies, place{source: -1})
		}
	}
	if len(t.copies) > 1 {
		g.shared = append(g.shared, t)
	}
}

// place gives a source and week of the grid.
func (g *grid) place(source string, week Week) (place, bool) {
	s, ok := g.index[source]
	w := int(week - g.first)
	return place{source: s, week: w}, ok && w >= 0 && w < g.n
}

// week gives the ISO week of an index.
func (g *grid) week(i int) Week { return g.first + Week(i) }

// sourceName gives the name of a source.
func (g *grid) sourceName(i int) string { return g.sources[i] }
