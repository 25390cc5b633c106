package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// looksNamed tells whether a line reads like names: each of its words begins
// with a capital or is a particle.
func looksNamed(line string) bool {
	names := splitNames(withoutPlace(line))
	if len(names) == 0 || len(line) > longAuthors || strings.ContainsAny(line, ":?!©") {
		return false
	}
	for _, n := range names {
		words := strings.Fields(n)
		if len(words) < 2 && n[0] < utf8.RuneSelf {
			return false
		}
		for _, w := range words {
			r, _ := utf8.DecodeRuneInString(w)
			if unicode.IsLower(r) && !particle(w) {
				return false
			}
		}
	}
	return true
}

// withoutPlace takes the place off "Seb Example, Lille", and the section off
// "Seb Example, in News".
func withoutPlace(line string) string {
	line, _, _ = strings.Cut(line, ", in ")
	if rest, place, ok := strings.Cut(line, ", "); ok && strings.Contains(rest, " ") && !strings.Contains(place, " ") {
		return rest
	}
	return line
}

func particle(w string) bool {
	switch w {
	case "van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "bin", "ibn", "ter", "zu", "y", "e", "d'", "ten", "op", "af", "av":
		return true
	}
	return false
}
