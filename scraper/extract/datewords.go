package extract

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// dateWordFile holds the words of dates in many languages as data.
//
//go:embed datewords.txt
var dateWordFile string

// The kinds of date words besides months, which are their number.
const (
	wordDay   = 100 + iota // a day of the week
	wordSaid               // "published", "updated"
	wordSmall              // "at", "am", "min read"
)

var dateWords = sync.OnceValue(func() map[string]int {
	m := map[string]int{}
	kinds := map[string]int{"day": wordDay, "said": wordSaid, "small": wordSmall}
	for line := range strings.Lines(dateWordFile) {
		key, words, _ := strings.Cut(strings.TrimSpace(line), " ")
		kind, ok := kinds[key]
		if !ok {
			n, err := strconv.Atoi(key)
			if err != nil {
				continue
			}
			kind = n
		}
		for w := range strings.FieldsSeq(words) {
			if _, taken := m[w]; !taken {
				m[w] = kind
			}
		}
	}
	return m
})

// longDateline is the length in bytes that a line of dates may have.
const longDateline = 200

// dateline tells whether a line says little but when something was published:
// most of its words are of dates. said tells whether one of them is a word
// such as "published".
func dateline(line string) (is, said bool) {
	if len(line) > longDateline {
		return false, false
	}
	words := dateWords()
	all, dated, digits := 0, 0, 0
	for w := range dateTokens(line) {
		all++
		kind, ok := words[w]
		switch {
		case w[0] >= '0' && w[0] <= '9':
			digits++
			dated++
		case ok:
			dated++
			said = said || kind == wordSaid
		}
	}
	return digits > 0 && dated*10 >= all*6, said
}

// dateTokens gives a line's words and numbers, lower case, parted also where
// digits meet letters.
func dateTokens(line string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		line = strings.ToLower(westernDigits(line))
		start, kind := -1, 0
		for i, r := range line {
			k := 0
			switch {
			case unicode.IsDigit(r):
				k = 1
			case unicode.IsLetter(r):
				k = 2
			}
			if k != kind && start >= 0 {
				if !yield(line[start:i]) {
					return
				}
				start = -1
			}
			if k != 0 && start < 0 {
				start = i
			}
			kind = k
		}
		if start >= 0 {
			yield(line[start:])
		}
	}
}

// westernDigits writes Arabic, Persian and full-width digits as ASCII.
func westernDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return r
	}, s)
}
