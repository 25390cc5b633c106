package product

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// fieldMarks part the fields of a line. A hyphen or slash does only between
// spaces, a colon only before one.
const fieldMarks = ",;|–—:、،؛；，：·•\t/-"

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
		before := strings.TrimRight(text[:i], "\"”»)")
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

// trimName cleans what stands around a name: bullets, numbers, quotes, calls
// to action.
func trimName(s string) string {
	s = strings.TrimFunc(s, isPadding)
	s = strings.TrimLeftFunc(s, func(r rune) bool {
		return isPadding(r) || strings.ContainsRune("•·▪●◆■–—-*>→✔★☆#([（・|,;:、،的", r)
	})
	s = cutNumber(s)
	for _, call := range [...]string{"Shop the ", "Shop: ", "Shop ", "SHOP ", "Buy the ", "Buy ", "BUY ", "Get the "} {
		if rest, ok := strings.CutPrefix(s, call); ok && isUpperWord(rest) {
			s = rest
		}
	}
	return trimQuotes(s)
}

// trimQuotes drops padding and marks at both ends, and quotation marks that
// have no partner inside.
func trimQuotes(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return isPadding(r) || strings.ContainsRune("|,;:、،,*→>–—（([", r) })
	for _, q := range [...]string{"\"", "“", "«", "„", "‘"} {
		if rest, ok := strings.CutPrefix(s, q); ok && !strings.ContainsAny(rest, "\"”»“’") {
			s = strings.TrimFunc(rest, isPadding)
		}
	}
	for _, q := range [...][2]string{{"“", "”"}, {"\"", "\""}, {"«", "»"}, {"„", "“"}, {"「", "」"}, {"『", "』"}, {"《", "》"}, {"‘", "’"}} {
		if strings.HasPrefix(s, q[0]) && strings.HasSuffix(s, q[1]) && len(s) > len(q[0])+len(q[1]) {
			s = s[len(q[0]) : len(s)-len(q[1])]
		}
	}
	return strings.TrimFunc(s, isPadding)
}

// cutNumber cuts a list number: "1. ", "3) ", "#4 ", "2位 ", "N° 5 ".
func cutNumber(s string) string {
	rest := strings.TrimPrefix(s, "#")
	_, n, end := digitsAt(rest, 0)
	if n == 0 || n > 3 || end == len(rest) {
		return s
	}
	for _, mark := range [...]string{". ", ") ", "位", "위", "、", "．", ".\u00a0", ": ", "/ ", ".", ")"} {
		if after, ok := strings.CutPrefix(rest[end:], mark); ok && (mark != "." || isUpperWord(after)) {
			return strings.TrimFunc(after, isPadding)
		}
	}
	if len(rest) < len(s) {
		return strings.TrimFunc(rest[end:], isPadding)
	}
	return s
}

// numbered tells whether a line starts with a bullet or a list number.
func numbered(s string) bool {
	s = strings.TrimLeftFunc(s, isPadding)
	return s != cutNumber(s) || strings.ContainsRune("•·▪●◆■–—-*→★", firstRune(s)) && s != ""
}

// reduce cuts a clause down to the thing it names last: what stands after the
// last verb, conjunction or article. A line that holds no verb is left whole.
func reduce(s string, line bool) string {
	words := strings.Fields(s)
	cut, verb := 0, false
	for i, w := range words {
		w = strings.Trim(w, "\"“”'’()")
		switch {
		case in(w, phraseStops) && !(line && in(w, conjunctions)):
			verb = true
			if i+1 < len(words) {
				cut = i + 1
			}
		case in(w, determiners) && i+1 < len(words) && (!line || i == 0 || verb):
			cut = i + 1
		}
	}
	if line && !verb {
		return trimDeterminer(s)
	}
	if cut > 0 {
		s = span(s, words, cut, len(words))
	}
	return trimElision(s)
}

// trimDeterminer drops a lower-case article at the start, and a capital one
// before a lower-case word.
func trimDeterminer(s string) string {
	first, rest, ok := strings.Cut(s, " ")
	if ok && in(first, determiners) && (!isUpperWord(first) || !isUpperWord(rest)) {
		return trimElision(strings.TrimFunc(rest, isPadding))
	}
	return trimElision(s)
}

// trimElision drops the French and Italian article that an apostrophe ties to
// its noun.
func trimElision(s string) string {
	for _, e := range [...]string{"L'", "l'", "L’", "l’", "un'", "un’", "d'", "d’", "D'", "D’"} {
		if rest, ok := strings.CutPrefix(s, e); ok && rest != "" {
			return rest
		}
	}
	return s
}

// maxName bounds a name in bytes.
const maxName = 140

// isName tells whether a text can name a thing.
func isName(s string) bool {
	if s == "" || len(s) > maxName || !strings.ContainsFunc(s, unicode.IsLetter) || strings.Count(s, " ") > 15 {
		return false
	}
	last := strings.Trim(s[strings.LastIndexAny(s, " \u00a0")+1:], ".!?\"”'’)")
	return !(in(last, emptyHeads) && !isUpperWord(last)) && !in(s, pronouns) && !in(last, priceLabels) && !in(s, limitBefore) && !in(s, costWords)
}

// subject gives the noun phrase that opens a clause.
func subject(s string) string {
	words := strings.Fields(s)
	start := 0
	for start < len(words) && (in(words[start], conjunctions) || in(words[start], determiners) || in(words[start], "but")) {
		start++
	}
	end := start
	for end < len(words) && !in(strings.Trim(words[end], "\"“”"), phraseStops) {
		end++
	}
	if start >= end {
		return ""
	}
	return span(s, words, start, end)
}

// span gives the part of s from word start up to word end, as printed.
func span(s string, words []string, start, end int) string {
	at, from := 0, 0
	for i, w := range words[:end] {
		at += strings.Index(s[at:], w)
		if i == start {
			from = at
		}
		at += len(w)
	}
	return trimElision(s[from:at])
}
