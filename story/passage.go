package story

import (
	"cmp"
	"iter"
	"slices"
)

// run is how many words in a row both texts must have before it counts as the
// same passage. Look-alikes share many shorter ones.
const run = 4

// A table finds the places of a text where four words stand in a row.
type table struct {
	text  []token
	slots []slot
	mask  uint64
}

// A slot is 1 + a place, with 16 bits of what stands there above it; 0 is free.
type slot uint32

func slotOf(hash uint64, place int) slot { return slot(hash>>48<<16) | slot(place+1) }

func (s slot) place() int { return int(s&0xFFFF) - 1 }

// like tells whether what stands in a slot may have a hash.
func (s slot) like(hash uint64) bool { return uint64(s>>16) == hash>>48 }

func newTable(text []token) *table {
	size := 8
	for size < 2*len(text) {
		size *= 2
	}
	t := &table{text: text, slots: make([]slot, size), mask: uint64(size - 1)}
	for i, key := range runs(text) {
		h := mix(key)
		if at, there := t.seek(h, key); !there {
			t.slots[at] = slotOf(h, i)
		} // else the first place is kept
	}
	return t
}

// runs gives the places of a text where four words stand in a row, and the
// words, packed.
func runs(text []token) iter.Seq2[int, uint64] {
	return func(yield func(int, uint64) bool) {
		if len(text) < run {
			return
		}
		key := pack(text[:run-1])
		for i := range len(text) - run + 1 {
			key = next(key, text[i+run-1])
			if !yield(i, key) {
				return
			}
		}
	}
}

// next packs the last three of some packed words and one more.
func next(packed uint64, t token) uint64 {
	const three = 1<<(14*(run-1)) - 1
	return (packed&three|(three+1))<<14 | t.word()
}

// seek gives the slot of four words, or the free one where they would stand.
func (t *table) seek(hash, key uint64) (at uint64, there bool) {
	for at = hash & t.mask; ; at = (at + 1) & t.mask {
		s := t.slots[at]
		if s == 0 {
			return at, false
		}
		if s.like(hash) && pack(t.text[s.place():][:run]) == key {
			return at, true
		}
	}
}

// A passage stands word for word in both texts.
type passage struct{ a, b, n int }

// passages gives what text a shares with the table's text, in a's order and
// without overlaps in either. Where a phrase stands in several places, the
// longest passages have the first choice.
func (t *table) passages(a []token) []passage {
	var all []passage
	low := 0 // behind the last passage
	for i, key := range runs(a) {
		if i < low {
			continue
		}
		at, there := t.seek(mix(key), key)
		if !there {
			continue
		}
		p := t.grow(a, passage{i, t.inOrder(a, i, t.slots[at].place(), all), run}, low)
		all = append(all, p)
		low = p.a + p.n
	}
	return disjoint(all, len(t.text))
}

// inOrder gives the place that goes on where the last passage ended, if the
// words at i stand there too, and j otherwise: a phrase that is used twice is
// read in the order of the text.
func (t *table) inOrder(a []token, i, j int, all []passage) int {
	if len(all) == 0 {
		return j
	}
	last := all[len(all)-1]
	k := last.b + i - last.a
	if k+run <= len(t.text) && sameWords(a[i:i+run], t.text[k:k+run]) {
		return k
	}
	return j
}

// grow makes a passage as long as it can be, from a[low] on.
func (t *table) grow(a []token, p passage, low int) passage {
	for p.a > low && p.b > 0 && a[p.a-1].word() == t.text[p.b-1].word() {
		p.a, p.b, p.n = p.a-1, p.b-1, p.n+1
	}
	for p.a+p.n < len(a) && p.b+p.n < len(t.text) && a[p.a+p.n].word() == t.text[p.b+p.n].word() {
		p.n++
	}
	return p
}

// disjoint cuts passages so that no word of the second text, which has n, is
// in two of them. It takes the longest first.
func disjoint(all []passage, n int) []passage {
	slices.SortFunc(all, func(x, y passage) int { return cmp.Or(cmp.Compare(y.n, x.n), cmp.Compare(x.a, y.a)) })
	taken := make([]bool, n)
	kept := all[:0]
	for _, p := range all {
		for p.n > 0 && taken[p.b] {
			p.a, p.b, p.n = p.a+1, p.b+1, p.n-1
		}
		free := 0
		for free < p.n && !taken[p.b+free] {
			taken[p.b+free] = true
			free++
		}
		if p.n = free; p.n >= run {
			kept = append(kept, p)
		}
	}
	slices.SortFunc(kept, func(x, y passage) int { return x.a - y.a })
	return kept
}

// swap turns passages around: what a shares with b, as b sees it.
func swap(ps []passage) []passage {
	out := make([]passage, len(ps))
	for i, p := range ps {
		out[i] = passage{p.b, p.a, p.n}
	}
	slices.SortFunc(out, func(x, y passage) int { return x.a - y.a })
	return out
}
