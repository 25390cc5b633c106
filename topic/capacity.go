package topic

// The reach of "fits …", in tokens, to what fits and to what it fits in.
const (
	fitWithin  = 8
	fitBack    = 16 // to a noun of the sentence before
	fitAround  = 36 // to a noun of the same paragraph, which a pronoun stands for
	fitBetween = 3  // unknown words that may part "fits" from its noun
)

// holds looks at "fits …": a small thing behind it, or before it as in
// Japanese, and a noun. A word such as "barely" makes the noun ours, also where
// it stands elsewhere in the paragraph; without one a sure hit must stand
// elsewhere.
func (f *finder) holds(m *mark) {
	object := f.fitting(m)
	if object == nil {
		return
	}
	first, last := min(m.first, object.first), max(m.last, object.last)
	little := f.little(first, last)
	noun, between := f.nounBefore(first)
	if m.is(isStop) && (noun == nil || noun.last+1 != m.first) {
		return // "for" speaks of the noun before it only
	}
	if noun == nil {
		if noun = f.shortBefore(m.first); noun != nil {
			little, between = true, 0
		}
	}
	if noun == nil {
		noun, between = f.nounAfter(last)
	}
	if noun == nil && little {
		noun, between = f.nounFarBack(first), 1
	}
	if noun == nil || between > fitBetween && !little {
		f.absent(first, last, little)
		return
	}
	little = little || noun.last+1 == m.first && object.first == m.last+2 // "a bag for a mint"
	if noun.last < first && between == 0 {
		first = noun.first
	}
	f.add(kindCapacity, first, last, false, noun.house)
	f.hits[len(f.hits)-1].weak = !little
	f.hits[len(f.hits)-1].blind = !little
}

// shortBefore looks for an insiders' word right before: "minis that held a lip
// balm".
func (f *finder) shortBefore(k int32) *mark {
	for i := k - 1; i >= 0 && k-i <= fitBetween && f.p.gapAt(i+1) < gapComma; i-- {
		if m := f.p.markAt(i); m != nil && m.is(isShort) {
			return m
		}
	}
	return nil
}

// little tells whether the words around, in the same sentence, say that it is not
// much that is held.
func (f *finder) little(first, last int32) bool {
	for k := max(0, first-3); k <= last+2 && int(k) < len(f.p.tokens); k++ {
		c := f.p.classAt(k)
		if f.p.tokens[k].sentence == f.p.tokens[first].sentence && c&isOnly != 0 && (k <= last || c&isNumber == 0) { // not "the phone in one hand"
			return true
		}
	}
	return false
}

// absent adds what little is held by something that is not named here: a noun
// of the paragraph, or, more weakly, one of the article.
func (f *finder) absent(first, last int32, little bool) {
	if !little {
		return
	}
	noun := f.nounAround(first, last)
	f.add(kindCapacity, first, last, false, -1)
	h := &f.hits[len(f.hits)-1]
	h.doubt, h.weak, h.orphan = true, noun == nil, noun == nil
}

// nounAround looks for a noun in the same line, first before and then behind.
func (f *finder) nounAround(first, last int32) *mark {
	line := f.p.tokens[first].line
	for i := first - 1; i >= 0 && first-i <= fitAround && f.p.tokens[i].line == line; i-- {
		if m := f.p.markAt(i); m != nil && m.is(isNoun|isShort) && !m.is(isNever|isOther) {
			return m
		}
	}
	for i := last + 1; int(i) < len(f.p.tokens) && i-last <= fitAround && f.p.tokens[i].line == line; i++ {
		if m := f.p.markAt(i); m != nil && m.is(isNoun) && !m.doubts(isNoun) && !m.is(isNever|isOther) {
			return m
		}
	}
	return nil
}

// fitting finds the small thing that is held.
func (f *finder) fitting(m *mark) *mark {
	for _, way := range [...]struct{ from, step int32 }{{m.last, 1}, {m.first, -1}} {
		for i := way.from + way.step; i >= 0 && int(i) < len(f.p.tokens) && (i-way.from)*way.step <= fitWithin && f.p.gapAt(max(i, i-way.step)) < gapStop; i += way.step {
			if f.p.classAt(i)&isLike != 0 {
				return f.p.markAt(i)
			}
		}
	}
	return nil
}

// nounFarBack looks for a noun also in the sentence before.
func (f *finder) nounFarBack(k int32) *mark {
	for i := k - 1; i >= 0 && k-i <= fitBack; i-- {
		m := f.p.markAt(i)
		if m != nil && m.is(isNoun) && !m.is(isNever|isOther) {
			return m
		}
		if f.p.tokens[i].sentence+1 < f.p.tokens[k].sentence {
			return nil
		}
	}
	return nil
}
