package extract

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// piece is a word or number of a text with what stands before it.
type piece struct {
	text  string // lower case
	gap   string // between the piece before and this one
	num   int    // -1 for a word
	month int    // 1 to 12 for a month's name
}

// maxDateText bounds how much of a text is searched for a date, in bytes.
const maxDateText = 240

// textDate finds the first date in running text, written in words or numbers
// in any of the languages of datewords.txt, with its time of day where one
// stands near. A numeric date with slashes is month first only where
// monthFirst says so or the day leaves no choice.
func textDate(s string, monthFirst bool) (t time.Time, clock, ok bool) {
	all := pieces(s)
	for i := range all {
		y, m, d, next := dateAt(all, i, monthFirst)
		if y < firstYear || y > lastYear || m < 1 || m > 12 || d < 1 || d > 31 {
			continue
		}
		t = time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
		if t.Day() != d {
			continue
		}
		h, min, zone, found := clockNear(all, i, next)
		if found {
			t = t.Add(time.Duration(h)*time.Hour + time.Duration(min)*time.Minute - time.Duration(zone)*time.Second)
		}
		return t, found, true
	}
	return time.Time{}, false, false
}

// pieces cuts a text into words and numbers.
func pieces(s string) (all []piece) {
	s = strings.ToLower(westernDigits(s[:min(len(s), maxDateText)]))
	words := dateWords()
	end := 0
	for start := 0; start < len(s); {
		kind := runeKind(s[start:])
		n := start
		for n < len(s) && runeKind(s[n:]) == kind {
			n += runeLen(s[n:])
		}
		if kind != 0 {
			p := piece{text: s[start:n], gap: s[end:start], num: -1}
			if kind == 1 {
				p.num = number(p.text)
			} else if k := words[p.text]; k >= 1 && k <= 12 {
				p.month = k
			}
			all = append(all, p)
			end = n
		}
		start = n
	}
	return all
}

// runeKind is 1 for a digit, 2 for a letter, 0 for all else.
func runeKind(s string) int {
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case r >= '0' && r <= '9':
		return 1
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return 2
	}
	return 0
}

func runeLen(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// number reads a short number; -1 for a long one.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || len(s) > 4 {
		return -1
	}
	return n
}

// dateAt reads a date that begins with piece i, and gives the place behind it.
func dateAt(all []piece, i int, monthFirst bool) (y, m, d, next int) {
	p := all[i]
	if p.month > 0 { // "September 24, 2014"
		day, j := numberAfter(all, i+1)
		year, k := numberAfter(all, j)
		return year, p.month, day, k
	}
	if p.num < 0 {
		return 0, 0, 0, 0
	}
	j := skipUnits(all, i+1)
	if j < len(all) && all[j].month > 0 {
		n, k := numberAfter(all, j+1)
		if len(p.text) == 4 { // "2014 September 24"
			return p.num, all[j].month, n, k
		}
		return n, all[j].month, p.num, k // "24 September 2014", "24 de septiembre de 2014"
	}
	b, j := numberAfter(all, i+1)
	c, k := numberAfter(all, j)
	switch {
	case b < 0 || c < 0:
		return 0, 0, 0, 0
	case len(p.text) == 4: // "2014-09-24", "2014年9月24日"
		return p.num, b, c, k
	case k == 0 || k > len(all) || len(all[k-1].text) != 4 || j-1 >= len(all) || !strings.ContainsAny(all[j-1].gap, "./-"):
		return 0, 0, 0, 0
	case b > 12, monthFirst && p.num <= 12 && strings.Contains(all[j-1].gap, "/"):
		return c, p.num, b, k // "9/24/2014"
	}
	return c, b, p.num, k // "24.09.2014"
}

// skipUnits passes over the small words that stand within dates.
func skipUnits(all []piece, i int) int {
	for n := 0; i < len(all) && n < 2; i, n = i+1, n+1 {
		switch all[i].text {
		case "de", "of", "del", "th", "st", "nd", "rd", "er", "a", "o", "年", "月", "日", "년", "월", "일":
		default:
			return i
		}
	}
	return i
}

// numberAfter gives the number at or shortly behind i, and the place behind
// it; -1 for none.
func numberAfter(all []piece, i int) (n, next int) {
	i = skipUnits(all, i)
	if i >= len(all) || all[i].num < 0 || len(all[i].gap) > 3 {
		return -1, 0
	}
	return all[i].num, i + 1
}

// clockNear finds a time of day within a few pieces of a date.
func clockNear(all []piece, from, next int) (h, m, zone int, ok bool) {
	for i := next; i+1 < len(all) && i < next+8; i++ {
		if h, m, zone, ok = clockAt(all, i); ok {
			return h, m, zone, true
		}
	}
	for i := max(0, from-6); i+1 < from; i++ {
		if h, m, zone, ok = clockAt(all, i); ok {
			return h, m, zone, true
		}
	}
	return 0, 0, 0, false
}

// zoneAt reads the zone behind a time of day, "EST", "GMT+1", "+0100", as seconds
// east of UTC; 0 for none. A span of hours, "08:00-12:30", has none.
func zoneAt(rest []piece) int {
	name := ""
	if w := rest[0].text; w == "gmt" || w == "utc" {
		name, rest = "GMT", rest[1:]
	} else if off, ok := zoneOffset(w); ok {
		return off
	}
	if len(rest) == 0 || rest[0].num < 0 || name == "" && (len(rest[0].text) != 4 || len(rest[0].gap) < 2) {
		return 0
	}
	for _, sign := range []string{"+", "-"} {
		if strings.HasSuffix(rest[0].gap, sign) {
			off, _ := numericOffset(sign + rest[0].text)
			return off
		}
	}
	return 0
}

// clockAt reads "15:25", "3:25 pm EST", "15h25", "15.25 Uhr", "15時25分".
func clockAt(all []piece, i int) (h, m, zone int, ok bool) {
	p, q := all[i], all[i+1]
	if p.num < 0 || p.num > 24 || len(p.text) > 2 {
		return 0, 0, 0, false
	}
	j := i + 2
	switch {
	case q.num >= 0 && (q.gap == ":" || q.gap == "." && j < len(all) && all[j].text == "uhr"):
	case (q.text == "h" || q.text == "時" || q.text == "시" || q.text == "uhr") && j < len(all) && all[j].num >= 0 && len(all[j].gap) <= 1:
		q = all[j]
		j++
	default:
		return 0, 0, 0, false
	}
	if q.num < 0 || q.num > 59 || len(q.text) != 2 {
		return 0, 0, 0, false
	}
	h, m = p.num, q.num
	if j+1 < len(all) && all[j].num >= 0 && all[j].gap == ":" { // seconds
		j++
	}
	for n := 0; j < len(all) && n < 3; j, n = j+1, n+1 {
		switch w := all[j].text; {
		case (w == "pm" || w == "p") && h < 12:
			h += 12
		case w == "am" && h == 12:
			h = 0
		case w == "pm", w == "p", w == "m", w == "am", w == "a", w == "uhr", w == "h":
		default:
			return h, m, zoneAt(all[j:]), true
		}
	}
	return h, m, 0, true
}
