package topic

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The scripts that the tokenizer tells apart. Text in letters is cut at its
// words; the others rune by rune, for they do not part their words, or, as in
// Korean, glue particles to them.
type script uint8

const (
	scriptNone script = iota // white space, punctuation, symbols
	scriptWord               // Latin, Greek, Cyrillic, Arabic, digits …
	scriptHan
	scriptKatakana
	scriptHiragana
	scriptHangul
)

func scriptOf(r rune) script {
	switch {
	case r < 0x80:
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return scriptWord
		}
		return scriptNone
	case r < 0x3005:
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) {
			return scriptWord
		}
		return scriptNone
	case r >= 0x3041 && r <= 0x309F:
		return scriptHiragana
	case r >= 0x30A1 && r <= 0x30FF && r != '・', r >= 0xFF66 && r <= 0xFF9D:
		return scriptKatakana
	case r >= 0xAC00 && r <= 0xD7A3:
		return scriptHangul
	case unicode.Is(unicode.Han, r):
		return scriptHan
	case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r):
		return scriptWord
	}
	return scriptNone
}

// The letters that fold through a table: Latin, Greek, Cyrillic, Hebrew, Arabic
// below tableEnd, and Latin and Greek with more marks from moreStart.
const (
	tableEnd  = 0x0700
	moreStart = 0x1E00
	moreEnd   = 0x2000
)

// foldTable gives each such rune in lower case without marks; an empty string
// drops it.
var foldTable = sync.OnceValue(func() []string {
	table := make([]string, tableEnd+moreEnd-moreStart)
	for i := range table {
		table[i] = foldSlow(tableRune(i))
	}
	return table
})

func tableRune(i int) rune {
	if i < tableEnd {
		return rune(i)
	}
	return rune(i - tableEnd + moreStart)
}

// odd holds the letters whose marks Unicode does not take apart, and those
// that stand for each other.
var odd = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ı': "i", 'ð': "d", 'þ': "th", 'ى': "ي", 'ـ': ""}

func foldSlow(r rune) string {
	r = unicode.ToLower(r)
	if s, ok := odd[r]; ok {
		return s
	}
	var out []rune
	for _, d := range norm.NFKD.String(string(r)) {
		if !unicode.Is(unicode.Mn, d) {
			out = append(out, unicode.ToLower(d))
		}
	}
	return string(out)
}

// appendFold appends the folded form of r.
func appendFold(buf []byte, table []string, r rune) []byte {
	switch {
	case r < utf8.RuneSelf:
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(buf, byte(r))
	case r < tableEnd:
		return append(buf, table[r]...)
	case r >= moreStart && r < moreEnd:
		return append(buf, table[tableEnd+r-moreStart]...)
	case r >= 0xFF01 && r <= 0xFF9F:
		return append(buf, foldSlow(r)...)
	}
	return utf8.AppendRune(buf, unicode.ToLower(r))
}

// composed is a text in normal form C with the way back to the offsets of the
// original. Where the text was in that form already, back is nil.
type composed struct {
	text string
	back []int32 // offset in text -> offset in the original; one more than bytes
}

func compose(s string) composed {
	if norm.NFC.IsNormalString(s) {
		return composed{text: s}
	}
	var c composed
	var it norm.Iter
	it.InitString(norm.NFC, s)
	out := make([]byte, 0, len(s))
	for !it.Done() {
		from := int32(it.Pos())
		seg := it.Next()
		out = append(out, seg...)
		for range seg {
			c.back = append(c.back, from)
		}
	}
	c.back = append(c.back, int32(len(s)))
	c.text = string(out)
	return c
}

// offset gives the place in the original text of a place in the composed one.
func (c composed) offset(i int32) int {
	if c.back == nil {
		return int(i)
	}
	return int(c.back[i])
}
