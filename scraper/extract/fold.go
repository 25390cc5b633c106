package extract

import (
	"unicode"
	"unicode/utf8"
)

// notWord tells whether a rune is no part of a word.
func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }

// fold makes lines comparable: words in lower case, a blank between them.
func fold(s string) string { return folded(s, true) }

// squeeze gives letters and digits only, in lower case.
func squeeze(s string) string { return folded(s, false) }

func folded(s string, blanks bool) string {
	out := make([]byte, 0, len(s))
	gap := false
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		if r = lower(r); r < utf8.RuneSelf && !isLetter(byte(r)) && (r < '0' || r > '9') || r >= utf8.RuneSelf && notWord(r) {
			gap = len(out) > 0
			continue
		}
		if gap && blanks {
			out = append(out, ' ')
		}
		gap = false
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}

// lower is unicode.ToLower, quicker on ASCII.
func lower(r rune) rune {
	if r >= utf8.RuneSelf {
		return unicode.ToLower(r)
	}
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	return r
}
