package topic

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"reticule"
)

// qualify looks for the noun that a qualifier belongs to: behind it, or before.
func (f *finder) qualify(q *mark, from int32, k kind) {
	noun, blocked := f.ahead(q)
	if noun != nil {
		f.pair(q, noun, from, noun.last, k)
		return
	}
	if blocked {
		f.coined(q)
		return
	}
	if noun = f.behind(q); noun != nil {
		f.pair(q, noun, noun.first, q.last, k)
		return
	}
	if f.coined(q) {
		return
	}
	if m := f.p.markAt(q.first - 1); m != nil && m.is(isHouse) && f.p.gapAt(q.first) < gapHyphen && f.p.ended(q.last) {
		f.add(kindShort, m.first, q.last, false, m.house)
	}
}

// housed tells whether a house stands in the phrase or right before it.
func (f *finder) housed(first, last int32) bool {
	for k := max(0, first-1); k <= last; k++ {
		if f.p.classAt(k)&isHouse != 0 && (k >= first || f.p.gapAt(first) < gapComma) {
			return true
		}
	}
	return false
}

// coined looks for a name that no list has: a qualifier before a word with a
// capital, in a sentence with a house and a noun, "its Nano Montreal"; or a
// version of what the sentence names: "a nano version".
func (f *finder) coined(q *mark) bool {
	k := q.last + 1
	version := f.p.classAt(k)&isVersion != 0
	if f.p.gapAt(k) >= gapComma || q.is(isPlain) {
		return false
	}
	if !version && (f.p.markAt(k) != nil || !f.p.tokens[k].upper || !f.p.tokens[q.first].upper) {
		return false
	}
	said := f.p.saying(k)
	switch {
	case version && (said.house >= 0 || said.noun):
		f.add(kindPair, q.first, k, false, said.house)
	case said.house >= 0 && said.noun && f.p.zone != reticule.ZoneTitle:
		f.add(kindNamed, q.first, k, false, said.house)
	default:
		return false
	}
	return true
}

func (f *finder) pair(q, noun *mark, first, last int32, k kind) {
	for next := f.p.markAt(last + 1); next != nil && next.is(isNoun|isModel) && f.p.gapAt(last+1) < gapComma; next = f.p.markAt(last + 1) {
		last = next.last
	}
	if f.container(last) {
		f.add(kindUnlike, first, last, true, -1)
		return
	}
	if noun.is(isModel | isOwn) {
		k = kindNamed
	}
	gulf := f.gulf(q, noun)
	sure := !q.doubts(isQualifier) && !noun.doubts(target) && k != kindStressed && gulf == 0
	f.add(k, first, last, sure, noun.house)
	vague := q.doubts(isQualifier) || gulf > 1
	f.hits[len(f.hits)-1].doubt = (vague || noun.doubts(target) && !f.p.saying(first).named) && !f.housed(first, last)
}

// gulf counts the unknown words between qualifier and noun, one that a hyphen
// ties to the qualifier twice.
func (f *finder) gulf(q, noun *mark) int {
	n := 0
	for k := q.last + 1; k < noun.first; k++ {
		if f.p.markAt(k) != nil || f.p.tokens[k].script != scriptWord {
			continue
		}
		if n++; k == q.last+1 && f.p.gapAt(k) == gapHyphen {
			n++ // "a micro-club"
		}
	}
	return n
}

// container tells whether the noun that ends at token k is only what something
// else comes in ("a tiny bag of nails"), or part of another thing's name.
func (f *finder) container(k int32) bool {
	if f.p.gapAt(k+1) >= gapComma {
		return false
	}
	c := f.p.classAt(k + 1)
	if c&isOther != 0 {
		return true
	}
	return c&isContents != 0 && f.p.gapAt(k+2) < gapStop && f.p.classAt(k+2)&(isDeterm|isNear|isHouse) == 0
}

// ahead looks for a noun behind the qualifier. It is blocked where the
// qualifier turns out to belong to something else.
func (f *finder) ahead(q *mark) (noun *mark, blocked bool) {
	steps, free := 0, f.free(q) || f.p.tokens[q.last].script != scriptWord
	for k := q.last + 1; int(k) < len(f.p.tokens) && f.p.gapAt(k) < gapComma && k-q.last <= aheadMost; {
		m := f.p.markAt(k)
		if m == nil {
			if f.person(q, k) {
				return nil, true
			}
			if f.p.tokens[k].plural && !f.p.tokens[k].upper || steps == f.reach(k) {
				return nil, !free
			}
			steps++
			k++
			continue
		}
		switch {
		case m.is(isNever|isOther) || m.is(isHolds|isSizeOf) && !m.is(target):
			return nil, true
		case m.is(target):
			return m, false
		case m.is(isStop) && !m.is(isQualifier|isPlain|isNear) && !f.linkOfRunes(m) && !f.versionOf(q, m):
			return nil, steps > 0 && !free
		}
		steps++
		k = m.last + 1
	}
	return nil, steps > 0 && !free
}

// person tells whether a qualifier is a name's: "Mini Cooper's handbags".
func (f *finder) person(q *mark, k int32) bool {
	t := f.p.tokens[k]
	if !t.upper || !f.p.tokens[q.first].upper || k != q.last+1 {
		return false
	}
	rest := f.p.form.text[t.end:]
	for _, s := range [...]string{"'s", "’s"} {
		if strings.HasPrefix(rest, s) {
			r, _ := utf8.DecodeRuneInString(rest[len(s):])
			return unicode.IsSpace(r)
		}
	}
	return false
}

// free tells whether a word is of a language that lets qualifiers follow nouns.
func (f *finder) free(m *mark) bool { return f.topic.nounish&m.langs != 0 }

// versionOf tells whether a function word leads from "mini version" to the
// noun: "of", "of the".
func (f *finder) versionOf(q, m *mark) bool {
	before := f.p.classAt(m.first - 1)
	switch {
	case m.is(isContents | isLink):
		return before&isVersion != 0 || q.last > q.first && m.first == q.last+1
	case m.is(isDeterm | isLink):
		return before&isContents != 0
	}
	return false
}

// linkOfRunes tells whether a function word of Chinese, Japanese or Korean
// ties a qualifier to its noun: ミニサイズの.
func (f *finder) linkOfRunes(m *mark) bool {
	return m.is(isLink) && f.p.tokens[m.first].script != scriptWord
}

func (f *finder) reach(k int32) int {
	if f.p.tokens[k].script == scriptWord {
		return reachWords
	}
	return reachRunes
}

// behind looks for a noun before the qualifier: "sac à main minuscule", "the
// bag is tiny". Where adjectives do not follow nouns freely, only function
// words and one other may stand between, and the phrase must end.
func (f *finder) behind(q *mark) *mark {
	strange, free, end := 0, f.free(q), q.last
	if f.p.classAt(end+1)&isVersion != 0 && f.p.gapAt(end+1) < gapComma {
		end++ // "in a micro size"
	}
	if !free && f.p.tokens[q.last].script == scriptWord && !f.p.ended(end) {
		return nil
	}
	for k := q.first - 1; k >= 0 && q.first-k <= 5 && f.near(q, k, free); k-- {
		m := f.p.markAt(k)
		switch {
		case m == nil:
			if strange++; strange > 1 && !free || strange > 2 {
				return nil
			}
		case m.is(isNever | isOther):
			return nil
		case m.is(target):
			if m.is(isModel|isOwn) && !m.is(isNoun) && strange > 0 {
				return nil
			}
			return m
		case free && q.first == q.last && m.is(isStop) && !m.is(isLink|isStress):
			return nil
		}
		if m != nil {
			k = m.first
		}
	}
	return nil
}

// near tells whether the phrase goes on between token k and the one behind it.
// Where qualifiers follow nouns, a comma may set one off: "la borsetta,
// microscopica, …".
func (f *finder) near(q *mark, k int32, free bool) bool {
	g := f.p.gapAt(k + 1)
	if g != gapComma {
		return g < gapComma
	}
	if !free {
		return f.p.classAt(q.first-1)&isStress != 0 && q.first-k <= 4 // "a bag, silver, so tiny that"
	}
	return k == q.first-1 && f.p.gapAt(q.last+1) >= gapComma
}
