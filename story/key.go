package story

import (
	"math"
	"slices"
)

// Kinds of key, from the top byte of a key. Keys of different kinds never meet.
const (
	KeyAddress = iota + 1 // where the article stands
	KeyText               // a passage of the text
	KeyTitle              // the headline
	KeyWord               // a telling word: finds siblings, never copies
)

// KindOf gives the kind of a key.
func KindOf(key uint64) int { return int(key >> 56) }

func keyOf(kind int, hash uint64) uint64 { return uint64(kind)<<56 | hash>>8 }

// How many keys an article has of the kinds that could be many.
const (
	leadPassages = 8  // the sentences it begins with, which a trimmed copy keeps
	restPassages = 4  // of the later ones
	passageWords = 6  // that a key of a passage is made of
	wordKeys     = 16 // its most telling words
)

// Keys gives the keys under which the article is to be found: at most 31, all
// different and in order. Two copies share at least one unless every sentence
// was touched; siblings usually share some of the kind KeyWord.
func (p Print) Keys() []uint64 {
	keys := p.CopyKeys()
	for _, h := range p.wordHashes() {
		keys = append(keys, keyOf(KeyWord, h))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// CopyKeys gives the keys that find copies alone: for articles that were only
// scanned, whose siblings nobody asks for.
func (p Print) CopyKeys() []uint64 {
	var keys []uint64
	for _, h := range p.addresses {
		keys = append(keys, keyOf(KeyAddress, h))
	}
	for _, h := range p.passageHashes() {
		keys = append(keys, keyOf(KeyText, h))
	}
	if len(p.title) >= titleWords {
		keys = append(keys, keyOf(KeyTitle, hashTokens(p.title)))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// titleWords is how many words a headline needs to be told from others.
const titleWords = 4

func hashTokens(s []token) uint64 {
	h := uint64(len(s))
	for _, t := range s {
		h = mix(h<<14 ^ h>>50 ^ t.word())
	}
	return h
}

// passageHashes takes from each sentence the six words in a row whose hash is
// least, so that an edit elsewhere in it changes nothing; from the first eight
// sentences, and from the four later ones whose hashes are least.
func (p Print) passageHashes() []uint64 {
	var all []uint64
	start := 0
	for _, e := range p.ends {
		end := int(e)
		if h, ok := leastPassage(p.text[start:end]); ok {
			all = append(all, h)
		}
		start = end
	}
	if len(all) == 0 && len(p.text) > 0 {
		return []uint64{hashTokens(p.text)}
	}
	if len(all) > leadPassages {
		slices.Sort(all[leadPassages:])
		all = all[:min(len(all), leadPassages+restPassages)]
	}
	return all
}

func leastPassage(s []token) (least uint64, ok bool) {
	least = math.MaxUint64
	for i := 0; i+passageWords <= len(s); i++ {
		least, ok = min(least, hashTokens(s[i:i+passageWords])), true
	}
	return least, ok
}

// wordHashes samples the vocabulary so that two texts with words in common
// choose the same ones of them (Efraimidis and Spirakis' weighted sampling,
// with the word's hash for the die): names and numbers at twice the chance.
func (p Print) wordHashes() []uint64 {
	type drawn struct {
		rank float64
		hash uint64
	}
	var all []drawn
	for _, w := range p.vocabulary() {
		h := mix(uint64(w >> kindBits))
		rank := -math.Log((float64(h>>11) + 1) / (1 << 53))
		all = append(all, drawn{rank / float64(weightOf(w)), h})
	}
	slices.SortFunc(all, func(a, b drawn) int {
		switch {
		case a.rank < b.rank:
			return -1
		case a.rank > b.rank:
			return 1
		}
		return 0
	})
	out := make([]uint64, 0, wordKeys)
	for _, d := range all[:min(len(all), wordKeys)] {
		out = append(out, d.hash)
	}
	return out
}
