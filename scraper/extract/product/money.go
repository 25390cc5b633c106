package product

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"reticule"
)

// amount is a sum of money where a text prints it.
type amount struct {
	reticule.Money
	high       reticule.Money // of a range under one sign, "40–60 €"
	start, end int
	soft       bool // the money word is also a weight or a verb
	huge       bool // millions and more: no shop's price
}

// ParseMoney reads the first sum of money in s. The language settles what $,
// ¥ and kr mean: "en-AU", "zh", "da"; empty is English.
func ParseMoney(s, lang string) (reticule.Money, bool) {
	if list := amounts(s, localeOf(lang), 1); len(list) > 0 {
		return list[0].Money, true
	}
	return reticule.Money{}, false
}

// amounts lists the sums of money in s, in order, at most limit.
func amounts(s string, l locale, limit int) []amount {
	var out []amount
	floor := 0
	for i := 0; i < len(s) && len(out) < limit; {
		b := s[i]
		if b < '0' || b > '9' && b < 0xD9 {
			i++
			continue
		}
		if _, w := digitAt(s, i); w == 0 {
			i++
			continue
		}
		a, end, ok := amountAt(s, i, floor, l)
		if ok {
			out = append(out, a)
			floor = end
		}
		i = end
	}
	return out
}

// amountAt reads the sum whose first digit is s[i]; nothing before floor
// belongs to it. Where there is none, end is where to go on.
func amountAt(s string, i, floor int, l locale) (a amount, end int, ok bool) {
	left := l.before(s, i, floor)
	f, n, right := l.figureAt(s, i, left)
	if !ok && !n {
		return a, max(f.end, i+1), false
	}
	a.start, a.end = i, f.end
	switch {
	case left.code != "":
		a.start, a.soft = left.start, left.soft
		if right.code != "" && (left.vague || right.code == left.code) && right.firm {
			left.code, a.end = right.code, right.end
		}
	case right.code != "":
		if glued(s, i, floor) {
			return a, f.end, false
		}
		left.code, a.soft, a.end = right.code, right.soft, right.end
	default:
		return l.bareRange(s, i, f)
	}
	a.huge = f.huge
	a.Money = money(f, left.code)
	if right.code == "" {
		l.openRange(s, f, &a, left.code)
	}
	return a, a.end, !a.IsZero() && a.Minor > 0
}

// figureAt reads the number at s[i], its powers and what currency follows it.
func (l locale) figureAt(s string, i int, left sign) (figure, bool, sign) {
	spaced := left.code != "" && strings.Contains(spacedGroups, " "+left.code+" ")
	if left.code == "" {
		spaced = l.lang != "zh" && l.lang != "ja"
	}
	f, ok := number(s, i, spaced)
	if !ok {
		return f, false, sign{}
	}
	f = scaled(s, composed(s, f), l)
	right := l.after(s, f.end)
	if left.code == "" && spaced && !strings.Contains(spacedGroups, " "+right.code+" ") {
		f, _ = number(s, i, false)
		f = scaled(s, composed(s, f), l)
		right = l.after(s, f.end)
	}
	return f, true, right
}

// money puts a figure into minor units.
func money(f figure, code string) reticule.Money {
	minor := f.hundredths
	if f.point && strings.Contains(thousandths, " "+code+" ") {
		minor /= 1000
	}
	if reticule.Digits(code) == 0 {
		minor /= 100
	}
	return reticule.Money{Minor: minor, Currency: code}
}

// glued tells whether the digit at s[i] is the tail of a word: B12, v2.
func glued(s string, i, floor int) bool {
	if i <= floor {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return unicode.Is(unicode.Latin, r) || strings.ContainsRune("_#/.,:", r)
}

// rangeMarks part the two ends of a range.
const rangeMarks = "–—-‒−~〜～"

// dash passes a range mark with its spaces at s[i]; 0 where there is none.
func dash(s string, i int) int {
	i = skipSpace(s, i)
	r, w := utf8.DecodeRuneInString(s[i:])
	if w == 0 || !strings.ContainsRune(rangeMarks, r) {
		return 0
	}
	return skipSpace(s, i+w)
}

// bareRange reads "40–60 €", where only the upper end has a sign.
func (l locale) bareRange(s string, i int, f figure) (amount, int, bool) {
	j := dash(s, f.end)
	if j == 0 {
		return amount{}, f.end, false
	}
	g, ok := number(s, j, false)
	if !ok {
		return amount{}, f.end, false
	}
	g = scaled(s, composed(s, g), l)
	right := l.after(s, g.end)
	if right.code == "" || g.hundredths <= f.hundredths || glued(s, i, 0) {
		return amount{}, f.end, false
	}
	a := amount{Money: money(f, right.code), high: money(g, right.code), start: i, end: right.end, soft: right.soft, huge: f.huge || g.huge}
	return a, a.end, a.Minor > 0
}

// openRange reads the upper end of "£40–60", whose sign stands before.
func (l locale) openRange(s string, f figure, a *amount, code string) {
	j := dash(s, f.end)
	if j == 0 {
		return
	}
	g, ok := number(s, j, false)
	if !ok || g.hundredths <= f.hundredths || g.hundredths > 50*f.hundredths {
		return
	}
	if r, _ := utf8.DecodeRuneInString(s[g.end:]); unicode.IsLetter(r) || strings.ContainsRune("%:/", r) || l.after(s, g.end).code != "" {
		return
	}
	a.high, a.end = money(g, code), g.end
}
