package feed

import (
	"strings"
	"unicode"

	"reticule"
)

// runesPerWord bounds an excerpt where words are no measure: languages written
// without spaces, and lines that are not language at all.
const runesPerWord = 8

// maxWords is as much as an excerpt has, whatever is asked for.
const maxWords = 10_000

// excerptText is the part of an article that introduces it: its standfirst, or
// the beginning of its text.
func excerptText(a *reticule.Article, words int) string {
	if s := Excerpt(a.Summary, words); s != "" {
		return inert(s)
	}
	return inert(Excerpt(a.Text, words))
}

// Excerpt shortens a text to at most so many words, on one line: after a
// sentence where that keeps half of them, else after a word, with an ellipsis.
// Two Chinese, Japanese or Korean characters count as a word.
func Excerpt(text string, words int) string {
	if words <= 0 {
		return ""
	}
	words = min(words, maxWords)
	runes := []rune(line(text, 16*runesPerWord*words))
	budget, used := 2*words, 0 // in half words
	sentence, word := 0, 0     // where to cut, as positions in runes
	for i, r := range runes {
		if i > 0 && joins(r) {
			continue
		}
		if starts := i == 0 || runes[i-1] == ' '; starts || wide(r) || wide(runes[i-1]) {
			if i > 0 {
				word = i
			}
			used += cost(r)
			if starts && i > 0 && ends(runes[:i-1]) || i > 0 && wideStop(runes[i-1]) {
				if 2*used > budget {
					sentence = i
				}
			}
		}
		if used > budget || i >= runesPerWord*words {
			return cut(runes, sentence, word, i)
		}
	}
	return string(runes)
}

// cut ends an excerpt after a sentence, a word or, failing both, here.
func cut(runes []rune, sentence, word, here int) string {
	if sentence > 0 {
		return strings.TrimSpace(string(runes[:sentence]))
	}
	if word == 0 || word < here/2 {
		word = here
	}
	return strings.TrimRightFunc(string(runes[:word]), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:–—-([{«“‘\"'、，；：「『（", r)
	}) + "…"
}

// cost is what the character that begins a word costs, in half words.
func cost(r rune) int {
	switch {
	case wide(r):
		return 1
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return 2
	}
	return 0
}

// wide tells whether a character stands for half a word by itself.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r == 'ー'
}

// joins tells whether a character belongs to the one before it.
func joins(r rune) bool {
	return unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r) || r == 0x200d || r >= 0xfe00 && r <= 0xfe0f || r >= 0x1f3fb && r <= 0x1f3ff
}

func wideStop(r rune) bool { return r == '。' || r == '！' || r == '？' || r == '．' }

// ends tells whether a text ends a sentence: a stop, perhaps within quotation
// marks, that is not that of an initial.
func ends(runes []rune) bool {
	n := len(runes)
	for n > 0 && strings.ContainsRune(`"'”’»)]`, runes[n-1]) {
		n--
	}
	if n == 0 || !strings.ContainsRune(".!?…؟۔।", runes[n-1]) {
		return n > 0 && wideStop(runes[n-1])
	}
	return n < 3 || runes[n-1] != '.' || runes[n-3] != ' ' && runes[n-3] != '.'
}
