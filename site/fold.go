package site

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold takes case and accents off, so that Hermès and HERMES are one brand.
// What looks alike in compatibility forms, such as full-width letters, becomes
// alike.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) || r == '\u3099' || r == '\u309a' { // kana's voicing marks are letters' own
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return norm.NFC.String(b.String())
}
