package topic

import "strings"

// Lengths in tenths of a millimetre, and how far from a measure, in tokens, its
// noun may stand.
const (
	leastLength   = 90   // less is a thickness or a seam
	tinyLength    = 1550 // the longest side of what is tiny at most: 6 inches, or a phone
	measureBack   = 14
	measureAhead  = 4
	measureAround = 36
	maxSides      = 4
)

// measure looks at a unit of length: how long the longest side is that it is
// part of, "7 x 5 cm", and what is so long.
func (f *finder) measure(unit *mark) {
	first, last, length := f.length(unit)
	if length < leastLength || length > tinyLength || f.ofPart(last) {
		return
	}
	noun, sure, another := f.measured(first, last)
	if another {
		return
	}
	if noun == nil {
		if noun = f.nounAround(first, last); noun != nil {
			f.add(kindMeasure, first, last, false, -1)
			f.hits[len(f.hits)-1].weak = true
		}
		return
	}
	f.add(kindMeasure, min(first, noun.first), max(last, noun.last), sure, noun.house)
	f.hits[len(f.hits)-1].doubt = !sure
}

// measured finds what has the measure of tokens first to last. It is sure where
// nothing else could: "a nine-centimetre handbag", "a purse two inches square".
// Another thing in between may have it instead: "a handbag with a strap of".
func (f *finder) measured(first, last int32) (noun *mark, sure, another bool) {
	for k := last + 1; int(k) < len(f.p.tokens) && k <= last+measureAhead && f.p.gapAt(k) < gapComma; k++ {
		m := f.p.markAt(k)
		switch {
		case m == nil:
			continue
		case m.is(isOther | isNever | isPart):
			return nil, false, true
		case f.p.tokens[m.first].bare != 0 && f.p.tokens[m.first].id == 0:
			k = last + measureAhead // "… and the bag" in Arabic
		case m.is(target):
			return m, !m.doubts(target), false
		case m.is(isStop) && !m.is(isLink|isNear|isPlain):
			k = last + measureAhead
		}
	}
	strange := 0
	for k := first - 1; k >= 0 && first-k <= measureBack && f.p.gapAt(k+1) < gapStop; k-- {
		m := f.p.markAt(k)
		switch {
		case m == nil:
			strange++
		case m.is(isOther | isNever | isPart):
			return nil, false, true
		case m.is(target) || m.is(isShort):
			return m, strange <= 1 && m.is(target) && !m.doubts(target), false
		}
	}
	return nil, false, false
}

// ofPart tells whether the measure that ends at token k is that of a part, or
// of something else: "a 9 cm heel", "two inches of lace", "12 cm deep".
func (f *finder) ofPart(k int32) bool {
	for i := k + 1; int(i) < len(f.p.tokens) && i <= k+3 && f.p.gapAt(i) < gapComma; i++ {
		if f.p.classAt(i)&(isPart|isOther|isUnlike) != 0 {
			return true
		}
		if f.p.classAt(i)&target != 0 {
			return false
		}
	}
	return false
}

// length gives the tokens of a measure and its longest side.
func (f *finder) length(unit *mark) (first, last int32, longest int) {
	first, last = unit.first, unit.last
	k := unit.first - 1
	for range maxSides {
		at, tenths, ok := f.number(k)
		if !ok {
			break
		}
		first, longest = at, max(longest, tenths*int(unit.value)/10)
		before, ok := f.times(at)
		if !ok {
			break
		}
		k = before
	}
	if next := f.p.markAt(first - 1); next != nil && next.is(isUnit) && f.p.gapAt(first) == gapNone {
		return first, last, 0
	}
	return first, last, longest
}

// times gives the last token of the side before the one that begins at k:
// "7 x 5", "7 by 5", "7 cm x 5 cm", "7×5".
func (f *finder) times(k int32) (before int32, ok bool) {
	if k < 2 {
		return 0, false
	}
	before = k - 1
	switch between := f.p.form.text[f.p.tokens[k-1].end:f.p.tokens[k].start]; {
	case strings.ContainsAny(between, "×*"):
	case !strings.Contains(" x by par por per mal auf на ", " "+f.word(k-1)+" "):
		return 0, false
	default:
		before = k - 2
	}
	if f.p.classAt(before)&isUnit != 0 && before > 0 {
		before = f.p.markAt(before).first - 1
	}
	return before, true
}

func (f *finder) word(k int32) string {
	return strings.ToLower(f.p.form.text[f.p.tokens[k].start:f.p.tokens[k].end])
}

// number reads the number that ends at token k, in tenths: "6,5", "nine".
func (f *finder) number(k int32) (first int32, tenths int, ok bool) {
	if k < 0 || f.p.gapAt(k+1) >= gapComma {
		return 0, 0, false
	}
	if m := f.p.markAt(k); m != nil && m.is(isNumber) {
		return m.first, 10 * int(m.value), true
	}
	n, ok := f.integer(k)
	if !ok {
		return 0, 0, false
	}
	if whole, fraction := f.integer(k - 1); fraction && k > 0 {
		if between := f.p.form.text[f.p.tokens[k-1].end:f.p.tokens[k].start]; between == "." || between == "," {
			return k - 1, 10*whole + min(n, 9), true
		}
	}
	return k, 10 * n, true
}

// integer reads token k as digits, of at most three places.
func (f *finder) integer(k int32) (n int, ok bool) {
	if k < 0 {
		return 0, false
	}
	for _, r := range f.p.form.text[f.p.tokens[k].start:f.p.tokens[k].end] {
		switch {
		case r >= '0' && r <= '9':
			n = 10*n + int(r-'0')
		case r >= '０' && r <= '９':
			n = 10*n + int(r-'０')
		case r >= '٠' && r <= '٩':
			n = 10*n + int(r-'٠')
		default:
			return 0, false
		}
		if n > 999 {
			return 0, false
		}
	}
	return n, true
}

// measures tells whether a measure or another number begins at token k.
func (f *finder) measures(k int32) bool {
	if int(k) >= len(f.p.tokens) {
		return false
	}
	_, ok := f.integer(k)
	return ok || f.p.classAt(k)&isNumber != 0 && f.p.classAt(k+1)&isUnit != 0
}
