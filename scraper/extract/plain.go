package extract

import (
	"bytes"
	"html"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What a byte of text needs. Most bytes need nothing and are copied in runs.
const (
	byteCopy  = iota
	byteSpace // white space: folded to one blank
	byteAmp   // may begin an entity
	byteDrop  // control characters
	byteLead  // leads a rune that may be a space or a control character
)

// byteClass says for each byte what it needs.
var byteClass = classes()

func classes() (t [256]uint8) {
	for c := range 0x20 {
		t[c] = byteDrop
	}
	t[0x7f] = byteDrop
	for _, c := range " \t\n\v\f\r" {
		t[c] = byteSpace
	}
	t['&'] = byteAmp
	// U+0080-U+00BF; Arabic letter mark; U+1xxx; U+2xxx; U+3xxx; U+Fxxx; tags and private planes.
	for _, c := range []byte{0xC2, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF, 0xF3} {
		t[c] = byteLead
	}
	return t
}

// appendText appends raw text to dst as a reader would see it: entities
// decoded, control and invisible characters dropped, white space folded to
// one blank. No blank follows a line break or another blank, so that pieces
// can be appended one after another.
func appendText(dst, raw []byte) []byte {
	for i := 0; i < len(raw); {
		start := i
		for i < len(raw) && byteClass[raw[i]] == byteCopy {
			i++
		}
		dst = append(dst, raw[start:i]...)
		if i == len(raw) {
			break
		}
		switch byteClass[raw[i]] {
		case byteSpace:
			dst = appendBlank(dst)
			for i++; i < len(raw) && byteClass[raw[i]] == byteSpace; i++ {
			}
		case byteDrop:
			i++
		case byteAmp:
			var n int
			dst, n = appendEntity(dst, raw[i:])
			i += n
		default:
			r, n := utf8.DecodeRune(raw[i:])
			dst = appendRune(dst, r)
			i += n
		}
	}
	return dst
}

// blank tells whether raw text shows nothing.
func blank(raw []byte) bool {
	if len(raw) > 0 && byteClass[raw[0]] == byteCopy {
		return false
	}
	return len(bytes.TrimSpace(appendText(nil, raw))) == 0
}

// appendBlank appends one blank where there is none yet.
func appendBlank(dst []byte) []byte {
	if n := len(dst); n == 0 || dst[n-1] == ' ' || dst[n-1] == '\n' {
		return dst
	}
	return append(dst, ' ')
}

// appendRune appends a rune; spaces of any kind become a blank, and what
// cannot be seen goes.
func appendRune(dst []byte, r rune) []byte {
	switch {
	case isBlank(r):
		return appendBlank(dst)
	case invisible(r):
		return dst
	}
	return utf8.AppendRune(dst, r)
}

// isBlank tells whether a rune is white space.
func isBlank(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\v', '\f', '\r', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
		return true
	}
	return r >= 0x2000 && r <= 0x200A
}

// invisible tells whether a rune shows nothing and only hides words from a
// search: controls, soft hyphens, zero-width and direction marks, private
// tags. The joiners U+200C and U+200D stay: Persian and Indic need them.
func invisible(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7F && r < 0xA0, r == 0xAD, r == 0x061C, r == 0x180E,
		r == 0x200B, r == 0x200E, r == 0x200F, r >= 0x202A && r <= 0x202E,
		r >= 0x2060 && r <= 0x2069, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF,
		r >= 0xE0000 && r <= 0xE007F:
		return true
	}
	return false
}

// maxEntity is longer than any entity's name.
const maxEntity = 40

// appendEntity decodes what begins with an ampersand and tells how many bytes
// it took.
func appendEntity(dst, raw []byte) ([]byte, int) {
	n := 1
	for n < len(raw) && n < maxEntity && (isLetter(raw[n]) || raw[n] >= '0' && raw[n] <= '9' || raw[n] == '#' && n == 1) {
		n++
	}
	if n < len(raw) && raw[n] == ';' {
		n++
	}
	if bytes.Equal(raw[:n], []byte("&nbsp;")) {
		return appendBlank(dst), n
	}
	if n == 1 {
		return append(dst, '&'), 1
	}
	for _, r := range html.UnescapeString(string(raw[:n])) {
		dst = appendRune(dst, r)
	}
	return dst, n
}

// plain cleans a piece of text that has no markup: a title, a name, an
// attribute. Entities are decoded, also where they were escaped twice.
func plain(s string) string {
	if s == "" {
		return ""
	}
	b := appendText(nil, []byte(s))
	if bytes.IndexByte(b, '&') >= 0 {
		b = appendText(nil, b)
	}
	return strings.TrimSpace(normal(b))
}

// normal gives bytes as a string in Unicode normal form C.
func normal(b []byte) string {
	if norm.NFC.IsNormal(b) {
		return string(b)
	}
	return string(norm.NFC.Bytes(b))
}
