package story

import (
	"cmp"
	"slices"
	"time"

	"reticule"
)

// Face chooses the copy that stands for a story, and gives its place in copies;
// -1 where there are none. current is the ID of the copy that was published
// before, 0 for none: it stays the face as long as it is among the copies, so
// that a published entry keeps its address.
//
// Otherwise it is, of the copies that may be listed, one that the others name
// as their original, or at least that names none itself; that everybody can
// read; that is about as full as any; at its plain address; and the earliest
// of these.
func Face(copies []reticule.Article, current int64) int {
	if len(copies) == 0 {
		return -1
	}
	if i := slices.IndexFunc(copies, func(a reticule.Article) bool { return current != 0 && a.ID == current }); i >= 0 {
		return i
	}
	fullest := 0
	named := map[string]bool{}
	for _, a := range copies {
		fullest = max(fullest, len(a.Text))
		if c := addressOf(a.Canonical); c.exact != addressOf(a.URL).exact {
			named[c.exact] = true
		}
	}
	looks := make([]look, len(copies))
	for i, a := range copies {
		looks[i] = lookOf(a, i, fullest, named)
	}
	return slices.MinFunc(looks, look.compare).at
}

// A look is what speaks against a copy as the face, the gravest first.
type look struct {
	faults [6]bool
	date   time.Time
	id     int64
	at     int
}

func lookOf(a reticule.Article, at, fullest int, named map[string]bool) look {
	own, canonical := addressOf(a.URL).exact, addressOf(a.Canonical).exact
	date, _ := HonestDate(a.Published, a.FirstSeen, a.FirstSeen)
	return look{date: date, id: a.ID, at: at, faults: [6]bool{
		a.NoIndex || a.NoSnippet,
		own == "" || !named[own],
		canonical != "" && canonical != own,
		a.Paywalled,
		5*len(a.Text) < 4*fullest,
		isDressed(a.URL),
	}}
}

func (l look) compare(m look) int {
	for i := range l.faults {
		if l.faults[i] != m.faults[i] {
			if l.faults[i] {
				return 1
			}
			return -1
		}
	}
	return cmp.Or(l.date.Compare(m.date), cmp.Compare(l.id, m.id))
}

// Published gives a story's honest date: the earliest of its copies', none
// later than it was first seen.
func Published(copies []reticule.Article) time.Time {
	var first time.Time
	for _, a := range copies {
		if date, _ := HonestDate(a.Published, a.FirstSeen, a.FirstSeen); first.IsZero() || date.Before(first) {
			first = date
		}
	}
	return first
}
