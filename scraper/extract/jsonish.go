package extract

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonish reads JSON as pages carry it: with trailing or missing commas, raw
// line breaks and bare quotes in strings, comments, CDATA marks, escaped as
// HTML, several values one after another. Objects are map[string]any, arrays
// []any, everything else a string; what cannot be read is left out.
type jsonish struct {
	src []byte
	pos int
}

// maxNesting bounds how deep values nest.
const maxNesting = 48

// readJSON gives all values in src.
func readJSON(src []byte) (all []any) {
	if bytes.IndexByte(src, '"') < 0 && bytes.Contains(src, []byte("&quot;")) {
		src = []byte(html.UnescapeString(string(src)))
	}
	p := jsonish{src: src}
	for {
		i := bytes.IndexAny(p.src[p.pos:], "{[")
		if i < 0 {
			return all
		}
		p.pos += i
		if p.src[p.pos] == '[' && bytes.HasPrefix(p.src[p.pos:], []byte("[CDATA[")) {
			p.pos += len("[CDATA[")
			continue
		}
		if v := p.value(0); v != nil {
			all = append(all, v)
		}
	}
}

// space passes over blanks and comments.
func (p *jsonish) space() {
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; {
		case isSpace(c):
			p.pos++
		case bytes.HasPrefix(p.src[p.pos:], []byte("/*")):
			p.skipPast("*/")
		case bytes.HasPrefix(p.src[p.pos:], []byte("//")):
			p.skipPast("\n")
		default:
			return
		}
	}
}

func (p *jsonish) skipPast(mark string) {
	i := bytes.Index(p.src[p.pos:], []byte(mark))
	if i < 0 {
		p.pos = len(p.src)
		return
	}
	p.pos += i + len(mark)
}

// value reads one value; nil at the end of input or where nesting is too deep.
func (p *jsonish) value(depth int) any {
	p.space()
	if p.pos >= len(p.src) {
		return nil
	}
	if depth > maxNesting {
		p.pos = len(p.src)
		return nil
	}
	switch p.src[p.pos] {
	case '{':
		p.pos++
		return p.object(depth)
	case '[':
		p.pos++
		return p.array(depth)
	case '"':
		return p.text()
	}
	start := p.pos
	for p.pos < len(p.src) && !bytes.ContainsRune([]byte(",]}\n"), rune(p.src[p.pos])) {
		p.pos++
	}
	word := strings.TrimSpace(string(p.src[start:p.pos]))
	if word == "null" || word == "" {
		return nil
	}
	return word
}

func (p *jsonish) object(depth int) any {
	o := map[string]any{}
	for {
		p.space()
		if p.pos >= len(p.src) {
			return o
		}
		switch p.src[p.pos] {
		case '}':
			p.pos++
			return o
		case '"':
			key := p.text()
			p.space()
			if p.pos < len(p.src) && p.src[p.pos] == ':' {
				p.pos++
				if v := p.value(depth + 1); v != nil {
					o[key] = v
				}
			}
		default:
			p.pos++
		}
	}
}

func (p *jsonish) array(depth int) any {
	a := []any{}
	for {
		p.space()
		if p.pos >= len(p.src) {
			return a
		}
		switch p.src[p.pos] {
		case ']':
			p.pos++
			return a
		case ',', '}', ':':
			p.pos++
		default:
			if v := p.value(depth + 1); v != nil {
				a = append(a, v)
			}
		}
	}
}

// text reads a string. A quote ends it where what follows could stand behind
// a string; any other quote is part of it.
func (p *jsonish) text() string {
	p.pos++
	var b []byte
	for p.pos < len(p.src) {
		i := bytes.IndexAny(p.src[p.pos:], `"\`)
		if i < 0 {
			b = append(b, p.src[p.pos:]...)
			p.pos = len(p.src)
			break
		}
		b = append(b, p.src[p.pos:p.pos+i]...)
		p.pos += i
		if p.src[p.pos] == '\\' {
			b = p.escape(b)
			continue
		}
		p.pos++
		if p.ends() {
			break
		}
		b = append(b, '"')
	}
	return string(b)
}

// ends tells whether a quote just passed ends its string.
func (p *jsonish) ends() bool {
	for i := p.pos; i < min(len(p.src), p.pos+256); i++ {
		switch c := p.src[i]; {
		case isSpace(c):
		default:
			return c == ',' || c == '}' || c == ']' || c == ':' || c == '"' || c == '/'
		}
	}
	return true
}

// escape reads an escape sequence.
func (p *jsonish) escape(b []byte) []byte {
	p.pos++
	if p.pos >= len(p.src) {
		return b
	}
	c := p.src[p.pos]
	p.pos++
	switch c {
	case 'n', 'r', 'f':
		return append(b, '\n')
	case 't':
		return append(b, '\t')
	case 'b':
		return b
	case 'u':
		r := p.unit()
		if utf16.IsSurrogate(r) && bytes.HasPrefix(p.src[p.pos:], []byte(`\u`)) {
			p.pos += 2
			r = utf16.DecodeRune(r, p.unit())
		}
		return utf8.AppendRune(b, r)
	}
	return append(b, c)
}

// unit reads the four digits of a \u escape.
func (p *jsonish) unit() rune {
	if p.pos+4 > len(p.src) {
		p.pos = len(p.src)
		return utf8.RuneError
	}
	n, err := strconv.ParseUint(string(p.src[p.pos:p.pos+4]), 16, 32)
	if err != nil {
		return utf8.RuneError
	}
	p.pos += 4
	return rune(n)
}
