package topic

// How far a comparison may stand from its noun and its object, in tokens.
const (
	nounBefore   = 8
	nounAfter    = 6
	objectWithin = 5
)

// sizeOf looks at "the size of …": what it is compared with, and what is.
func (f *finder) sizeOf(m *mark) {
	object, c := f.object(m.last)
	if f.measures(m.last + 1) {
		return // a measure speaks for itself
	}
	noun, between := f.nounBefore(m.first)
	last := object
	if noun == nil {
		if f.another(m.first) {
			return
		}
		noun, between = f.nounAfter(m.last)
		if noun == nil {
			return
		}
		last = max(last, noun.last)
	}
	first := min(noun.first, m.first)
	switch {
	case c&isUnlike != 0:
		f.add(kindUnlike, first, last, true, -1)
	case c&isLike != 0:
		f.add(kindLikeness, first, last, between <= 1 && !noun.doubts(target), noun.house)
	case between == 0 && object > m.last && noun.first < m.first && !noun.doubts(target):
		f.add(kindLikeness, first, last, false, noun.house)
	}
}

// object finds what a comparison is with: the first listed thing behind token
// k, or else the last word of the phrase.
func (f *finder) object(k int32) (last int32, c class) {
	last = k
	for i := k + 1; int(i) < len(f.p.tokens) && i <= k+objectWithin && f.p.gapAt(i) < gapComma; i++ {
		m := f.p.markAt(i)
		if m != nil && m.is(isLike|isUnlike) {
			return m.last, m.class
		}
		if m != nil && m.is(isStop) && last > k {
			return last, 0
		}
		if m == nil {
			last = i
		}
	}
	return last, 0
}

// nounBefore looks for a noun in the sentence before token k, and counts the
// unknown words between.
func (f *finder) nounBefore(k int32) (noun *mark, between int) { return f.nounFrom(k, -1, nounBefore) }

// nounAfter does so behind token k.
func (f *finder) nounAfter(k int32) (noun *mark, between int) { return f.nounFrom(k, 1, nounAfter) }

// nounFrom goes from token k by steps of one, at most reach tokens far.
func (f *finder) nounFrom(k, step, reach int32) (noun *mark, between int) {
	for i := k + step; i >= 0 && int(i) < len(f.p.tokens) && (i-k)*step <= reach && f.p.gapAt(max(i, i-step)) < gapStop; i += step {
		m := f.p.markAt(i)
		switch {
		case m == nil:
			between++
			continue
		case m.is(target) && !m.is(isNever):
			return m, between
		case m.is(isOther | isNever):
			return nil, 0
		case step < 0:
			i = m.first
		default:
			i = m.last
		}
	}
	return nil, 0
}

// another tells whether what stands right before token k, but for function
// words, is another thing: "her ring was smaller than".
func (f *finder) another(k int32) bool {
	for i := k - 1; i >= 0 && k-i <= objectWithin && f.p.gapAt(i+1) < gapComma; i-- {
		m := f.p.markAt(i)
		if m == nil || !m.is(isStop) {
			return m != nil && m.is(isOther|isNever|isPart|isLike)
		}
		i = m.first
	}
	return false
}

// sized looks at "…-sized": what stands before it, and the noun behind.
func (f *finder) sized(m *mark) {
	k := m.first - 1
	if k < 0 || f.p.gapAt(m.first) >= gapComma {
		return
	}
	c, first := f.p.classAt(k), k
	if b := f.p.markAt(k); b != nil {
		first = b.first
	} else if f.p.gapAt(m.first) != gapHyphen {
		return
	}
	if c&(isLike|isUnlike) == 0 && c&isStop != 0 {
		return
	}
	noun, blocked := f.ahead(m)
	before := false
	if noun == nil && !blocked && c&isLike != 0 {
		noun, _ = f.nounBefore(first)
		before = true
	}
	if noun == nil {
		return
	}
	from, to := first, max(m.last, noun.last)
	if before {
		from = noun.first
	}
	switch {
	case c&isUnlike != 0:
		f.add(kindUnlike, from, to, true, -1)
	case f.container(to):
	case c&isLike != 0:
		f.add(kindLikeness, from, to, !before && !noun.doubts(target), noun.house)
	case c == 0:
		f.add(kindLikeness, from, to, false, noun.house)
	}
}

// shaped looks at a noun with a small thing right behind it, which in some
// languages says what it is like, "sac boîte d'allumettes", or right before it,
// "thimble purse", which says so only where other signs do.
func (f *finder) shaped(m *mark) {
	if next := f.p.markAt(m.last + 1); f.free(m) && next != nil && next.is(isLike) && f.p.gapAt(next.first) < gapComma {
		f.add(kindLikeness, m.first, next.last, false, -1)
		f.hits[len(f.hits)-1].weak = next.first == next.last // "sac prune" may be a colour
	}
	if before := f.p.markAt(m.first - 1); before != nil && before.is(isLike) && !before.is(isNear) && !m.doubts(isNoun) && f.p.gapAt(m.first) < gapComma {
		f.add(kindLikeness, before.first, m.last, false, -1)
		f.hits[len(f.hits)-1].weak = true
	}
}
