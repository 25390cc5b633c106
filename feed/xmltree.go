package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

// maxDepth bounds elements within elements of a document that is checked.
const maxDepth = 100

// node is an element of a parsed document.
type node struct {
	space, name string
	attrs       []xml.Attr
	text        string // its own character data
	line        int
	kids        []*node
}

func (n *node) is(space, name string) bool { return n.space == space && n.name == name }

// all gives the children of a name.
func (n *node) all(space, name string) []*node {
	var out []*node
	for _, k := range n.kids {
		if k.is(space, name) {
			out = append(out, k)
		}
	}
	return out
}

// first gives the first child of a name, or nil.
func (n *node) first(space, name string) *node {
	for _, k := range n.kids {
		if k.is(space, name) {
			return k
		}
	}
	return nil
}

// attr gives an attribute without namespace.
func (n *node) attr(name string) (string, bool) {
	for _, a := range n.attrs {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value, true
		}
	}
	return "", false
}

// value is the element's text without white space around it.
func (n *node) value() string { return strings.TrimSpace(n.text) }

// parseXML parses a document, reporting what is wrong with it as XML; nil if
// that leaves nothing to check.
func (c *checker) parseXML(data []byte) *node {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if i := bytes.Index(data, []byte("<?xml ")); i > 0 && len(bytes.TrimSpace(data[:i])) == 0 {
		c.report(1, "leading-bytes", "white space before the XML declaration")
		data = bytes.TrimLeft(data, " \t\r\n")
	}
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		c.report(1, "encoding", "the encoding is %s", label)
		return charset.NewReaderLabel(label, in)
	}
	top := &node{}
	err := c.build(dec, top)
	if err != nil && !errors.Is(err, errTooDeep) {
		ln, _ := dec.InputPos()
		c.report(ln, "not-well-formed", "%s", strings.TrimPrefix(err.Error(), "XML "))
	}
	if len(top.kids) == 0 {
		if err == nil {
			c.report(0, "not-a-feed", "there is no element in it")
		}
		return nil
	}
	return top.kids[0]
}

var errTooDeep = errors.New("too deep")

// build reads all elements into the tree below top; what stands before an
// error is kept.
func (c *checker) build(dec *xml.Decoder, top *node) error {
	stack := []*node{top}
	texts := []*strings.Builder{{}}
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		ln, _ := dec.InputPos()
		in := stack[len(stack)-1]
		switch t := tok.(type) {
		case xml.StartElement:
			n := &node{space: t.Name.Space, name: t.Name.Local, attrs: t.Attr, line: ln}
			c.checkPrefix(n)
			in.kids = append(in.kids, n)
			if len(stack) > maxDepth {
				c.report(ln, "too-deep", "more than %d elements within another", maxDepth)
				return errTooDeep
			}
			stack, texts = append(stack, n), append(texts, &strings.Builder{})
		case xml.EndElement:
			in.text = texts[len(texts)-1].String()
			stack, texts = stack[:len(stack)-1], texts[:len(texts)-1]
		case xml.CharData:
			texts[len(texts)-1].Write(t)
		case xml.Directive:
			if bytes.HasPrefix(bytes.ToUpper(t), []byte("DOCTYPE")) {
				c.report(ln, "doctype", "the document has a DOCTYPE")
			}
		case xml.ProcInst:
			if t.Target == "xml-stylesheet" && bytes.Contains(t.Inst, []byte("xsl")) {
				c.report(ln, "xsl-stylesheet", "the document is styled with XSLT")
			}
		}
	}
}

// checkPrefix looks for prefixes that nobody declared; the decoder leaves
// those in place of the namespace.
func (c *checker) checkPrefix(n *node) {
	if n.space != "" && !strings.Contains(n.space, ":") && !strings.Contains(n.space, "/") {
		c.report(n.line, "undeclared-prefix", "<%s:%s>", n.space, n.name)
	}
}
