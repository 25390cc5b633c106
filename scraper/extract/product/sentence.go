package product

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// fieldMarks part the fields of a line. A hyphen or slash does only between
// spaces, a colon only before one.
const fieldMarks = ",;|–—:、،؛；，：·•／｜\t/-"

// nextMark finds the next field mark of s from i on: where it starts and
// where the next field does; -1 where there is none.
func nextMark(s string, i int) (start, end int) {
	for ; i < len(s); i++ {
		b := s[i]
		if b < utf8.RuneSelf && !strings.ContainsRune(",;|:\t/-", rune(b)) {
			continue
		}
		r, w := utf8.DecodeRuneInString(s[i:])
		if w == 0 || !strings.ContainsRune(fieldMarks, r) {
			continue
		}
		spaceBefore := i == 0 || isPadding(lastRune(s[:i]))
		spaceAfter := i+w >= len(s) || isPadding(firstRune(s[i+w:]))
		switch r {
		case '-', '/', '–', '—', '·', '•':
			if !spaceBefore || !spaceAfter {
				continue
			}
		case ',', ':', ';':
			if !spaceAfter {
				continue
			}
		}
		return i, i + w
	}
	return -1, -1
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// fields splits a line at its field marks. Empty fields are dropped, and so
// are labels that only lead in: "Best overall:".
func fields(s string) []string {
	var out []string
	for start := 0; start <= len(s); {
		i, next := nextMark(s, start)
		end := i
		if i < 0 {
			end, next = len(s), len(s)+1
		}
		if f := strings.TrimFunc(s[start:end], isPadding); f != "" {
			out = append(out, f)
		}
		if i >= 0 && (s[i] == ':' || strings.HasPrefix(s[i:], "：")) && strings.TrimFunc(s[next:], isPadding) != "" {
			out = out[:0]
		}
		start = next
	}
	return out
}

// sentence gives the bounds of the sentence around text[start:end], within
// text[lo:hi].
func sentence(text string, start, end, lo, hi int) (int, int) {
	from := lo
	for i := lo; i < start; {
		r, w := utf8.DecodeRuneInString(text[i:])
		i += w
		if stops(text, r, i) {
			from = i
		}
	}
	for i := end; i < hi; {
		r, w := utf8.DecodeRuneInString(text[i:])
		i += w
		if stops(text, r, i) {
			return from, i
		}
	}
	return from, hi
}

// stops tells whether r, which ends at text[i], ends a sentence.
func stops(text string, r rune, i int) bool {
	switch r {
	case '。', '！', '？', '؟', '\n':
		return true
	case '.', '!', '?', '…':
	case '"', '”', '»', ')':
		before := strings.TrimRight(tail(text[:i], 16), "\"”»)")
		return strings.HasSuffix(before, ".") || strings.HasSuffix(before, "!") || strings.HasSuffix(before, "?")
	default:
		return false
	}
	if i >= len(text) {
		return true
	}
	next := firstRune(text[i:])
	if !isPadding(next) {
		return false
	}
	word := text[strings.LastIndexAny(text[:i-1], " \u00a0(")+1 : i-1]
	if r == '.' && len(word) <= 2 && isUpperWord(word) || r == '.' && isShortened(word) {
		return false
	}
	after := strings.TrimLeftFunc(text[i:], isPadding)
	return !unicode.IsLower(firstRune(after))
}

// isShortened tells words that are printed with a point inside sentences.
func isShortened(word string) bool {
	switch strings.ToLower(word) {
	case "st", "dr", "mr", "mrs", "ms", "vs", "no", "nr", "ca", "approx", "orig", "comp", "reg", "rs", "kr", "fr", "inkl", "incl", "u.s", "chf":
		return true
	}
	return false
}
