package extract

import (
	"bytes"

	"golang.org/x/net/html/atom"
)

// token is the kind of thing the lexer stands on.
type token uint8

const (
	tokenEnd   token = iota // no bytes left
	tokenText               // characters, entities not yet decoded
	tokenOpen               // a start tag
	tokenClose              // an end tag
)

// lexer cuts a page in UTF-8 into tags and text in one pass that never looks
// back, so that its time is linear in the bytes whatever their shape. It
// follows the HTML standard's tokenizer as far as a reader of text needs it:
// comments, declarations and processing instructions are skipped, raw text is
// skipped or handed over whole by raw.
type lexer struct {
	src   []byte
	pos   int
	tag   atom.Atom // 0 for names outside HTML
	name  []byte    // as written, case and all
	attrs []byte    // the raw attributes of a start tag
	prop  bool      // among them is an itemprop
	text  []byte    // of a tokenText
}

// next moves to the following token.
func (l *lexer) next() token {
	for l.pos < len(l.src) {
		start := l.pos
		i := l.markup(start)
		if i > start {
			l.text, l.pos = l.src[start:i], i
			return tokenText
		}
		if kind := l.tagAt(start); kind != tokenEnd {
			return kind
		}
	}
	return tokenEnd
}

// markup finds where the next markup begins at or after i; a "<" that opens
// none is text.
func (l *lexer) markup(i int) int {
	for {
		j := bytes.IndexByte(l.src[i:], '<')
		if j < 0 {
			return len(l.src)
		}
		i += j
		if i+1 >= len(l.src) {
			return len(l.src)
		}
		switch c := l.src[i+1]; {
		case isLetter(c), c == '/', c == '!', c == '?':
			return i
		}
		i++
	}
}

// tagAt reads the markup at i. It gives tokenEnd for what has no content.
func (l *lexer) tagAt(i int) token {
	kind := tokenOpen
	switch l.src[i+1] {
	case '!':
		l.pos = l.skipDeclaration(i)
		return tokenEnd
	case '?':
		l.pos = l.after(i, '>')
		return tokenEnd
	case '/':
		kind = tokenClose
		i++
		if i+1 >= len(l.src) || !isLetter(l.src[i+1]) {
			l.pos = l.after(i, '>')
			return tokenEnd
		}
	}
	i++
	j := i
	for j < len(l.src) && !endsName(l.src[j]) {
		j++
	}
	l.name = l.src[i:j]
	l.tag = lookup(l.name)
	l.prop = false
	end := l.tagEnd(j)
	if end >= len(l.src) { // the page ends within the tag
		l.pos = len(l.src)
		return tokenEnd
	}
	l.attrs, l.pos = l.src[j:end], end+1
	return kind
}

// skipDeclaration passes over a comment, doctype or CDATA mark.
func (l *lexer) skipDeclaration(i int) int {
	if !bytes.HasPrefix(l.src[i:], []byte("<!--")) {
		return l.after(i, '>')
	}
	body := l.src[i+4:]
	if bytes.HasPrefix(body, []byte(">")) {
		return i + 5
	}
	if bytes.HasPrefix(body, []byte("->")) {
		return i + 6
	}
	j := bytes.Index(body, []byte("-->"))
	if j < 0 {
		return len(l.src)
	}
	return i + 4 + j + 3
}

// after gives the place behind the next c, or the end.
func (l *lexer) after(i int, c byte) int {
	j := bytes.IndexByte(l.src[i:], c)
	if j < 0 {
		return len(l.src)
	}
	return i + j + 1
}

// tagEnd finds the ">" that ends a tag, quoted values respected. It notes an
// itemprop on the way.
func (l *lexer) tagEnd(i int) int {
	src := l.src
	for i < len(src) {
		switch src[i] {
		case '>':
			return i
		case '=':
			if src[i-1] == 'p' && bytes.HasSuffix(src[:i], []byte("itemprop")) {
				l.prop = true
			}
			i++
			for i < len(src) && isSpace(src[i]) {
				i++
			}
			if i < len(src) && (src[i] == '"' || src[i] == '\'') {
				j := bytes.IndexByte(src[i+1:], src[i])
				if j < 0 {
					return len(src)
				}
				i += j + 2
			}
		default:
			i++
		}
	}
	return i
}

// raw gives the content of the element just opened as it stands, up to its
// own end tag, and moves behind that.
func (l *lexer) raw() []byte {
	start, name := l.pos, l.name
	for i := start; ; {
		j := bytes.Index(l.src[i:], []byte("</"))
		if j < 0 {
			l.pos = len(l.src)
			return l.src[start:]
		}
		i += j
		end := i + 2 + len(name)
		if end < len(l.src) && endsName(l.src[end]) && bytes.EqualFold(l.src[i+2:end], name) {
			l.pos = l.after(end, '>')
			return l.src[start:i]
		}
		i += 2
	}
}

// lookup names a tag; the usual ones at once, names with capitals folded
// first.
func lookup(name []byte) atom.Atom {
	switch string(name) {
	case "a":
		return atom.A
	case "div":
		return atom.Div
	case "p":
		return atom.P
	case "span":
		return atom.Span
	case "li":
		return atom.Li
	case "img":
		return atom.Img
	}
	if len(name) > 16 {
		return 0
	}
	var low [16]byte
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		low[i] = c
	}
	return atom.Lookup(low[:len(name)])
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'
}

func endsName(c byte) bool { return isSpace(c) || c == '>' || c == '/' }
