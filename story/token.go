package story

import (
	"strconv"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A token is one word of a text in two bytes: 14 bits of the word's hash, and
// in the low two bits what kind of word it is. Four tokens in a row fill
// 56 bits, which is as good as the words themselves; one alone is right in
// 16,383 of 16,384 cases.
//
// Words are folded before they are hashed, so that copies agree: lower case,
// no apostrophes or combining marks, full-width letters narrowed, digits in
// ASCII without separators. In scripts that put no space between words each
// letter is a token.
type token uint16

// The kinds of token, from the least telling to the most.
const (
	plain   token = iota // short words, kana, whatever holds a sentence together
	content              // longer words, ideographs
	name                 // written with a capital within a sentence
	number               // holds a digit
)

const kindBits = 2

func (t token) kind() token  { return t & (1<<kindBits - 1) }
func (t token) word() uint64 { return uint64(t >> kindBits) }

// A tokenizer turns running text into tokens and sentence ends.
type tokenizer struct {
	toks    []token
	ends    []uint16 // after which token each sentence ends
	limit   int      // of tokens
	word    []byte   // the word being read, folded
	runes   int
	stem    int // bytes of the word's first letters
	digit   bool
	upper   bool      // the word began with a capital
	fresh   bool      // no word of the sentence has been read
	total   int       // words read, also beyond the limit
	letters int       // of these, letters that stand for a word
	cues    *cueIndex // what furniture says; nil keeps it
}

// stem is how many letters of a word are looked at: enough to tell words
// apart, few enough that endings and most spellings do not.
const stem = 6

// maxWord bounds how much of one word is looked at, in bytes.
const maxWord = 64

// line reads one line of text; its end ends the sentence. Lines of furniture
// leave nothing behind.
func (z *tokenizer) line(s string) {
	z.fresh = true
	sentences, words := len(z.ends), len(z.toks)
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf && asciiLetter[c] != 0 {
			z.ascii(c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch class := classify(r); {
		case class == runeLetter:
			z.letter(r)
		case class == runeAlone:
			z.flush()
			z.alone(r)
		case class == runeSilent:
		case class == runePoint && z.digit && digitAt(s[i:]):
		default:
			z.flush()
			if class == runeStop || class == runePoint && r == '.' && spaceAt(s[i:]) {
				z.endSentence()
			}
		}
	}
	z.flush()
	z.endSentence()
	if z.cues != nil {
		z.unfurnish(s, sentences, words)
	}
}

// asciiLetter gives the letters and digits of ASCII in lower case, 0 for what
// is none.
var asciiLetter = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		if r := rune(c); classify(r) == runeLetter {
			t[c] = byte(unicode.ToLower(r))
		}
	}
	return t
}()

// ascii takes a letter or digit of ASCII, as letter does, but faster.
func (z *tokenizer) ascii(c byte) {
	low := asciiLetter[c]
	if z.runes == 0 {
		z.upper = low != c
	}
	z.runes++
	z.digit = z.digit || c <= '9'
	if len(z.word) < maxWord {
		z.word = append(z.word, low)
	}
	if z.runes == stem {
		z.stem = len(z.word)
	}
}

func (z *tokenizer) letter(r rune) {
	r = fold(r)
	if z.runes == 0 {
		z.upper = unicode.IsUpper(r)
	}
	z.runes++
	z.digit = z.digit || unicode.IsDigit(r)
	if len(z.word) < maxWord {
		z.word = utf8.AppendRune(z.word, unicode.ToLower(r))
	}
	if z.runes == stem {
		z.stem = len(z.word)
	}
}

// alone takes a letter of a script without spaces.
func (z *tokenizer) alone(r rune) {
	kind := content
	if unicode.In(r, unicode.Hiragana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
		kind = plain
	}
	z.word = utf8.AppendRune(z.word[:0], r)
	z.letters++
	z.push(kind)
}

func (z *tokenizer) flush() {
	if z.runes == 0 {
		return
	}
	kind := plain
	switch {
	case z.digit:
		kind = number
	case z.upper && !z.fresh:
		kind = name
	case z.runes >= z.longWord() && !isFunctionWord(z.word):
		kind = content
	}
	z.push(kind)
}

// longWord gives from how many letters on a word tells something. Korean and
// the Semitic scripts write more with fewer.
func (z *tokenizer) longWord() int {
	switch r, _ := utf8.DecodeRune(z.word); {
	case r < 0x590:
		return 5
	case unicode.Is(unicode.Hangul, r):
		return 2
	case unicode.In(r, unicode.Arabic, unicode.Hebrew):
		return 4
	}
	return 5
}

func (z *tokenizer) push(kind token) {
	z.total++
	if kind != number && z.runes > stem {
		z.word = z.word[:z.stem]
	}
	if len(z.toks) < z.limit {
		z.toks = append(z.toks, token(hashBytes(z.word)>>50)<<kindBits|kind)
	}
	z.word, z.runes, z.digit, z.upper, z.fresh = z.word[:0], 0, false, false, false
}

func (z *tokenizer) endSentence() {
	z.fresh = true
	last := 0
	if n := len(z.ends); n > 0 {
		last = int(z.ends[n-1])
	}
	if len(z.toks) > last {
		z.ends = append(z.ends, uint16(len(z.toks)))
	}
}

// hashBytes is FNV-1a with a final mix (MurmurHash3's), the same for ever: its
// values are stored.
func hashBytes(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return mix(h)
}

func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Numbers below 100 are everywhere: in lists, ages, days. They tell texts of
// one mould apart, but bring none together.
func (t token) small() bool { return t.kind() == number && smallNumbers()[t.word()] }

var smallNumbers = sync.OnceValue(func() map[uint64]bool {
	m := make(map[uint64]bool, 110)
	for n := range 100 {
		m[hashBytes(strconv.AppendInt(nil, int64(n), 10))>>50] = true
	}
	return m
})
