package product

import (
	"strings"
	"unicode/utf8"
)

// maxDigits bounds a figure: what is longer is no price, and must not
// overflow.
const maxDigits = 12

// figure is a number as printed, in hundredths of a whole.
type figure struct {
	hundredths int64
	end        int  // the byte after it
	decimals   int  // digits after the decimal mark
	point      bool // one group, after a point: 12.500 may be twelve and a half
	huge       bool // written with a word for millions or more
}

// digitAt gives the decimal digit at s[i] and its width in bytes, 0 where
// there is none. ASCII, Arabic-Indic, Persian, Devanagari and full-width
// digits count.
func digitAt(s string, i int) (digit, width int) {
	if i >= len(s) {
		return 0, 0
	}
	if b := s[i]; b < utf8.RuneSelf {
		if '0' <= b && b <= '9' {
			return int(b - '0'), 1
		}
		return 0, 0
	}
	r, w := utf8.DecodeRuneInString(s[i:])
	for _, zero := range [...]rune{'٠', '۰', '०', '０'} {
		if zero <= r && r <= zero+9 {
			return int(r - zero), w
		}
	}
	return 0, 0
}

// digitsAt reads a run of digits: its value, how many there are, and the byte
// after them. More than maxDigits are skipped and counted, not added up.
func digitsAt(s string, i int) (value int64, count, end int) {
	for {
		d, w := digitAt(s, i)
		if w == 0 {
			return value, count, i
		}
		if count < maxDigits {
			value = value*10 + int64(d)
		}
		count++
		i += w
	}
}

const (
	groupMarks   = ",.'’٬，\u00a0\u2009\u202f"
	decimalMarks = ",.٫．，"
)

// number reads the digits at s[i] with their groups and decimals: 1,290.00,
// 1.290,00, 1'290, 12,99,999. With spaced, a plain space may part groups too.
// Three digits after a mark are a group, one or two are decimals.
func number(s string, i int, spaced bool) (figure, bool) {
	value, digits, end := digitsAt(s, i)
	if digits == 0 || digits > maxDigits {
		return figure{end: end}, false
	}
	head, mark := digits, rune(0)
	for end < len(s) {
		r, w := utf8.DecodeRuneInString(s[end:])
		part, n, next := digitsAt(s, end+w)
		isGroup := strings.ContainsRune(groupMarks, r) || spaced && r == ' '
		switch {
		case isGroup && head <= 3 && (mark == 0 || mark == r) && (n == 3 || n == 2 && lakhs(s, next, r)) && digits+n <= maxDigits:
			for range n {
				value *= 10
			}
			value, digits, end, mark = value+part, digits+n, next, r
			continue
		case strings.ContainsRune(decimalMarks, r) && r != mark && (n == 1 || n == 2):
			if n == 1 {
				part *= 10
			}
			return figure{hundredths: value*100 + part, end: next, decimals: n}, true
		}
		break
	}
	return figure{hundredths: value * 100, end: end, point: mark == '.' && digits == head+3}, true
}

// lakhs tells whether a group of two digits that ends at i goes on as in
// 12,99,999: the same mark and a further group.
func lakhs(s string, i int, mark rune) bool {
	if mark != ',' || i >= len(s) || s[i] != ',' {
		return false
	}
	_, n, _ := digitsAt(s, i+1)
	return n == 2 || n == 3
}

// myriads are the East Asian powers that stand between digits: 9万8000,
// 29만 8천.
var myriads = [...]struct {
	sign  string
	times int64
}{{"億", 1e8}, {"亿", 1e8}, {"억", 1e8}, {"万", 1e4}, {"萬", 1e4}, {"만", 1e4}, {"千", 1e3}, {"천", 1e3}, {"百", 100}, {"백", 100}}

// myriad reads the power at s[i], 0 where there is none.
func myriad(s string, i int) (times int64, end int) {
	for _, m := range myriads {
		if strings.HasPrefix(s[i:], m.sign) {
			return m.times, i + len(m.sign)
		}
	}
	return 0, i
}

// composed goes on from the first number of a figure written with myriads.
func composed(s string, f figure) figure {
	times, end := myriad(s, skipSpace(s, f.end))
	if times == 0 || f.hundredths > 1e8 {
		return f
	}
	total, last := f.hundredths*times, times
	f.end, f.decimals = end, 0
	for {
		next, ok := number(s, skipSpace(s, f.end), false)
		if !ok || next.decimals > 0 || next.hundredths > 1e8 {
			break
		}
		times, end := myriad(s, skipSpace(s, next.end))
		if times == 0 {
			times, end = 1, next.end
		}
		if times >= last || next.hundredths*times >= last*100 {
			break
		}
		total, last, f.end = total+next.hundredths*times, times, end
	}
	f.hundredths = total
	return f
}

// skipSpace passes one space, narrow or wide, at s[i].
func skipSpace(s string, i int) int {
	if i >= len(s) {
		return i
	}
	if s[i] == ' ' {
		return i + 1
	}
	for _, space := range [...]string{"\u00a0", "\u202f", "\u2009", "\u3000"} {
		if strings.HasPrefix(s[i:], space) {
			return i + len(space)
		}
	}
	return i
}
