package topic

import (
	"cmp"
	"slices"
)

// kind says by what an article shows the topic.
type kind uint8

const (
	kindPair     kind = iota // qualifier and noun
	kindTerm                 // a whole term
	kindNamed                // a house's line
	kindStressed             // a plain word, stressed, and a noun
	kindLikeness             // a noun compared with a small thing
	kindCapacity             // what little a noun holds
	kindMeasure              // a noun with a small measure
	kindWorn                 // a noun worn as only a tiny one can be
	kindPlain                // a plain word and a noun: one sign of several
	kindShort                // insiders' short word
	kindUnlike               // a noun compared with the wrong thing
)

var kindWords = [...]string{
	kindPair:     "qualifier and noun",
	kindTerm:     "a term of the topic",
	kindNamed:    "named line",
	kindStressed: "a plain word, stressed, and a noun",
	kindLikeness: "a noun compared in size",
	kindCapacity: "how little fits in",
	kindMeasure:  "a small measure",
	kindWorn:     "worn as only a tiny one can be",
	kindPlain:    "a plain word and a noun, among other signs",
	kindShort:    "short for it, where the matter is clear",
	kindUnlike:   "compared with something else",
}

// saysSize tells whether hits of a kind say outright how small something is.
func (k kind) saysSize() bool {
	return k == kindMeasure || k == kindLikeness || k == kindCapacity || k == kindWorn
}

// A hit is a passage's words that show the topic.
type hit struct {
	kind        kind
	first, last int32
	sure        bool // needs no context
	doubt       bool // says it in ambiguous words
	weak        bool // needs a sure hit elsewhere, or several other signs
	blind       bool // its noun, if any, stands so far off that a scan cannot see it
	orphan      bool // its noun stands somewhere in the article, if anywhere
	seconded    bool // joined of two kinds, each of which says it
	valid       bool // has the context that it needs
	house       int16
	passage     *passage
}

// How far a qualifier may stand from its noun, in unknown words, or in runes
// of Chinese, Japanese and Korean.
const (
	reachWords = 3
	reachRunes = 7
	aheadMost  = 32 // tokens in all, known words too
)

// target is what a qualifier can belong to.
const target = isNoun | isModel | isOwn

// finder finds the hits of one passage.
type finder struct {
	topic *Topic
	p     *passage
	hits  []hit
}

// find gives the hits of a passage in reading order, overlapping ones joined.
func (t *Topic) find(p *passage) []hit {
	f := finder{topic: t, p: p}
	for i := range p.marks {
		f.look(&p.marks[i])
	}
	return joined(f.hits)
}

// looks are the classes of marks that can be part of a hit, and who looks at
// them.
var looks = [...]struct {
	class class
	look  func(*finder, *mark)
}{
	{isTerm, (*finder).term}, {isOwn, (*finder).own}, {isQualifier, (*finder).qualifier}, {isPlain, (*finder).plain},
	{isUnit, (*finder).measure}, {isWorn, (*finder).worn}, {isShrink, (*finder).shrunk}, {isSizeOf, (*finder).sizeOf},
	{isSized, (*finder).sized}, {isHolds, (*finder).holds}, {isShort, (*finder).short}, {isNoun, (*finder).shaped},
}

func (f *finder) look(m *mark) {
	if m.is(isNever) {
		return
	}
	for i := range looks {
		if m.is(looks[i].class) {
			looks[i].look(f, m)
		}
	}
}

func (f *finder) term(m *mark) {
	f.add(kindTerm, m.first, m.last, !m.doubts(isTerm), m.house)
	f.hits[len(f.hits)-1].doubt = m.doubts(isTerm)
}

func (f *finder) own(m *mark) {
	if m.is(isTerm) {
		return // which says more
	}
	f.add(kindNamed, m.first, m.last, !m.doubts(isOwn), m.house)
	f.hits[len(f.hits)-1].doubt = m.doubts(isOwn) && !f.housed(m.first, m.last)
}

func (f *finder) qualifier(m *mark) { f.qualify(m, m.first, kindPair) }

// plain looks at a plain word, which a stress before it makes a qualifier.
func (f *finder) plain(m *mark) {
	if f.p.classAt(m.first-1)&isStress != 0 && f.p.gapAt(m.first) < gapComma {
		f.qualify(m, m.first-1, kindStressed)
		return
	}
	f.belittled(m)
}

func (f *finder) add(k kind, first, last int32, sure bool, house int16) {
	f.hits = append(f.hits, hit{kind: k, first: first, last: last, sure: sure, blind: k == kindShort, house: house, passage: f.p})
}

// joined sorts hits and joins those that overlap, keeping the surer one's kind.
func joined(hits []hit) []hit {
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(b.last, a.last))
	})
	out := hits[:0]
	for _, h := range hits {
		if n := len(out); n > 0 && h.first <= out[n-1].last {
			out[n-1] = out[n-1].with(h)
			continue
		}
		out = append(out, h)
	}
	return out
}

// with joins an overlapping hit into h.
func (h hit) with(o hit) hit {
	better := o.sure && !h.sure || h.weak && !o.weak || o.sure == h.sure && o.kind == kindNamed && h.kind != kindUnlike
	joint := h
	if better {
		joint = o
	}
	joint.first, joint.last = h.first, max(h.last, o.last)
	joint.house = max(h.house, o.house)
	joint.blind = h.blind && o.blind
	joint.seconded = h.kind != o.kind && !h.weak && !o.weak
	return joint
}
