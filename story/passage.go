package story

import (
	"cmp"
	"slices"
)

// run is how many words in a row both texts must have before it counts as the
// same passage. Look-alikes share many shorter ones.
const run = 4

// A table finds the places of a text where four words stand in a row.
type table struct {
	text  []token
	slots []uint16 // 1 + place; 0 is free
	mask  uint64
}

func newTable(text []token) *table {
	size := 8
	for size < 2*len(text) {
		size *= 2
	}
	t := &table{text: text, slots: make([]uint16, size), mask: uint64(size - 1)}
	for i := 0; i+run <= len(text); i++ {
		key := pack(text[i : i+run])
		for at := mix(key) & t.mask; ; at = (at + 1) & t.mask {
			if t.slots[at] == 0 {
				t.slots[at] = uint16(i + 1)
				break
			}
			if pack(t.text[t.slots[at]-1:][:run]) == key {
				break // the first place is kept
			}
		}
	}
	return t
}

// find gives the first place of four words in the table's text.
func (t *table) find(key uint64) (int, bool) {
	for at := mix(key) & t.mask; t.slots[at] != 0; at = (at + 1) & t.mask {
		i := int(t.slots[at]) - 1
		if pack(t.text[i:i+run]) == key {
			return i, true
		}
	}
	return 0, false
}

// A passage stands word for word in both texts.
type passage struct{ a, b, n int }

// passages gives what text a shares with the table's text, in a's order and
// without overlaps in either. Where a phrase stands in several places, the
// longest passages have the first choice.
func (t *table) passages(a []token) []passage {
	var all []passage
	for i, low := 0, 0; i+run <= len(a); i++ {
		j, ok := t.find(pack(a[i : i+run]))
		if !ok {
			continue
		}
		p := t.grow(a, passage{i, t.inOrder(a, i, j, all), run}, low)
		all = append(all, p)
		low = p.a + p.n
		i = low - 1
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
