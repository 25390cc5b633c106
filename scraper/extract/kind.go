package extract

import (
	"bytes"

	"golang.org/x/net/html/atom"
)

// The kinds of block.
const (
	kindParagraph = "p"
	kindHeading   = "h"
	kindItem      = "li"
	kindRow       = "row"
	kindQuote     = "quote"
	kindCaption   = "caption"
)

// classify gives every block its kind, by the elements around it.
func (c *choice) classify() {
	c.repeat = make(map[uint64]int, len(c.blocks))
	for i := range c.blocks {
		b := &c.blocks[i]
		c.repeat[b.hash]++
		c.kinds[i] = c.kind(b.node)
	}
}

func (c *choice) kind(n int32) string {
	for ; n >= 0; n = c.nodes[n].parent {
		switch a := c.nodes[n].tag; a {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			return kindHeading
		case atom.Li, atom.Dt, atom.Dd:
			return kindItem
		case atom.Td, atom.Th:
			return kindRow
		case atom.Blockquote:
			return kindQuote
		case atom.Figcaption, atom.Caption:
			return kindCaption
		case atom.Div, atom.Section, atom.Article, atom.Main, atom.Body:
			return kindParagraph
		}
	}
	return kindParagraph
}

// headingOf gives the heading element around a node.
func (c *choice) headingOf(n int32) atom.Atom {
	for ; n >= 0; n = c.nodes[n].parent {
		if isHeading(c.nodes[n].tag) {
			return c.nodes[n].tag
		}
	}
	return 0
}

// inParagraph tells whether a node stands in a p element.
func (c *choice) inParagraph(n int32) bool {
	for ; n >= 0; n = c.nodes[n].parent {
		if a := c.nodes[n].tag; a == atom.P {
			return true
		} else if isBlock(a) {
			return false
		}
	}
	return false
}

// paragraphed tells whether most of the article's prose stands in p elements.
func (c *choice) paragraphed() bool {
	in, all := 0.0, 0.0
	for i := range c.blocks {
		b := &c.blocks[i]
		if !c.within(b, c.body) || !c.eligible(b) {
			continue
		}
		w := c.prose(b)
		all += w
		if c.inParagraph(b.node) {
			in += w
		}
	}
	return in > 0.7*all
}

// closings end a sentence.
var closings = []string{".", "!", "?", ":", "…", "。", "！", "？", "؟", "।", "\"", "”", "»", "“", "」", ")", ";", "’"}

// ends tells whether a line ends as a sentence does.
func ends(text []byte) bool {
	for _, mark := range closings {
		if bytes.HasSuffix(text, []byte(mark)) {
			return true
		}
	}
	return false
}
