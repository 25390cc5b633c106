package product

import (
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
