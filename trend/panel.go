package trend

import (
	"cmp"
	"slices"
	"time"
)

// window is a run of weeks of the grid, both ends inclusive.
type window struct{ from, to int }

// empty tells whether the window reaches back before the grid or is no run at
// all; nothing is concluded from half a window.
func (w window) empty() bool { return w.from < 0 || w.to < w.from }

// has tells whether a week lies in the window.
func (w window) has(week int) bool { return week >= w.from && week <= w.to }

// clip cuts the window to weeks from 0 on.
func (w window) clip() window { return window{max(w.from, 0), w.to} }

// panel gives the sources that were polled in every week with data of the
// windows (rule N3): only these are compared, so that a source that is added
// or lost moves nothing.
func (g *grid) panel(windows ...window) []bool {
	in := make([]bool, len(g.sources))
	for s := range in {
		in[s] = true
		for _, w := range windows {
			in[s] = in[s] && g.active(s, w.clip())
		}
	}
	return in
}

// active tells whether a source was polled in every week with data.
func (g *grid) active(source int, w window) bool {
	for i := w.from; i <= w.to; i++ {
		if !g.gap[i] && !g.polled[source][i] {
			return false
		}
	}
	return true
}

// everyone is the panel of all sources.
func (g *grid) everyone() []bool { return g.panel() }

// told is a matching story as one panel sees it: in the week of its first
// article there, at that article's source.
type told struct {
	*Story
	week, source int
	at           time.Time
	pickups      int // its articles in the panel
}

// before orders stories by time.
func (t *told) before(o *told) bool {
	return cmp.Or(t.at.Compare(o.at), cmp.Compare(t.ID, o.ID)) < 0
}

// eachTerm calls f for the story's terms and words.
func (t *told) eachTerm(f func(term string, own bool)) {
	for _, term := range t.Terms {
		f(term, true)
	}
	for _, word := range t.Words {
		f(word, false)
	}
}

// view is the series as one panel sees it. Weeks without data count nothing.
type view struct {
	*grid
	in      []bool
	size    int     // sources in the panel
	d       [][]int // source, week: stories of any kind
	counts  []Count // by week
	pickups []int   // matching articles, by week
	updated []int   // stories that came to match by an edit, by week
	told    []*told // matching stories in order of time
	windows []window
}

// counted tells whether a week is counted.
func (v *view) counted(week int) bool {
	return !v.gap[week] && (len(v.windows) == 0 || slices.ContainsFunc(v.windows, func(w window) bool { return w.has(week) }))
}

// see counts what a panel told. With windows only their weeks are counted.
func (g *grid) see(panel []bool, windows ...window) *view {
	v := &view{grid: g, in: panel, windows: windows, d: make([][]int, len(panel)), counts: make([]Count, g.n),
		pickups: make([]int, g.n), updated: make([]int, g.n)}
	for s, in := range panel {
		if in {
			v.size++
			v.d[s] = slices.Clone(g.stories[s])
		}
	}
	v.addShared()
	for _, d := range v.d {
		for w, n := range d {
			v.counts[w].D += n
		}
	}
	v.addStories()
	for w := range v.counts {
		if !v.counted(w) {
			v.counts[w], v.pickups[w], v.updated[w] = Count{}, 0, 0
		}
	}
	return v
}

// addShared counts, at its first source within the panel, each story that a
// source outside told first.
func (v *view) addShared() {
	for _, s := range v.shared {
		if first := s.copies[0].source; first >= 0 && v.in[first] {
			continue
		}
		for _, c := range s.copies[1:] {
			if v.in[c.source] {
				v.d[c.source][c.week] += s.stories
				break
			}
		}
	}
}

// begin gives the first week that is counted.
func (v *view) begin() int {
	from := 0
	for i, w := range v.windows {
		if i == 0 || w.from < from {
			from = w.from
		}
	}
	return max(from, 0)
}

// addStories counts each matching story in the week and at the source that
// told it first within the panel, and its pickups in their own weeks.
func (v *view) addStories() {
	var all []told
	from := v.begin()
	if from == 0 {
		all = make([]told, 0, len(v.matching))
	}
	for i := range v.matching {
		t := &v.matching[i]
		if t.copies[len(t.copies)-1].week < from {
			continue
		}
		story := v.tell(t)
		switch {
		case story.Story == nil || !v.counted(story.week):
		case t.Edited:
			v.updated[story.week]++
		default:
			v.counts[story.week].R++
			all = append(all, story)
		}
	}
	v.told = make([]*told, len(all))
	for i := range all {
		v.told[i] = &all[i]
	}
}

// tell gives a story as the panel sees it, nothing where it did not carry it.
func (v *view) tell(t *tracked) (story told) {
	for _, c := range t.copies {
		if !v.in[c.source] {
			continue
		}
		if story.Story == nil {
			story = told{Story: t.Story, week: c.week, source: c.source, at: c.at}
		}
		story.pickups++
		if !t.Edited {
			v.pickups[c.week]++
		}
	}
	return story
}

// pool adds up the weeks of a window.
func (v *view) pool(w window) Count {
	if w.empty() {
		return Count{}
	}
	return pool(v.counts[w.from : w.to+1])
}

// within gives the stories that were told in a window; like pool, it has
// nothing to say of one that reaches back before the grid.
func (v *view) within(w window) []*told {
	if w.empty() {
		return nil
	}
	var out []*told
	for _, t := range v.told {
		if w.has(t.week) {
			out = append(out, t)
		}
	}
	return out
}

// bySource counts a window source by source.
func (v *view) bySource(w window) []Count {
	out := make([]Count, len(v.in))
	for s, d := range v.d {
		for i := max(w.from, 0); d != nil && i <= w.to; i++ {
			if !v.gap[i] {
				out[s].D += d[i]
			}
		}
	}
	for _, t := range v.within(w) {
		out[t.source].R++
	}
	return out
}

// tellers counts the sources that told at least one of the stories.
func tellers(stories []*told) int {
	seen := map[int]bool{}
	for _, t := range stories {
		seen[t.source] = true
	}
	return len(seen)
}

// ids gives the stories' ids in order of time.
func ids(stories []*told) []int64 {
	out := make([]int64, len(stories))
	for i, t := range stories {
		out[i] = t.ID
	}
	return out
}
