package topic

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"reticule"
)

// scanner is the state of one scan.
type scanner struct {
	set        *Set
	text       []byte
	buf        []byte
	count      int // words so far
	noun, sign int // the last word of each sort, by count
	nounAt     int // and their places
	signAt     int
	holds      int    // the last word that says that something fits, and
	small      int    // the last small thing, by count
	fits       bool   // a small thing fits somewhere
	read       int    // text before this offset was read in full
	last       uint32 // hash of the word before
}

// affixes tells what a longer ASCII word may be as a compound.
func (w *scanner) affixes(start, end int) uint8 {
	if end-start <= affix+1 {
		return 0
	}
	flags, h := uint8(0), hashSeed
	for _, b := range w.text[start : start+affix] {
		h = (h ^ uint32(lower[b])) * hashPrime
	}
	if w.set.opens[folded(h)] != 0 && w.compound(bytes.ToLower(w.text[start:end])) {
		flags = flagTerm
	}
	h = hashSeed
	for _, b := range w.text[end-affix : end] {
		h = (h ^ uint32(lower[b])) * hashPrime
	}
	if flags == 0 && w.set.closes[folded(h)] != 0 && w.compound(bytes.ToLower(w.text[start:end])) {
		flags = flagNoun
	}
	return flags
}

// unit looks behind the digits of a word: "9cm".
func (w *scanner) unit(start, end int) uint8 {
	n := digits(w.text[start:end])
	if n == 0 || start+n == end {
		return 0
	}
	h := hashSeed
	for _, b := range w.text[start+n : end] {
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
func (w *scanner) foreign(start int) (end int, h uint32, flags uint8) {
	buf := w.buf[:0]
	i := start
	for i < len(w.text) {
		r, size := utf8.DecodeRune(w.text[i:])
		switch scriptOf(r) {
		case scriptWord:
			if i += size; len(buf) < maxWord {
				buf = appendFold(buf, w.set.table, r)
			}
			flags |= decomposed(r)
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
	flags |= w.set.word(h)
	if len(buf) > affix+1 {
		if w.compound(buf) {
			flags |= flagTerm
		}
	}
	return i, h, flags | w.glued(buf)
}

// glued looks behind what Arabic glues before words.
func (w *scanner) glued(buf []byte) (flags uint8) {
	if buf[0] < 0xD8 || buf[0] > 0xDB {
		return 0
	}
	for _, t := range w.set.topics {
		for _, p := range t.lex.prefixes {
			if len(buf) > len(p)+2 && string(buf[:len(p)]) == p {
				flags |= w.set.word(hash(buf[len(p):]))
			}
		}
	}
	return flags
}

// decomposed flags the runes of decomposed Korean and Japanese, so that the
// text around them is read in full.
func decomposed(r rune) uint8 {
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

// met notes a flagged word and, where a noun and a sign have met, reads the
// text around them in full.
func (w *scanner) met(flags uint8, start, end int) bool {
	if flags&flagNoun != 0 {
		w.noun, w.nounAt = w.count, start
	}
	if flags&flagSign != 0 {
		w.sign, w.signAt = w.count, start
	}
	if w.fitting(flags) {
		return true
	}
	if flags&flagTerm == 0 && (max(w.noun, w.sign)-min(w.noun, w.sign) > scanReach || w.noun < 0 || w.sign < 0) {
		return false
	}
	from := max(0, start-scanWindow)
	to := min(len(w.text), end+scanWindow)
	if w.read >= min(len(w.text), end+scanWindow/2) {
		return false
	}
	w.read = to
	return w.set.shows(w.text[from:to])
}

// fitting tells whether some small thing has been seen to fit somewhere, and
// anywhere a noun that it may fit in.
func (w *scanner) fitting(flags uint8) bool {
	if flags&flagHolds != 0 {
		w.holds = w.count
	}
	if flags&flagSmall != 0 {
		w.small = w.count
	}
	near := max(w.holds, w.small)-min(w.holds, w.small) <= 2*fitWithin
	w.fits = w.fits || flags&(flagHolds|flagSmall) != 0 && w.holds > 0 && w.small > 0 && near
	return w.fits && w.noun >= 0
}

// shows tells whether a piece of text shows any of the topics, in whatever
// language the article may turn out to be.
func (s *Set) shows(piece []byte) bool {
	text := string(bytes.ToValidUTF8(piece, []byte("\uFFFD")))
	for _, t := range s.topics {
		p := t.cut(reticule.ZoneBody, text)
		for _, code := range t.codes {
			if t.annotate(p, t.speaks(code, "")); t.hints(p) {
				return true
			}
		}
	}
	return false
}

// hints tells whether a passage has a hit that can count by itself.
func (t *Topic) hints(p *passage) bool {
	return slices.ContainsFunc(t.find(p), func(h hit) bool {
		return h.kind != kindUnlike && !h.blind && !h.orphan
	})
}
