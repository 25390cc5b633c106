package product

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sign is a currency mark next to a number.
type sign struct {
	code       string // empty: there is none
	start, end int
	soft       bool // the word is also a weight or a verb
	vague      bool // a code after the number may overrule it: "$350 CAD"
	firm       bool // may overrule
}

// before finds the currency mark that ends right before the number at s[i].
func (l locale) before(s string, i, floor int) sign {
	j := i
	if k := backSpace(s, j); k >= floor {
		j = k
	}
	if j <= floor {
		return sign{}
	}
	r, w := utf8.DecodeLastRuneInString(s[:j])
	if code := l.signAt(r); code != "" {
		return l.dollarPrefix(s, sign{code: code, start: j - w, end: i, vague: r == '$' || r == '¥' || r == '￥'}, floor)
	}
	if !unicode.IsLetter(r) && r != '.' {
		return sign{}
	}
	start := j
	for start > floor && j-start < 24 {
		r, w := utf8.DecodeLastRuneInString(s[:start])
		if !isWordRune(r) {
			break
		}
		start -= w
	}
	word := s[start:j]
	for _, e := range eastAsian {
		if strings.HasSuffix(word, e.word) && len(e.word) >= 6 {
			return sign{code: e.code, start: j - len(e.word), end: i}
		}
	}
	code, soft := l.word(word)
	if code == "" || soft || isTournament(word, s[i:]) {
		return sign{}
	}
	return sign{code: code, start: start, end: i}
}

// isTournament tells "Euro 2024" from a price.
func isTournament(word, rest string) bool {
	year, n, _ := digitsAt(rest, 0)
	return strings.EqualFold(word, "euro") && n == 4 && 1960 <= year && year < 2060
}

// dollarPrefix takes the letters of US$ and HK$ into the sign.
func (l locale) dollarPrefix(s string, g sign, floor int) sign {
	if s[g.start] != '$' {
		return g
	}
	for _, d := range dollars {
		start := g.start - len(d.prefix)
		if start < floor || s[start:g.start] != d.prefix {
			continue
		}
		if r, _ := utf8.DecodeLastRuneInString(s[floor:start]); unicode.Is(unicode.Latin, r) || unicode.IsDigit(r) {
			continue
		}
		return sign{code: d.code, start: start, end: g.end}
	}
	return g
}

// backSpace passes one space, narrow or wide, that ends at s[i].
func backSpace(s string, i int) int {
	r, w := utf8.DecodeLastRuneInString(s[:i])
	if r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\u2009' {
		return i - w
	}
	return i
}

// emptyDecimals stand where a price has no cents: 1290,- and 1'290.–
var emptyDecimals = [...]string{",--", ",-", ",–", ",—", ".--", ".–", ".—", ".-", ":-", "-,"}

// after finds the currency mark right after a number that ends at s[i].
func (l locale) after(s string, i int) sign {
	j := i
	for _, e := range emptyDecimals {
		if strings.HasPrefix(s[j:], e) {
			if _, w := digitAt(s, j+len(e)); w == 0 {
				j += len(e)
			}
			break
		}
	}
	swedish := l.lang == "sv" && j > i && s[i] == ':'
	j = skipSpace(s, j)
	if j < len(s) && s[j] == '-' {
		j++
	}
	r, w := utf8.DecodeRuneInString(s[j:])
	if code := l.signAt(r); code != "" {
		if _, n := digitAt(s, j+w); n > 0 {
			return sign{}
		}
		return sign{code: code, end: j + w}
	}
	if !unicode.IsLetter(r) {
		if swedish {
			return sign{code: "SEK", end: j}
		}
		return sign{}
	}
	for _, e := range eastAsian {
		if strings.HasPrefix(s[j:], e.word) {
			return sign{code: l.settle(e.code), end: j + len(e.word), firm: true}
		}
	}
	return l.wordAfter(s, j)
}

// nations are the adjectives of money words, with what they make of them.
var nations = [...]struct{ word, code string }{{"US", "USD"}, {"U.S.", "USD"}, {"American", "USD"}, {"Hong Kong", "HKD"}, {"Australian", "AUD"},
	{"Canadian", "CAD"}, {"Singapore", "SGD"}, {"New Zealand", "NZD"}, {"Swiss", "CHF"}, {"Schweizer", "CHF"}, {"British", "GBP"},
	{"Norwegian", "NOK"}, {"Danish", "DKK"}, {"Swedish", "SEK"}}

// wordAfter reads a money word of letters at s[i].
func (l locale) wordAfter(s string, i int) sign {
	for _, n := range nations {
		rest, ok := strings.CutPrefix(s[i:], n.word)
		if !ok || rest == "" || rest[0] != ' ' && rest[0] != '-' {
			continue
		}
		j := i + len(n.word) + 1
		end := wordEnd(s, j)
		if isMoneyNoun(s[j:end]) {
			return sign{code: n.code, end: end}
		}
	}
	end := wordEnd(s, i)
	word := s[i:end]
	code, soft := l.word(word)
	for code == "" && strings.HasSuffix(word, ".") {
		word = strings.TrimSuffix(word, ".")
		end--
		code, soft = l.word(word)
	}
	if word == "" || code == "" {
		return sign{}
	}
	return sign{code: code, end: end, soft: soft, firm: isCode(word)}
}

func isMoneyNoun(word string) bool {
	switch strings.ToLower(word) {
	case "dollar", "dollars", "pounds", "francs", "franken", "kroner", "kronor":
		return true
	}
	return false
}

// wordEnd gives the end of the word at s[i], at most 48 bytes on.
func wordEnd(s string, i int) int {
	j := i
	for j < len(s) && j-i < 48 {
		r, w := utf8.DecodeRuneInString(s[j:])
		if !isWordRune(r) {
			break
		}
		j += w
	}
	return j
}
