package topic

import "slices"

// Set is several topics that are looked for at once.
type Set struct {
	topics []*Topic
	lex    *lexicon // what compounds of any topic are built from
	table  []string
	words  map[uint32]flags // by the hash of a folded word
	pairs  map[uint64]flags // by the hashes of a term's first two words
	threes map[uint64]flags // by the hashes of a term's first three words
	may    sieve            // hashes of words
	mayTwo sieve            // hashes of pairs
	opens  sieve            // first letters of words that may be compounds
	closes sieve            // last letters of such words
}

// NewSet joins topics.
func NewSet(topics ...*Topic) *Set {
	s := &Set{topics: topics, lex: newLexicon(), table: foldTable(), words: map[uint32]flags{}, pairs: map[uint64]flags{}, threes: map[uint64]flags{}}
	for _, t := range topics {
		s.learn(t)
	}
	s.lex.finish()
	return s
}

// learn flags the words of a topic.
func (s *Set) learn(t *Topic) {
	for _, x := range t.lex.terms() {
		s.flag(x.words, x.flags())
		if x.class&isNoun != 0 && len(x.words) == 1 {
			s.lex.add(x.words, entry{class: isNoun})
		}
	}
	for _, list := range t.lex.joins {
		for _, w := range list {
			s.lex.join(w)
			s.opens.addAffix(w)
		}
	}
	for w := range t.lex.heads {
		s.lex.heads[w] = true
		s.closes.add(affixOf(w[len(w)-affix:]))
	}
}

// flag notes what the scan looks for of a term: its word, or its first two or
// three. Of Chinese, Japanese and Korean words are runes; the s of a possessive
// is none. What Arabic glues before a third word would hide it: there two do.
func (s *Set) flag(words []string, f flags) {
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "s" })
	if f == 0 || len(words) == 0 {
		return
	}
	first := hashOf(words[0])
	if len(words) == 1 {
		s.words[first] |= f
		s.may.add(first)
		return
	}
	second := hashOf(words[1])
	s.mayTwo.add(mixed(first, second))
	opening := two(first, second)
	if len(words) == 2 || gluesBefore(words[2]) {
		s.pairs[opening] |= f
		return
	}
	third := hashOf(words[2])
	s.pairs[opening] |= flagMore
	s.threes[three(opening, third)] |= f
	s.mayTwo.add(mixed(second, third)) // so that it is looked for
}

// gluesBefore tells whether a folded word is Arabic, which glues some before.
func gluesBefore[T []byte | string](word T) bool { return word[0] >= 0xD8 && word[0] <= 0xDB }

// pair gives the flags of two words that follow one another.
func (s *Set) pair(first, second uint32) flags {
	if !s.mayTwo.has(mixed(first, second)) {
		return 0
	}
	return s.pairs[two(first, second)]
}

// two joins the hashes of two words.
func two(first, second uint32) uint64 { return uint64(first)<<32 | uint64(second) }

// three joins the hash of a third word to those of two.
func three(two uint64, third uint32) uint64 { return two*uint64(hashPrime) ^ uint64(third) }

// word gives the flags of the word with a hash.
func (s *Set) word(h uint32) flags {
	if !s.may.has(h) {
		return 0
	}
	return s.words[h]
}
