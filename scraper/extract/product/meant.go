package product

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// before which words a maker or shop stands: "the tote by Coach".
var nameCues = [...]string{"by", "from", "at", "via", "x", "×", "for", "chez", "bei", "von", "di", "da", "de", "en", "na", "no", "em", "with", "من", "لدى", "في"}

// after which verbs a house has just been named: "Coach launches".
var nameVerbs = [...]string{"launches", "launched", "unveils", "unveiled", "releases", "released", "debuts", "reissues", "revives", "introduces", "relaunches",
	"lance", "lancia", "lanza", "lança", "bringt", "presenta", "präsentiert", "zeigt"}

// meant tells whether text[start:end], which is also a common word, names a
// house there.
func meant(text string, start, end int) bool {
	first, _ := utf8.DecodeRuneInString(text[start:])
	rest := text[end:]
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) && first != '&' {
		return !unicode.IsLower(first) && meantCaseless(tail(text[:start], 64), rest)
	}
	next, _ := utf8.DecodeRuneInString(rest)
	if possessive(rest) || isCompact(next) || isCompact(lastRune(text[:start])) {
		return true
	}
	head := strings.TrimRight(tail(text[:start], 64), " \u00a0")
	if head == "" || strings.ContainsRune(".!?:•", lastRune(head)) {
		return followsAtStart(rest)
	}
	cue := head[strings.LastIndexAny(head, " \u00a0")+1:]
	if strings.ContainsRune(",|(–—/", lastRune(head)) || slices.Contains(nameCues[:], cue) {
		return true
	}
	return !titleCased(text)
}

// followsAtStart judges a common word that opens a sentence by what follows.
func followsAtStart(rest string) bool {
	word, _, _ := strings.Cut(strings.TrimLeft(rest, " \u00a0"), " ")
	if slices.Contains(nameVerbs[:], word) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(word)
	return strings.TrimSpace(rest) == "" || unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune("£$€¥,|–(-:", r)
}

// meantCaseless judges a common word of a script without capitals.
func meantCaseless(head, rest string) bool {
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
	if strings.ContainsRune("の의、،,（(|", next) || hasItem(rest[:cutRune(rest, 24)]) {
		return true
	}
	cue := strings.TrimRight(head, " ")
	cue = cue[strings.LastIndexAny(cue, " ")+1:]
	return slices.Contains(nameCues[:], cue)
}

// possessive tells whether rest goes on with 's.
func possessive(rest string) bool {
	return strings.HasPrefix(rest, "'s") || strings.HasPrefix(rest, "’s")
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// isUpperWord tells whether a word starts with a capital.
func isUpperWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// titleCased tells whether most words of a text carry capitals, which then
// say nothing.
func titleCased(text string) bool {
	words, upper := 0, 0
	for word := range strings.FieldsSeq(text[:min(len(text), 300)]) {
		if len(word) > 3 {
			words++
			if isUpperWord(word) {
				upper++
			}
		}
	}
	return words > 2 && upper*3 > words*2
}
