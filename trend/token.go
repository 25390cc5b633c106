package trend

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word of a sentence, without the marks around it.
type token struct {
	text       string
	start, end int
	stop       bool // a mark that ends a name stands behind it
	comma      bool
}

// headline tells whether nearly Every Word Has A Capital, so that capitals say
// nothing about names.
func headline(ts []token) bool {
	long, capitals := 0, 0
	for _, t := range ts {
		if utf8.RuneCountInString(t.text) > 3 {
			long++
			if capitalised(t.text) {
				capitals++
			}
		}
	}
	return long >= 4 && capitals*10 > long*7
}

// sentenceEnd gives where a sentence ends: behind a line, or behind a full
// stop, question or exclamation mark that a space and a capital follow. An
// initial ("Mary J. Blige") ends none.
func sentenceEnd(text string, start int) int {
	for i := start; i < len(text); i++ {
		switch text[i] {
		case '\n':
			return i + 1
		case '.', '!', '?':
			if i+1 < len(text) && text[i+1] == ' ' && !(i >= start+2 && text[i-2] == ' ') {
				return i + 1
			}
		}
	}
	return len(text)
}

// tokens cuts a sentence into words.
func tokens(sentence string, offset int) (out []token) {
	for i := 0; i < len(sentence); {
		n := strings.IndexFunc(sentence[i:], func(c rune) bool { return !unicode.IsSpace(c) })
		if n < 0 {
			break
		}
		i += n
		n = strings.IndexFunc(sentence[i:], unicode.IsSpace)
		if n < 0 {
			n = len(sentence) - i
		}
		raw := sentence[i : i+n]
		left := strings.TrimLeftFunc(raw, unicode.IsPunct)
		word := strings.TrimRightFunc(left, unicode.IsPunct)
		if word == "" {
			word = raw
			left = raw
		}
		start := offset + i + len(raw) - len(left)
		after := left[len(word):]
		initial := after == "." && utf8.RuneCountInString(word) == 1
		out = append(out, token{word, start, start + len(word), after != "" && !initial, strings.HasPrefix(after, ",")})
		i += n
	}
	return out
}

// isOneOf tells whether a word is in a list of words with spaces around each.
func isOneOf(list, word string) bool { return strings.Contains(list, " "+strings.ToLower(word)+" ") }

// partOfName tells whether a word before a name belongs to it.
func partOfName(t token) bool {
	return !t.stop && capitalised(t.text) && !strings.HasSuffix(t.text, "s") && !isOneOf(leadIn, t.text)
}

// nameLength counts the words of the name that the tokens begin with: two to
// four capitalised words, particles between them; 0 for none.
func nameLength(ts []token) int {
	n, capitals := 0, 0
	for n < len(ts) && n < 5 {
		t := ts[n]
		switch {
		case capitalised(t.text):
			capitals++
		case n == 0 || !isOneOf(particles, t.text) || n+1 >= len(ts) || !capitalised(ts[n+1].text) || isOneOf(joiners, t.text):
			return finished(n, capitals)
		}
		n++
		if t.stop {
			break
		}
	}
	return finished(n, capitals)
}

// finished gives the length of a name if it is one.
func finished(n, capitals int) int {
	if capitals < 2 || capitals > 4 {
		return 0
	}
	return n
}

// capitalised tells whether a word is written like a name: a capital, then
// small letters; "Lily-Rose", "O'Hara", "JLo" and initials count, "LVMH" and
// "SS15" do not.
func capitalised(word string) bool {
	first, size := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(first) {
		return false
	}
	rest := word[size:]
	if strings.ContainsFunc(rest, unicode.IsDigit) || strings.HasSuffix(rest, "'s") || strings.HasSuffix(rest, "’s") {
		return false
	}
	return rest == "" || rest == "." || strings.ContainsFunc(rest, unicode.IsLower)
}
