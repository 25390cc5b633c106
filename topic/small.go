package topic

// short looks at a word that insiders use alone: a plural, or a singular
// behind an article or a house, where the phrase ends.
func (f *finder) short(m *mark) {
	if !f.p.ended(m.last) {
		return
	}
	before := f.p.markAt(m.first - 1)
	apart := f.p.gapAt(m.first) >= gapComma
	house := int16(-1)
	if m.doubts(isShort) {
		if apart || before == nil || !before.is(isDeterm|isStop|isHouse) {
			return
		}
	}
	first := m.first
	if before != nil && !apart && before.is(isHouse) {
		house, first = before.house, before.first
	}
	f.add(kindShort, first, m.last, false, house)
}

// belittled looks at an unstressed plain word right by a noun: "little bag". By
// itself that says nothing; it is one sign where several are needed.
func (f *finder) belittled(m *mark) {
	noun := f.p.markAt(m.last + 1)
	if noun == nil || !noun.is(isNoun) || f.p.gapAt(m.last+1) >= gapComma {
		noun = f.p.markAt(m.first - 1)
		if noun == nil || !noun.is(isNoun) || !f.free(m) || f.p.gapAt(m.first) >= gapComma {
			return
		}
	}
	if noun.is(isNever|isOther) || f.container(noun.last) {
		return
	}
	f.add(kindPlain, min(m.first, noun.first), max(m.last, noun.last), false, -1)
	f.hits[len(f.hits)-1].weak = true
}

// worn looks at how only a tiny one is worn, "on one finger", and at its noun.
func (f *finder) worn(m *mark) {
	noun, _ := f.nounBefore(m.first)
	if noun == nil && !f.another(m.first) {
		noun, _ = f.nounAfter(m.last)
	}
	if noun == nil {
		if f.nounAround(m.first, m.last) != nil {
			f.add(kindWorn, m.first, m.last, false, -1)
			f.hits[len(f.hits)-1].weak = true
		}
		return
	}
	f.add(kindWorn, min(m.first, noun.first), max(m.last, noun.last), false, noun.house)
	f.hits[len(f.hits)-1].doubt = true
}

// shrunk looks at "shrinks", and for what is made small, behind articles and
// possessives: "shrinks the Bayswater", "reduz a sua mala".
func (f *finder) shrunk(m *mark) {
	for k := m.last + 1; int(k) < len(f.p.tokens) && k <= m.last+nounAfter && f.p.gapAt(k) < gapComma; k++ {
		n := f.p.markAt(k)
		switch {
		case n == nil:
			if f.p.gapAt(k) == gapNone || !f.p.tokens[k].upper {
				continue
			}
		case n.is(isNever | isOther | isPart):
			return
		case n.is(target):
			named := n.is(isModel | isOwn)
			kind := kindPair
			if named {
				kind = kindNamed
			}
			f.add(kind, m.first, n.last, named && !n.doubts(target), n.house)
			f.hits[len(f.hits)-1].doubt = !named || n.doubts(target)
			return
		default:
			k = n.last
		}
	}
}
