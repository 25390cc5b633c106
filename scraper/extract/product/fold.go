package product

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What a rune is to a comparison of names.
const (
	runeStop   = iota // parts names: a comma, a bracket
	runeLetter        // counts, folded
	runeGap           // a space, hyphen, point or middle dot: all the same
	runeDrop          // does not count: apostrophes, marks
)

// latin folds the first 0x250 code points: lower case, no accents.
var latin = sync.OnceValue(func() *[0x250]rune {
	var table [0x250]rune
	for r := range table {
		base, _ := utf8.DecodeRuneInString(norm.NFKD.String(string(rune(r))))
		table[r] = unicode.ToLower(base)
	}
	table['ø'], table['Ø'], table['ł'], table['Ł'], table['đ'], table['ı'] = 'o', 'o', 'l', 'l', 'd', 'i'
	return &table
})

// foldRune says what a rune is to a comparison of names, and which letter.
func foldRune(r rune) (rune, int) {
	switch {
	case 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '&':
		return r, runeLetter
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A', runeLetter
	case r == ' ' || r == '-' || r == '.' || r == '_':
		return ' ', runeGap
	case r == '\'':
		return 0, runeDrop
	case r < utf8.RuneSelf:
		return 0, runeStop
	}
	return foldWide(r)
}

// foldWide is foldRune beyond ASCII.
func foldWide(r rune) (rune, int) {
	switch r {
	case '\u00a0', '\u2009', '\u202f', '\u3000', '·', '・', '‐', '‑', '•':
		return ' ', runeGap
	case '’', '‘', '´', 'ʼ', 'ـ':
		return 0, runeDrop
	case 'أ', 'إ', 'آ':
		return 'ا', runeLetter
	case '＆':
		return '&', runeLetter
	}
	switch {
	case '！' <= r && r <= '～':
		return foldRune(r - '！' + '!')
	case unicode.Is(unicode.Mn, r):
		return 0, runeDrop
	case !unicode.IsLetter(r) && !unicode.IsDigit(r):
		return 0, runeStop
	case r < 0x250:
		return latin()[r], runeLetter
	}
	return unicode.ToLower(r), runeLetter
}

// fold writes a name the way names are compared.
func fold(s string) string {
	var b strings.Builder
	single := 0
	for _, r := range s {
		f, kind := foldRune(r)
		switch {
		case kind == runeLetter:
			b.WriteRune(f)
			single++
		case kind == runeGap && !(r == '.' && single == 1):
			b.WriteByte(' ')
			single = 0
		case kind == runeGap:
			single = 0
		case kind == runeStop:
			b.WriteByte(' ')
			single = 0
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// isCompact tells whether a rune belongs to a script that is written without
// spaces, or glues its particles to the word.
func isCompact(r rune) bool {
	return 0x3040 <= r && r <= 0x30FF || 0x3400 <= r && r <= 0x9FFF || 0xAC00 <= r && r <= 0xD7A3 || r == '々'
}

func isKatakana(r rune) bool { return 0x30A1 <= r && r <= 0x30FA || r == 'ー' }
func isHangul(r rune) bool   { return 0xAC00 <= r && r <= 0xD7A3 }
func isArabic(r rune) bool   { return 0x0620 <= r && r <= 0x06D3 }
