package product

import (
	"strings"
	"unicode"
)

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
	line = line && !(len(words) > 3 && in(words[0], prepositions))
	cut, verb, noun := 0, false, false
	for i, w := range words {
		w = strings.Trim(w, "\"“”'’()")
		switch {
		case (in(w, phraseStops) || isVerb(w)) && !(line && in(w, conjunctions)):
			verb, noun = true, false
			if i+1 < len(words) {
				cut = i + 1
			}
		case in(w, determiners) && i+1 < len(words) && (!line || i == 0 || verb):
			if i > cut && ties(words[cut:i], words[i+1:], noun) {
				continue
			}
			cut, noun = i+1, true
		}
	}
	if line && !verb {
		return trimDeterminer(lastClause(s))
	}
	if cut > 0 {
		s = span(s, words, cut, len(words))
	}
	return trimCount(pastPlace(trimElision(lastClause(s))))
}

// places are prepositions after which the thing stands that a clause with no
// thing before is about: "slept in six bags". A number does as well.
const places = "in|on|into|with|to|dans|avec|sur|mit|auf|con|su|com"

// pastPlace cuts what stands before such a preposition.
func pastPlace(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if i > 0 && i+1 < len(words) && (in(w, places) || in(w, numerals)) {
			before, after := span(s, words, 0, i), span(s, words, i+1, len(words))
			if !hasItem(before) && !strings.ContainsFunc(before, unicode.IsUpper) && hasItem(after) {
				return after
			}
			return s
		}
	}
	return s
}

// ties tells whether what follows a determiner only describes the noun before:
// "a tote of straw in the | size of a box". noun says that before opened with a
// determiner of its own.
func ties(before, after []string, noun bool) bool {
	last := len(before) - 1
	if last < 1 || !in(before[last], prepositions) {
		return false
	}
	if in(before[last-1], numerals) {
		return true // "two of the": no name, as isName will find
	}
	head := itemWord(strings.Join(before[:last], " "))
	return head || noun && !itemWord(strings.Join(after, " "))
}

// trimDeterminer drops a lower-case article at the start, and a capital one
// before a lower-case word.
func trimDeterminer(s string) string {
	first, rest, ok := strings.Cut(s, " ")
	if ok && in(first, determiners) && (!isUpperWord(first) || !isUpperWord(rest)) {
		return trimElision(strings.TrimFunc(rest, isPadding))
	}
	for _, this := range [...]string{"这款", "这只", "这个", "那款", "この", "その", "이번 ", "هذه ", "هذا "} {
		if rest, ok := strings.CutPrefix(s, this); ok && rest != "" {
			return rest
		}
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
	if first := firstWord(s); first != s && (in(first, variants) || first == "one" || first == "ones") || isFragment(s) {
		return false
	}
	last := strings.Trim(s[strings.LastIndexAny(s, " \u00a0")+1:], ".!?\"”'’)")
	if isHangul(lastRune(last)) && (strings.HasSuffix(last, "다") || strings.HasSuffix(last, "요") || lastClause(last) == "") || last != s && in(last, phraseStops) && !isUpperWord(last) {
		return false
	}
	return !(in(last, emptyHeads) && (!isUpperWord(last) || last == s)) && !in(s, pronouns) && !in(last, priceLabels) && !in(s, limitBefore) && !in(s, costWords)
}

// subject gives the noun phrase that opens a clause.
func subject(s string) string {
	words := strings.Fields(s)
	start := 0
	for start < len(words) && (in(words[start], conjunctions) || in(words[start], determiners) || in(words[start], "but")) {
		start++
	}
	end := start
	for end < len(words) && !in(strings.Trim(words[end], "\"“”"), phraseStops) && !isVerb(words[end]) {
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
