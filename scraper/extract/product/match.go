package product

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestKey bounds the words that are looked up.
const longestKey = 32

// Find lists the houses named in text, in order, the longest name at each
// place. Spellings that are also common words count only where capitals and
// neighbours speak for a house.
func (b *Brands) Find(text string) []Match {
	var out []Match
	var key [longestKey + utf8.UTFMax]byte
	prev := rune(0)
	for i := 0; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		if !startsName(prev, r) {
			prev = r
			i += w
			continue
		}
		k, stem := keyAt(text[i:], key[:0])
		m, ok := b.at(text, i, k)
		if !ok && stem > 0 {
			m, ok = b.at(text, i, k[:stem])
		}
		if ok {
			out = append(out, m)
			i = m.End
			prev, _ = utf8.DecodeLastRuneInString(text[:i])
			continue
		}
		prev = r
		i += w
	}
	return out
}

// startsName tells whether a name can start at r, after prev.
func startsName(prev, r rune) bool {
	if r < utf8.RuneSelf && !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '&') {
		return false
	}
	if isCompact(r) {
		return !(isKatakana(r) && isKatakana(prev) || isHangul(r) && isHangul(prev))
	}
	if prev < utf8.RuneSelf {
		return !('a' <= prev && prev <= 'z' || 'A' <= prev && prev <= 'Z' || '0' <= prev && prev <= '9')
	}
	if isArabic(r) && strings.ContainsRune("وفبلك", prev) {
		return true
	}
	return isCompact(prev) || !unicode.IsLetter(prev) && !unicode.IsMark(prev)
}

// keyAt folds the first word of s into buf. Where it holds an apostrophe, as in
// Prada's, stem is the length of what stands before.
func keyAt(s string, buf []byte) (key []byte, stem int) {
	single := 0
	for _, r := range s {
		f, kind := foldRune(r)
		switch {
		case kind == runeDrop:
			stem = len(buf)
			continue
		case kind == runeGap && r == '.' && single == 1:
			single = 0
			continue
		case kind != runeLetter, isCompact(r) && len(buf) > 0, len(buf) > longestKey:
			return buf, stem
		}
		buf = utf8.AppendRune(buf, f)
		single++
		if isCompact(r) {
			return buf, stem
		}
	}
	return buf, stem
}

// at looks for the longest name at text[i:], whose first word folds to key.
func (b *Brands) at(text string, i int, key []byte) (Match, bool) {
	for _, a := range b.byFirst[string(key)] {
		n, ok := spelled(text[i:], a.folded)
		if !ok || !a.ends(text, i, i+n) {
			continue
		}
		if short := len(a.folded) <= 3 && !a.common; short && !strings.EqualFold(text[i:i+n], a.printed) || short && text[i] >= 'a' && text[i] != a.printed[0] {
			continue
		}
		if a.common && !meant(text, i, i+n) {
			continue
		}
		return Match{Name: a.name, Shop: a.shop, Start: i, End: i + n}, true
	}
	return Match{}, false
}

// spelled tells whether s starts with a folded name, and how many bytes of s
// that takes.
func spelled(s, folded string) (int, bool) {
	i, single := 0, 0
	for j := 0; j < len(folded); {
		if i >= len(s) {
			return 0, false
		}
		r, w := utf8.DecodeRuneInString(s[i:])
		f, kind := foldRune(r)
		want, width := utf8.DecodeRuneInString(folded[j:])
		switch {
		case kind == runeDrop, kind == runeGap && r == '.' && single == 1:
			single = 0
		case kind == runeGap && want == ' ':
			for i+w < len(s) { // further gaps are one gap
				r, n := utf8.DecodeRuneInString(s[i+w:])
				if _, kind := foldRune(r); kind != runeGap {
					break
				}
				w += n
			}
			j += width
			single = 0
		case kind == runeLetter && f == want:
			j += width
			single++
		default:
			return 0, false
		}
		i += w
	}
	return i, true
}

// particles follow a Korean name without a space.
const particles = "의은는이가을를와과도로에만나랑"

// ends tells whether the name at text[start:end] ends there, and not within a
// word.
func (a alias) ends(text string, start, end int) bool {
	last, _ := utf8.DecodeLastRuneInString(text[start:end])
	next, _ := utf8.DecodeRuneInString(text[end:])
	if end == len(text) {
		return true
	}
	runes := utf8.RuneCountInString(a.folded)
	switch {
	case isKatakana(last):
		return runes >= 4 && next != 'ー' || !isKatakana(next)
	case isHangul(last):
		return runes >= 3 || !isHangul(next) || strings.ContainsRune(particles, next)
	case isCompact(last) || isCompact(next):
		return true
	}
	return !unicode.IsLetter(next) && !unicode.IsDigit(next)
}

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
		return !unicode.IsLower(first) && meantCaseless(text[:start], rest)
	}
	next, _ := utf8.DecodeRuneInString(rest)
	if possessive(rest) || isCompact(next) || isCompact(lastRune(text[:start])) {
		return true
	}
	head := strings.TrimRight(text[:start], " \u00a0")
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
	return strings.TrimSpace(rest) == "" || unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune("£$€¥,|–(", r)
}

// meantCaseless judges a common word of a script without capitals.
func meantCaseless(head, rest string) bool {
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
	if strings.ContainsRune("の의、،,（(|", next) {
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
