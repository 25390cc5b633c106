package story

import (
	"cmp"
	"slices"
)

// Bounds of a lookup. They make the cost of a decision independent of how much
// is stored.
const (
	// KeyRows is how many articles a key holds, the earliest ones. A key that
	// is full is furniture, or belongs to a story that is found by then; later
	// articles go without it.
	KeyRows = 64
	// MaxCandidates is how many articles one is compared with.
	MaxCandidates = 48
	// wordRows is from how many articles on a word tells nothing any more.
	wordRows = 32
	// wordMeets is how many words siblings must meet by to be compared.
	wordMeets = 2
	// formulaRows is from how many articles on a passage is a formula, unless
	// another is shared with it.
	formulaRows = 8
	// briefPassages is how many passages a text has at most for which one of
	// them may be all that a copy left.
	briefPassages = 2
)

// Row is one line of the index: the articles under a key, the earliest first.
type Row struct {
	Key      uint64
	Articles []int64
}

// A meeting is how an earlier article shares keys with the one to be decided.
type meeting struct {
	id       int64
	places   int // addresses and headlines
	passages int
	formulas int // of them
	words    int
}

// worth tells whether a meeting could be one of copies or siblings.
func (m meeting) worth(brief bool) bool {
	return m.places > 0 || m.passages > 1 || m.passages > m.formulas || brief && m.passages > 0 || m.words >= wordMeets
}

// Shortlist chooses from the rows of an article's keys the articles that are
// worth comparing, at most MaxCandidates: those with the most keys that can
// prove a copy, then those with the most words, then the earliest.
func Shortlist(keys []uint64, rows []Row) []int64 {
	var all []meeting
	at := make(map[int64]int, 2*KeyRows)
	for _, r := range rows {
		for _, id := range r.Articles {
			i, met := at[id]
			if !met {
				i = len(all)
				at[id] = i
				all = append(all, meeting{id: id})
			}
			all[i].note(r)
		}
	}
	brief := countKind(keys, KeyText) <= briefPassages
	all = slices.DeleteFunc(all, func(m meeting) bool { return !m.worth(brief) })
	slices.SortFunc(all, func(a, b meeting) int {
		return cmp.Or(cmp.Compare(b.places+b.passages, a.places+a.passages), cmp.Compare(b.words, a.words), cmp.Compare(a.id, b.id))
	})
	ids := make([]int64, 0, MaxCandidates)
	for _, m := range all[:min(len(all), MaxCandidates)] {
		ids = append(ids, m.id)
	}
	return ids
}

// note adds that the article stands in a row.
func (m *meeting) note(r Row) {
	switch KindOf(r.Key) {
	case KeyAddress, KeyTitle:
		m.places++
	case KeyText:
		m.passages++
		if len(r.Articles) >= formulaRows {
			m.formulas++
		}
	case KeyWord:
		if len(r.Articles) < wordRows {
			m.words++
		}
	}
}

func countKind(keys []uint64, kind int) (n int) {
	for _, k := range keys {
		if KindOf(k) == kind {
			n++
		}
	}
	return n
}

// Index decides articles one by one, in memory, by the path that a store
// takes: look the keys up, shortlist, decide, keep. The zero Index is not
// usable; see NewIndex. It is not safe for concurrent use.
type Index struct {
	opt    Options
	keys   map[uint64][]int64
	prints map[int64]Print
	story  map[int64]int64   // article -> story
	copies map[int64][]int64 // story -> articles, in order of arrival
}

// NewIndex makes an empty index. Options.ID is not looked at.
func NewIndex(opt Options) *Index {
	return &Index{opt: opt, keys: map[uint64][]int64{}, prints: map[int64]Print{}, story: map[int64]int64{}, copies: map[int64][]int64{}}
}

// Add decides an article and keeps it. Its ID must be new and not 0. A story's
// number is the ID of its first article.
func (x *Index) Add(d Doc) Decision {
	p := New(d)
	keys := p.Keys()
	opt := x.opt
	opt.ID = d.ID
	got := Decide(p, x.candidates(d.ID, keys), opt)
	if got.Story == 0 {
		got.Story = d.ID
	}
	x.keep(d.ID, got, p, keys)
	return got
}

// candidates gives the articles to compare with, those joined to it by hand
// among them.
func (x *Index) candidates(id int64, keys []uint64) []Candidate {
	var rows []Row
	for _, k := range keys {
		if ids := x.keys[k]; len(ids) > 0 {
			rows = append(rows, Row{k, ids})
		}
	}
	var out []Candidate
	for _, id := range append(Shortlist(keys, rows), x.joined(id)...) {
		out = append(out, Candidate{ID: id, Story: x.story[id], Print: x.prints[id]})
	}
	return out
}

func (x *Index) joined(id int64) []int64 {
	var ids []int64
	for _, p := range x.opt.Together {
		if p.B == id {
			p.A, p.B = p.B, p.A
		}
		if _, known := x.story[p.B]; known && p.A == id {
			ids = append(ids, p.B)
		}
	}
	return ids
}

func (x *Index) keep(id int64, d Decision, p Print, keys []uint64) {
	x.prints[id] = p
	for _, k := range keys {
		if len(x.keys[k]) < KeyRows {
			x.keys[k] = append(x.keys[k], id)
		}
	}
	for _, other := range d.Merge {
		x.join(d.Story, x.copies[other])
		delete(x.copies, other)
	}
	x.join(d.Story, []int64{id})
}

func (x *Index) join(story int64, articles []int64) {
	for _, id := range articles {
		x.story[id] = story
	}
	x.copies[story] = append(x.copies[story], articles...)
}

// Story gives the story of an article as it stands now, merges included.
func (x *Index) Story(article int64) int64 { return x.story[article] }
