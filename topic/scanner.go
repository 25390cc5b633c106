package topic

import (
	"bytes"
	"unicode/utf8"
)

// scanner is the state of one scan.
type scanner struct {
	set    *Set
	text   []byte
	buf    []byte
	count  int              // words so far
	last   uint32           // hash of the word before
	open   uint64           // hashes of two words that may open a term of more,
	openAt int              // and the number of the second
	bare   uint32           // hash of an Arabic word without what is glued before it,
	bareAt int              // and its number
	seen   [flagKinds]place // by the flag's bit, the last such word
	read   [scopes]int      // the text before this offset was read in full
}

// second gives what the present word, whose hash is h, is with the one before.
func (w *scanner) second(h uint32) flags {
	f := w.set.pair(w.last, h)
	if w.openAt == w.count {
		f |= w.set.threes[three(w.open, h)]
	}
	if f&flagMore != 0 {
		w.open, w.openAt = two(w.last, h), w.count+1
	}
	return f &^ flagMore
}

// affixes tells what a longer ASCII word may be as a compound.
func (w *scanner) affixes(start, end int) (f flags) {
	if end-start <= affix+1 {
		return 0
	}
	word := w.text[start:end]
	if w.set.opens.has(affixOf(word)) && w.compound(bytes.ToLower(word)) {
		return flagTerm
	}
	if w.set.closes.has(affixOf(word[len(word)-affix:])) && w.compound(bytes.ToLower(word)) {
		return flagNoun
	}
	return 0
}

// unit looks behind the digits of a word in ASCII: "9cm".
func (w *scanner) unit(word []byte) flags {
	n := digits(word)
	if n == 0 || n == len(word) {
		return 0
	}
	h := hashSeed
	for _, b := range word[n:] {
		h = (h ^ uint32(lower[b])) * hashPrime
	}
	return w.set.word(h)
}

func (w *scanner) compound(word []byte) bool {
	_, ok := w.set.lex.split(word)
	return ok
}

// foreign reads a word that is not all ASCII, or one rune of Chinese, Japanese
// or Korean, and gives the offset behind it and its hash.
func (w *scanner) foreign(start int) (end int, h uint32, f flags) {
	buf := w.buf[:0]
	i := start
	for i < len(w.text) {
		r, size := utf8.DecodeRune(w.text[i:])
		switch scriptOf(r) {
		case scriptWord:
			if i += size; len(buf) < maxWord {
				buf = appendFold(buf, w.set.table, r)
			}
			f |= decomposed(r)
			continue
		case scriptNone:
			i += size
		default:
			if i == start {
				w.buf = appendFold(buf, w.set.table, r)
				h = hash(w.buf)
				return i + size, h, w.set.word(h) | decomposed(r)
			}
		}
		break
	}
	w.buf = buf
	if len(buf) == 0 {
		return max(i, start+1), 0, 0
	}
	h = hash(buf)
	f |= w.set.word(h)
	if len(buf) > affix+1 {
		if w.compound(buf) {
			f |= flagTerm
		}
	}
	return i, h, f | w.glued(buf) | w.unit(buf)
}

// glued looks behind what Arabic glues before a word, and gives what the rest
// is, alone and with the word before.
func (w *scanner) glued(word []byte) (f flags) {
	if !gluesBefore(word) {
		return 0
	}
	before, here := [2]uint32{w.last}, [2]uint32{hash(word), w.unglued(word)}
	if w.bareAt == w.count {
		before[1] = w.bare
	}
	w.bare, w.bareAt = here[1], w.count+1
	for _, second := range here {
		f |= w.set.word(second)
		for _, first := range before {
			f |= w.set.pair(first, second) &^ flagMore
		}
	}
	return f
}

// unglued gives the hash of a word that some topic knows without what is glued
// before it, 0 where none does.
func (w *scanner) unglued(word []byte) uint32 {
	for _, t := range w.set.topics {
		if rest := t.lex.behindPrefix(word); rest != nil {
			return hash(rest)
		}
	}
	return 0
}

// decomposed flags the runes of decomposed Korean and Japanese, so that the
// text around them is read in full.
func decomposed(r rune) flags {
	if r >= 0x1100 && r < 0x1200 || r == 0x3099 || r == 0x309A {
		return flagTerm
	}
	return 0
}

func hash(word []byte) uint32 {
	h := hashSeed
	for _, b := range word {
		h = (h ^ uint32(b)) * hashPrime
	}
	return h
}
