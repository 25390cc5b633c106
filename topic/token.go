package topic

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What stands before a token, from the loosest to the strongest break.
type gap uint8

const (
	gapNone   gap = iota // nothing: a compound, an apostrophe, the next rune of Japanese
	gapSpace             // white space or quotation marks
	gapHyphen            // a hyphen
	gapComma             // comma, bracket, slash, dash: the phrase ends, the sentence goes on
	gapStop              // full stop, colon, line break: the sentence ends
)

// A token is a word of a text, or one rune of Chinese, Japanese or Korean.
type token struct {
	id         int32 // in the lexicon; 0 is an unknown word
	bare       int32 // of an Arabic word without what is glued before it; 0 for none
	start, end int32 // byte offsets in the composed text
	sentence   int32
	line       int32
	gap        gap
	script     script
	upper      bool // begins with a capital
	plural     bool // unknown, and ends like an English plural
}

// tokenizer cuts text into tokens. Its buffers are reused.
type tokenizer struct {
	lex    *lexicon
	table  []string
	tokens []token
	buf    []byte
	gap    gap
	line   int32
	sent   int32
}

// run gives the tokens of a composed text; they are valid until the next run.
func (z *tokenizer) run(text string) []token {
	z.tokens, z.gap, z.line, z.sent = z.tokens[:0], gapStop, 0, 0
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		switch s := scriptOf(r); s {
		case scriptNone:
			z.mark(text, i, r)
			i += size
		case scriptWord:
			i = z.word(text, i)
		default:
			z.buf = appendFold(z.buf[:0], z.table, r)
			z.put(token{id: z.lex.words[string(z.buf)], start: int32(i), end: int32(i + size), script: s})
			i += size
		}
	}
	return z.tokens
}

func (z *tokenizer) put(t token) {
	if len(z.tokens) > 0 && z.gap == gapStop {
		z.sent++
	}
	t.gap, t.sentence, t.line = z.gap, z.sent, z.line
	z.tokens = append(z.tokens, t)
	z.gap = gapNone
}

// mark notes what parts the next token from the one before.
func (z *tokenizer) mark(text string, i int, r rune) {
	switch {
	case r == '\n' || r == '\u2028' || r == '\u2029':
		z.line++
		z.gap = gapStop
	case r == '\'' || r == '’' || r == 'ʼ' || r == '\u00ad' || r == '\u200d' || r == '\u200c':
		if z.gap == gapNone && !wordAt(text, i+utf8.RuneLen(r)) {
			z.gap = gapSpace
		}
	case unicode.IsSpace(r) || strings.ContainsRune("\"“”„‘‚«»‹›「」『』*_\u200b\ufeff", r):
		z.gap = max(z.gap, gapSpace)
	case strings.ContainsRune("-‐‑・&+", r):
		if z.gap == gapNone && wordAt(text, i+utf8.RuneLen(r)) {
			z.gap = gapHyphen
		} else if r == '-' {
			z.gap = max(z.gap, gapComma)
		}
	case strings.ContainsRune(".!?;:。！？；：؟؛…|•", r):
		if r == '.' && z.gap == gapNone && wordAt(text, i+1) {
			return // 1.5, S.p.A.
		}
		z.gap = gapStop
	default:
		z.gap = max(z.gap, gapComma)
	}
}

func wordAt(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return scriptOf(r) != scriptNone
}

// maxWord bounds the bytes of a word that are looked at.
const maxWord = 64

// word reads the word that begins at i and gives the offset behind it.
func (z *tokenizer) word(text string, i int) int {
	start := i
	buf := z.buf[:0]
	first, _ := utf8.DecodeRuneInString(text[i:])
	for i < len(text) {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if scriptOf(r) != scriptWord {
			break
		}
		if len(buf) < maxWord {
			buf = appendFold(buf, z.table, r)
		}
		i += size
	}
	z.buf = buf
	if len(buf) == 1 && buf[0] == 's' && z.gap == gapNone && len(z.tokens) > 0 {
		return i // the possessive's s
	}
	t := token{start: int32(start), end: int32(i), script: scriptWord, upper: unicode.IsUpper(first)}
	t.id, t.bare = z.lex.words[string(buf)], z.bare(buf)
	if t.id != 0 || t.bare != 0 {
		z.put(t)
		return i
	}
	if cut, ok := z.lex.split(buf); ok {
		z.halves(text, t, cut)
		return i
	}
	t.plural = len(buf) > 3 && buf[len(buf)-1] == 's' && buf[len(buf)-2] != 's'
	z.put(t)
	return i
}

// bare finds an Arabic word behind its article and prepositions.
func (z *tokenizer) bare(word []byte) int32 {
	if len(word) == 0 || !gluesBefore(word) {
		return 0
	}
	return z.lex.words[string(z.lex.behindPrefix(word))]
}

// halves puts a compound as two tokens: "micro" and "bag" of "microbag". The
// cut is an offset into the folded word.
func (z *tokenizer) halves(text string, t token, cut int) {
	head, tail := t, t
	head.end = t.start
	var folded []byte
	for _, r := range text[t.start:t.end] {
		if folded = appendFold(folded, z.table, r); len(folded) > cut {
			break
		}
		head.end += int32(utf8.RuneLen(r))
	}
	tail.start = head.end
	head.id = z.lex.words[string(z.buf[:cut])]
	tail.id = z.lex.words[string(z.buf[cut:])]
	tail.upper = false
	z.put(head)
	z.put(tail)
}
