package store

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The query language, the same in search, in a feed's query and on the page:
//
//	query  = all { "or" all }
//	all    = part { part }
//	part   = [ "-" ] ( "(" query ")" | field ":" value | word | phrase )
//	phrase = '"' characters '"'
//
// Fields: brand, product, price, currency, source, site, lang, label, score,
// topic, story, after, before, has. price and score take <N, >N, N..M or N;
// after and before take a date; has takes price or image.

// Query is a parsed query.
type Query struct{ root node }

// node is a part of a query: an operator with parts of its own, or a leaf.
type node struct {
	op    string // "and", "or", "not", or "" for a leaf
	parts []node
	field string // "" for words of the text
	value string
	at    int // byte offset in the query
}

// QueryError says what is wrong with a query, and where.
type QueryError struct {
	Query string
	At    int // byte offset
	Msg   string
}

// Error points at the place.
func (e *QueryError) Error() string {
	return fmt.Sprintf("query %q, column %d: %s", e.Query, utf8.RuneCountInString(e.Query[:e.At])+1, e.Msg)
}

const (
	maxQuery = 1000 // bytes
	maxNest  = 20   // parentheses
)

// ParseQuery reads a query. The error is a *QueryError.
func ParseQuery(text string) (Query, error) {
	p := &queryParser{text: text}
	if len(text) > maxQuery {
		return Query{}, p.fail(0, "it is longer than %d bytes", maxQuery)
	}
	if i := strings.IndexFunc(text, unicode.IsControl); i >= 0 {
		return Query{}, p.fail(i, "control characters are not allowed")
	}
	if !utf8.ValidString(text) {
		return Query{}, p.fail(0, "it is not UTF-8")
	}
	root, err := p.or(0)
	if err != nil {
		return Query{}, err
	}
	if p.pos < len(text) {
		return Query{}, p.fail(p.pos, "this ) closes nothing")
	}
	return Query{root}, nil
}

type queryParser struct {
	text string
	pos  int
}

func (p *queryParser) fail(at int, format string, args ...any) error {
	return &QueryError{Query: p.text, At: min(at, len(p.text)), Msg: fmt.Sprintf(format, args...)}
}

func (p *queryParser) space() {
	p.pos = len(p.text) - len(strings.TrimLeft(p.text[p.pos:], " \u00a0\u3000"))
}

func (p *queryParser) or(depth int) (node, error) {
	if depth > maxNest {
		return node{}, p.fail(p.pos, "parentheses are nested too deeply")
	}
	out := node{op: "or", at: p.pos}
	for {
		n, err := p.and(depth)
		if err != nil {
			return node{}, err
		}
		out.parts = append(out.parts, n)
		if !p.keyword("or") {
			return out, nil
		}
	}
}

// keyword takes a bare word if it is next.
func (p *queryParser) keyword(word string) bool {
	p.space()
	rest := p.text[p.pos:]
	if len(rest) < len(word) || !strings.EqualFold(rest[:len(word)], word) {
		return false
	}
	if after := rest[len(word):]; after != "" && !strings.ContainsAny(after[:1], " ()\"") {
		return false
	}
	p.pos += len(word)
	return true
}

func (p *queryParser) and(depth int) (node, error) {
	out := node{op: "and", at: p.pos}
	for {
		p.space()
		if p.pos == len(p.text) || p.text[p.pos] == ')' || p.ahead("or") {
			if len(out.parts) == 0 {
				return node{}, p.fail(p.pos, "a word is missing here")
			}
			return out, nil
		}
		n, err := p.part(depth)
		if err != nil {
			return node{}, err
		}
		out.parts = append(out.parts, n)
	}
}

func (p *queryParser) ahead(word string) bool {
	pos := p.pos
	found := p.keyword(word)
	p.pos = pos
	return found
}

func (p *queryParser) part(depth int) (node, error) {
	at := p.pos
	if p.text[p.pos] == '-' {
		p.pos++
		p.space()
		if p.pos == len(p.text) {
			return node{}, p.fail(at, "nothing stands after this minus")
		}
		n, err := p.primary(depth)
		return node{op: "not", parts: []node{n}, at: at}, err
	}
	return p.primary(depth)
}

func (p *queryParser) primary(depth int) (node, error) {
	at := p.pos
	switch p.text[p.pos] {
	case '(':
		p.pos++
		n, err := p.or(depth + 1)
		if err != nil {
			return node{}, err
		}
		if p.space(); p.pos == len(p.text) {
			return node{}, p.fail(at, "this ( is never closed")
		}
		p.pos++
		return n, nil
	case '"':
		value, err := p.phrase()
		return node{value: value, at: at}, err
	}
	word := p.word()
	name, value, isField := strings.Cut(word, ":")
	if !isField || strings.HasPrefix(value, "//") {
		if word == "" {
			return node{}, p.fail(at, "this is not understood")
		}
		return node{value: word, at: at}, nil
	}
	return p.fieldNode(at, strings.ToLower(name), value)
}

func (p *queryParser) fieldNode(at int, name, value string) (node, error) {
	if !slices.Contains(fieldNames, name) {
		return node{}, p.fail(at, "there is no field %q; the fields are %s", name, strings.Join(fieldNames, ", "))
	}
	if value == "" && p.pos < len(p.text) && p.text[p.pos] == '"' {
		var err error
		if value, err = p.phrase(); err != nil {
			return node{}, err
		}
	}
	n := node{field: name, value: value, at: at}
	if msg := n.check(); msg != "" {
		return node{}, p.fail(at, "%s", msg)
	}
	return n, nil
}

// word takes the characters up to a space, a quote or a parenthesis.
func (p *queryParser) word() string {
	rest := p.text[p.pos:]
	end := strings.IndexAny(rest, " \u00a0\u3000()\"")
	if end < 0 {
		end = len(rest)
	}
	p.pos += end
	return rest[:end]
}

func (p *queryParser) phrase() (string, error) {
	at := p.pos
	end := strings.IndexByte(p.text[at+1:], '"')
	if end < 0 {
		return "", p.fail(at, "this quotation mark is never closed")
	}
	p.pos = at + end + 2
	value := p.text[at+1 : at+1+end]
	if strings.TrimSpace(value) == "" {
		return "", p.fail(at, "nothing stands between the quotation marks")
	}
	return value, nil
}
