package story

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a rune does to the text around it.
type runeClass int

const (
	runeBreak  runeClass = iota // parts words
	runeLetter                  // letters and digits
	runeAlone                   // a word by itself
	runeSilent                  // as if it were not there
	runePoint                   // . and , which a number may hold
	runeStop                    // ends a sentence
)

func classify(r rune) runeClass {
	switch {
	case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
		return runeLetter
	case r == '.' || r == ',':
		return runePoint
	case r == '!' || r == '?':
		return runeStop
	case r == '\'':
		return runeSilent
	case r < 0x80:
		return runeBreak
	}
	return classifyWide(r)
}

func classifyWide(r rune) runeClass {
	switch {
	case r >= 0xc0 && r < 0x2b0: // Latin
		return runeLetter
	case r >= 0xff01 && r <= 0xff5e:
		return classify(fold(r))
	case strings.ContainsRune("。؟۔।…", r):
		return runeStop
	case strings.ContainsRune("’‘ʼ´\u00ad\u200b\u200c\u200d\u2060\ufeffـ", r) || unicode.Is(unicode.Mn, r):
		return runeSilent
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return runeAlone
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return runeLetter
	}
	return runeBreak
}

// fold narrows a full-width form, and writes the digits of Arabic and Persian
// as the rest of the world does.
func fold(r rune) rune {
	switch {
	case r < 0x660:
		return r
	case r <= 0x669:
		return r - 0x660 + '0'
	case r >= 0x6f0 && r <= 0x6f9:
		return r - 0x6f0 + '0'
	case r >= 0xff01 && r <= 0xff5e:
		return r - 0xfee0
	}
	return r
}

func digitAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsDigit(r)
}

func spaceAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s == "" || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}
