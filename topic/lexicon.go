package topic

import (
	"cmp"
	"slices"
)

// class says what part an entry of the lexicon plays. A word can play several.
type class uint32

const (
	isQualifier class = 1 << iota
	isPlain
	isNoun
	isTerm
	isShort
	isLike
	isUnlike
	isNear
	isFar
	isNever
	isRival
	isOther // another thing, that a qualifier before it belongs to
	isOwn   // a house's line that belongs by itself
	isModel // a house's model that belongs with a qualifier
	isHouse
	isStop     // a function word
	isLink     // a function word that may stand between noun and qualifier
	isStress   // "absurdly", "so"
	isSizeOf   // "the size of"
	isSized    // "-sized"
	isHolds    // "fits", "room for"
	isContents // "of": what follows the noun is what it holds
	isDeterm   // "the", "this"
	isParticle // what Korean glues to a noun
	isOnly     // "barely", "one"
	isVersion  // "version", as in "a mini version of"
	isWorn     // how only a tiny one is worn: "on one finger"
	isPart     // of the noun or of clothes, with a measure of its own: "strap"
	isShrink   // "shrinks"
	isNumber   // "nine"
	isUnit     // "centimetres"
)

// An entry is one meaning of a term.
type entry struct {
	class class
	doubt class // of these, the ones marked with a question mark in config
	lang  uint8 // index of its language; 0 holds in all
	house int16 // index into the topic's houses, -1 for none
	value int16 // of a number; of a unit in tenths of a millimetre
	name  string
}

// lexicon finds the terms of a topic and of its languages' grammar in a row of
// tokens. It is a trie over word numbers.
type lexicon struct {
	words    map[string]int32 // folded word -> number, from 1
	next     map[uint64]int32 // node and word number -> node
	first    []int32          // word number -> node below the root
	entries  [][]entry        // by node
	joins    [256][]string    // qualifiers that open a compound, by first byte
	heads    map[string]bool  // nouns that a compound may end in, and be unknown before
	minHead  int
	prefixes []string // of Arabic words, longest first
}

func newLexicon() *lexicon {
	return &lexicon{words: map[string]int32{}, next: map[uint64]int32{}, entries: make([][]entry, 1), heads: map[string]bool{}}
}

// add puts a term's words, already folded, into the trie.
func (l *lexicon) add(words []string, e entry) {
	node := int32(0)
	for _, w := range words {
		id, ok := l.words[w]
		if !ok {
			id = int32(len(l.words) + 1)
			l.words[w] = id
		}
		key := uint64(node)<<32 | uint64(id)
		child, ok := l.next[key]
		if !ok {
			child = int32(len(l.entries))
			l.entries = append(l.entries, nil)
			l.next[key] = child
		}
		node = child
	}
	for i, old := range l.entries[node] {
		if old.lang == e.lang && old.house == e.house {
			l.entries[node][i].class, l.entries[node][i].doubt = merge(old.class, old.doubt, e.class, e.doubt)
			l.entries[node][i].value = max(old.value, e.value)
			return
		}
	}
	l.entries[node] = append(l.entries[node], e)
}

// merge joins two meanings. A class stays in doubt unless one is sure of it.
func merge(a, aDoubt, b, bDoubt class) (both, doubt class) {
	sure := a&^aDoubt | b&^bDoubt
	return a | b, (a | b) &^ sure
}

// split tells where an unknown word parts into a qualifier and a noun, or, in
// languages that build such words, into anything and a noun; or into a number
// and its unit.
func (l *lexicon) split(word []byte) (int, bool) {
	if n := digits(word); n > 0 {
		return n, n < len(word) && l.is(word[n:], isUnit)
	}
	if len(word) < 5 {
		return 0, false
	}
	for _, p := range l.joins[word[0]] {
		if len(word) > len(p)+2 && string(word[:len(p)]) == p {
			if l.is(word[len(p):], isNoun) {
				return len(p), true
			}
		}
	}
	for cut := 3; len(l.heads) > 0 && len(word)-cut >= l.minHead; cut++ {
		if l.heads[string(word[cut:])] {
			return cut, true
		}
	}
	return 0, false
}

// behindPrefix gives a word that is known behind what Arabic glues before it, nil
// for none.
func (l *lexicon) behindPrefix(word []byte) []byte {
	for _, p := range l.prefixes {
		if len(word) > len(p)+2 && string(word[:len(p)]) == p {
			if _, ok := l.words[string(word[len(p):])]; ok {
				return word[len(p):]
			}
		}
	}
	return nil
}

// digits counts the digits that a word begins with.
func digits[T []byte | string](word T) int {
	n := 0
	for n < len(word) && word[n] >= '0' && word[n] <= '9' {
		n++
	}
	return n
}

// is tells whether a single word has a class in any language.
func (l *lexicon) is(word []byte, c class) bool {
	id, ok := l.words[string(word)]
	if !ok {
		return false
	}
	for _, e := range l.entries[l.next[uint64(id)]] {
		if e.class&c != 0 {
			return true
		}
	}
	return false
}

// join lets a qualifier open a compound.
func (l *lexicon) join(word string) {
	if !slices.Contains(l.joins[word[0]], word) {
		l.joins[word[0]] = append(l.joins[word[0]], word)
	}
}

// child gives the node below node for a word.
func (l *lexicon) child(node, word int32) (int32, bool) {
	if word == 0 {
		return 0, false
	}
	if node == 0 && int(word) < len(l.first) {
		return l.first[word], l.first[word] != 0
	}
	child, ok := l.next[key(node, word)]
	return child, ok
}

// finish indexes the root, and orders what is tried one after the other: longest first.
func (l *lexicon) finish() {
	l.first = make([]int32, len(l.words)+1)
	for _, id := range l.words {
		l.first[id] = l.next[key(l.root(), id)]
	}
	longest := func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) }
	for i := range l.joins {
		slices.SortFunc(l.joins[i], longest)
	}
	slices.SortFunc(l.prefixes, longest)
	l.minHead = maxWord
	for h := range l.heads {
		l.minHead = min(l.minHead, len(h))
	}
}

// term is a term of the trie with all its classes.
type term struct {
	words []string
	class class
	sure  class // of these, the ones without a question mark
}

// terms lists the terms of the trie with what they can be in any language. A
// false friend of one is a word like any other of the next; in its own it still
// can be what something is compared with.
func (l *lexicon) terms() []term {
	word := make([]string, len(l.words)+1)
	for w, id := range l.words {
		word[id] = w
	}
	children := map[int32][]uint64{}
	for k := range l.next {
		children[int32(k>>32)] = append(children[int32(k>>32)], k)
	}
	var out []term
	var walk func(node int32, path []string)
	walk = func(node int32, path []string) {
		x := term{words: slices.Clone(path)}
		for _, e := range l.entries[node] {
			c := e.class
			if c&isNever != 0 {
				c &= isLike | isHouse
			}
			x.class |= c
			x.sure |= c &^ e.doubt
		}
		if x.class != 0 {
			out = append(out, x)
		}
		for _, k := range children[node] {
			walk(l.next[k], append(path, word[uint32(k)]))
		}
	}
	walk(l.root(), nil)
	return out
}
