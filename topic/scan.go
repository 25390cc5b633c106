package topic

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"reticule"
)

// Set is several topics that are looked for at once.
type Set struct {
	topics []*Topic
	lex    *lexicon // what compounds of any topic are built from
	table  []string
	words  map[uint32]uint8 // by the hash of a folded word
	pairs  map[uint64]uint8 // by the hashes of a term's first two words
	may    [flagSlots]bool  // whether words can have a hash with this slot
	mayTwo [flagSlots]bool  // whether pairs can
	opens  [flagSlots]uint8 // by the hash of a word's first letters
	closes [flagSlots]uint8 // by the hash of a word's last letters
}

// What a word can be to any topic of the set.
const (
	flagNoun   uint8 = 1 << iota // what it is
	flagSign                     // what makes it ours: qualifier, comparison
	flagTerm                     // enough by itself
	flagOpens                    // may open a compound
	flagCloses                   // may close one
)

const (
	flagSlots  = 1 << 16
	affix      = 4   // letters of a word that are looked at for compounds
	scanReach  = 20  // words between a noun and what makes it ours
	scanWindow = 256 // bytes around them that are read in full
)

// NewSet joins topics.
func NewSet(topics ...*Topic) *Set {
	s := &Set{topics: topics, lex: newLexicon(), table: foldTable(), words: map[uint32]uint8{}, pairs: map[uint64]uint8{}}
	for _, t := range topics {
		s.learn(t)
	}
	s.lex.finish()
	return s
}

// scanSigns are the classes that make a noun ours.
const scanSigns = isQualifier | isPlain | isSizeOf | isSized | isLike

// learn flags the words of a topic.
func (s *Set) learn(t *Topic) {
	for _, x := range t.lex.terms() {
		var flag uint8
		switch {
		case x.class&isNever != 0:
			continue
		case x.class&(isTerm|isOwn) != 0:
			flag = flagTerm
		case x.class&(isNoun|isModel) != 0:
			flag = flagNoun
		}
		if x.class&scanSigns != 0 {
			flag |= flagSign
		}
		if flag != 0 {
			s.flag(x.words, flag)
		}
		if x.class&isNoun != 0 && len(x.words) == 1 {
			s.lex.add(x.words, entry{class: isNoun})
		}
	}
	for _, list := range t.lex.joins {
		for _, w := range list {
			s.lex.join(w)
			s.opens[slot(w[:min(affix, len(w))])] |= flagOpens
		}
	}
	for w := range t.lex.heads {
		s.lex.heads[w] = true
		s.closes[slot(w[len(w)-affix:])] |= flagCloses
	}
}

// flag notes what the scan looks for of a term: its word, or its first two.
// Of Chinese, Japanese and Korean words are runes.
func (s *Set) flag(words []string, flag uint8) {
	first := hashOf(words[0])
	if len(words) == 1 {
		s.words[first] |= flag
		s.may[fold16(first)] = true
		return
	}
	second := hashOf(words[1])
	s.pairs[uint64(first)<<32|uint64(second)] |= flag
	s.mayTwo[pair(first, second)] = true
}

// word gives the flags of the word with a hash.
func (s *Set) word(h uint32) uint8 {
	if !s.may[fold16(h)] {
		return 0
	}
	return s.words[h]
}

const (
	hashSeed  uint32 = 2166136261
	hashPrime uint32 = 16777619
)

func hashOf(word string) uint32 { return hash([]byte(word)) }

func slot(word string) uint32 { return fold16(hashOf(word)) }

// pair gives the slot of two words that follow one another.
func pair(first, second uint32) uint32 { return fold16(first*hashPrime ^ second) }

func fold16(h uint32) uint32 { return (h ^ h>>16) % flagSlots }

// lower gives ASCII letters in lower case and digits, 0 for what parts words,
// and 1 for the bytes of other scripts.
var lower = func() (t [256]byte) {
	for b := range t {
		switch {
		case b >= 'a' && b <= 'z' || b >= '0' && b <= '9':
			t[b] = byte(b)
		case b >= 'A' && b <= 'Z':
			t[b] = byte(b) + 'a' - 'A'
		case b >= utf8.RuneSelf:
			t[b] = 1
		}
	}
	return t
}()

// Scan tells whether any topic could count a page with this visible text,
// wherever on the page its words stand. The text is UTF-8 in any case. It is
// one pass over the bytes; only around a noun with a telling word near is the
// text read in full.
func (s *Set) Scan(text []byte) bool {
	w := scanner{set: s, text: text, noun: -scanReach - 1, sign: -scanReach - 1, read: -1}
	for i := 0; i < len(text); {
		b := lower[text[i]]
		if b == 0 {
			i++
			continue
		}
		start, h := i, hashSeed
		for b > 1 {
			h = (h ^ uint32(b)) * hashPrime
			if i++; i == len(text) {
				break
			}
			b = lower[text[i]]
		}
		flags := uint8(0)
		if b == 1 && i < len(text) {
			i, h, flags = w.foreign(start)
		} else if i-start == 1 && text[start]|0x20 == 's' {
			continue // a possessive's
		} else {
			flags = s.word(h) | w.affixes(start, i)
		}
		if s.mayTwo[pair(w.last, h)] {
			flags |= s.pairs[uint64(w.last)<<32|uint64(h)]
		}
		w.last = h
		w.count++
		if flags != 0 && w.met(flags, start, i) {
			return true
		}
	}
	return false
}

// scanner is the state of one scan.
type scanner struct {
	set        *Set
	text       []byte
	buf        []byte
	count      int // words so far
	noun, sign int // the last word of each sort, by count
	nounAt     int // and their places
	signAt     int
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
	if w.set.opens[fold16(h)] != 0 && w.compound(bytes.ToLower(w.text[start:end])) {
		flags = flagTerm
	}
	h = hashSeed
	for _, b := range w.text[end-affix : end] {
		h = (h ^ uint32(lower[b])) * hashPrime
	}
	if flags == 0 && w.set.closes[fold16(h)] != 0 && w.compound(bytes.ToLower(w.text[start:end])) {
		flags = flagNoun
	}
	return flags
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
		return h.kind != kindUnlike && h.kind != kindShort && !h.weak
	})
}
