package topic

import "unicode/utf8"

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
	flagHolds                    // "fits", whatever it is that something fits in
	flagSmall                    // a small thing
)

const (
	flagSlots  = 1 << 18
	affix      = 4   // letters of a word that are looked at for compounds
	scanReach  = 40  // words between a noun and what makes it ours
	scanWindow = 768 // bytes around them that are read in full
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
const scanSigns = isQualifier | isPlain | isSizeOf | isSized | isLike | isUnit | isWorn | isShrink

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
		if x.class&isHolds != 0 && x.class&isStop == 0 {
			flag |= flagHolds
		}
		if x.class&isLike != 0 {
			flag |= flagSmall
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
		s.may[folded(first)] = true
		return
	}
	second := hashOf(words[1])
	s.pairs[uint64(first)<<32|uint64(second)] |= flag
	s.mayTwo[pair(first, second)] = true
}

// word gives the flags of the word with a hash.
func (s *Set) word(h uint32) uint8 {
	if !s.may[folded(h)] {
		return 0
	}
	return s.words[h]
}

const (
	hashSeed  uint32 = 2166136261
	hashPrime uint32 = 16777619
)

func hashOf(word string) uint32 { return hash([]byte(word)) }

func slot(word string) uint32 { return folded(hashOf(word)) }

// pair gives the slot of two words that follow one another.
func pair(first, second uint32) uint32 { return folded(first*hashPrime ^ second) }

func folded(h uint32) uint32 { return (h ^ h>>14) % flagSlots }

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
			if text[start] <= '9' {
				flags |= w.unit(start, i)
			}
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
