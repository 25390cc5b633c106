package scraper

import (
	"bytes"
	"fmt"

	"reticule"
)

// Bounds of a document. Each element takes some hundred bytes of memory once
// it is read, however little it says; real feeds have some ten thousand, and
// nest about ten deep.
const (
	maxDepth = 200
	maxTags  = 200_000
	maxTag   = 1 << 20 // bytes of a start tag with its attributes
)

// extent is what the tags of an XML document show: roughly, but never less
// than whoever reads the document will find.
type extent struct {
	items int
	tags  int
	depth int // the deepest
	tag   int // bytes of the longest start tag
	cut   int // where the first item or element beyond the bounds begins; 0 where none does
}

// wild is the fault of a document that nobody should take apart.
func (x extent) wild() error {
	switch {
	case x.depth > maxDepth:
		return faultf(reticule.OutcomeBadData, "its elements are nested more than %d deep", maxDepth)
	case x.tag > maxTag:
		return faultf(reticule.OutcomeBadData, "an element's start has more than %d bytes", maxTag)
	}
	return nil
}

// withinBounds cuts an XML feed after the items and elements that are read of
// one, and says so. What nests too deep, or has all of it in one item, is
// refused.
func withinBounds(body []byte) (_ []byte, note string, err error) {
	x := measureXML(body)
	if err := x.wild(); err != nil {
		return nil, "", err
	}
	switch {
	case x.cut == 0:
		return body, "", nil
	case x.items > maxItems:
		note = fmt.Sprintf("the feed lists %d items; the first %d were read", x.items, maxItems)
	default:
		note = fmt.Sprintf("the feed has %d elements; the first %d were read", x.tags, maxTags)
	}
	whole, ok := endAfter(body[:x.cut])
	if !ok {
		return nil, "", faultf(reticule.OutcomeBadData, "it has %d elements, and no item ends within the first %d", x.tags, maxTags)
	}
	return whole, note, nil
}

// measureXML walks over the tags. It stops where they nest too deep.
func measureXML(body []byte) (x extent) {
	depth := 0
	for i := 0; x.depth <= maxDepth; {
		n := bytes.IndexByte(body[i:], '<')
		if n < 0 {
			break
		}
		at := i + n
		i = at + 1
		rest := body[i:]
		end := tagEnd(rest)
		if end < 0 {
			break
		}
		switch rest[0] {
		case '!', '?', '>':
		case '/':
			depth = max(0, depth-1)
		default:
			x.add(rest[:end])
			if x.cut == 0 && (x.items > maxItems || x.tags > maxTags) {
				x.cut = at
			}
			if rest[end-1] != '/' {
				depth++
			}
			x.depth, x.tag = max(x.depth, depth), max(x.tag, end)
		}
		i += end
	}
	return x
}

// tagEnd gives where what begins with "<" ends, -1 where it does not. Tags
// within comments, CDATA and instructions are none.
func tagEnd(rest []byte) int {
	for _, long := range [...]struct{ open, end string }{{"![CDATA[", "]]>"}, {"!--", "-->"}, {"?", "?>"}} {
		if inner, ok := bytes.CutPrefix(rest, []byte(long.open)); ok {
			if n := bytes.Index(inner, []byte(long.end)); n >= 0 {
				return len(long.open) + n
			}
			return -1
		}
	}
	return bytes.IndexByte(rest, '>')
}

// add counts an element by its start tag.
func (x *extent) add(tag []byte) {
	x.tags++
	name := tag
	if i := bytes.IndexAny(tag, " \t\r\n/"); i >= 0 {
		name = tag[:i]
	}
	if s := string(name); s == "item" || s == "entry" {
		x.items++
	}
}
