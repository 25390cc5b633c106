package trend

import (
	"cmp"
	"maps"
	"slices"
)

// minRanked is how many stories a ranking needs; below it names are listed.
const minRanked = 10

// Voice is how much of a topic's stories one name has: a brand's, a
// retailer's or a person's.
type Voice struct {
	Name      string   `json:"-"` // each list calls it by its own key
	Stories   int      `json:"stories"`
	Of        int      `json:"of"` // matching stories in all
	Reach     Real     `json:"reach"`
	Low       Real     `json:"low"`
	High      Real     `json:"high"`
	SOV       Real     `json:"sov"` // share of voice among the names
	Prominent int      `json:"prominent"`
	Change    Momentum `json:"change"` // of the reach, against the window before
	IDs       []int64  `json:"ids"`
}

// Brand is the voice of one brand.
type Brand struct {
	Brand string `json:"brand"`
	Voice
}

// Named is the voice of a retailer or a person.
type Named struct {
	Name string `json:"name"`
	Voice
}

// Mention is that a story names something; Prominent where it does so in the
// headline or the first paragraph.
type Mention struct {
	Name      string
	Prominent bool
}

// heard is what is known of one name in one window.
type heard struct {
	ids       []int64
	prominent int
}

// listen counts names over stories, each once a story.
func listen(stories []*told, names func(*Story) []Mention) map[string]heard {
	out := map[string]heard{}
	for _, t := range stories {
		list := names(t.Story)
		for i, m := range list {
			same := func(o Mention) bool { return o.Name == m.Name }
			if slices.IndexFunc(list, same) != i {
				continue
			}
			h := out[m.Name]
			h.ids = append(h.ids, t.ID)
			if slices.ContainsFunc(list, func(o Mention) bool { return same(o) && o.Prominent }) {
				h.prominent++
			}
			out[m.Name] = h
		}
	}
	return out
}

// voices measures names over the matching stories of two windows (M6):
//
//	reach = stories with the name / matching stories, Wilson's interval;
//	        several names in a story each count, so reaches may sum to more than 1
//	sov   = stories with the name / Σ over names of stories with it; sums to 1
//
// and the change of reach by M2. A name counts once a story. From 10 matching
// stories on the list is a ranking, most stories first; below that it is in
// alphabetical order, since a rank would say more than is known.
func voices(now, before []*told, names func(*Story) []Mention) []Voice {
	heardNow, heardBefore := listen(now, names), listen(before, names)
	sum := 0
	for _, h := range heardNow {
		sum += len(h.ids)
	}
	out := make([]Voice, 0, len(heardNow))
	for _, name := range slices.Sorted(maps.Keys(heardNow)) {
		h := heardNow[name]
		c := Count{len(h.ids), len(now)}
		s := ShareOf(c)
		out = append(out, Voice{Name: name, Stories: c.R, Of: c.D, Reach: s.Share, Low: s.Low, High: s.High,
			SOV: rate(Count{c.R, sum}), Prominent: h.prominent, IDs: h.ids,
			Change: MomentumOf(c, Count{len(heardBefore[name].ids), len(before)})})
	}
	if Ranked(len(now)) {
		slices.SortStableFunc(out, func(a, b Voice) int { return cmp.Compare(b.Stories, a.Stories) })
	}
	return out
}

// Ranked tells whether so many matching stories carry a ranking.
func Ranked(stories int) bool { return stories >= minRanked }
