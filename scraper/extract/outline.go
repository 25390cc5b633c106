package extract

import (
	"bytes"
	"context"
	"encoding/binary"
	"strings"
	"sync"

	"golang.org/x/net/html/atom"
)

// block is one line of the page's visible text, with what the pass over the
// tags knows of it.
type block struct {
	lo, hi int32     // in outline.text, line break left out
	link   int32     // bytes that stand in links
	bold   int32     // bytes in b or strong
	node   int32     // the innermost element around its first word; -1 without a tree
	tag    atom.Atom // the heading around it, else the last block element opened before it
	hash   uint64    // of its text, the same in scan and read
	known  bool      // repeats across the site's pages
	trail  bool      // a heading that ends the trail of links above it
}

// maxBlocks bounds the lines of a page that are looked at; real ones have some
// hundred.
const maxBlocks = 1 << 17

// outline is a page's visible text, cut into blocks, and what its head says.
// Scan and Read share it, so that a block is the same in both.
type outline struct {
	lexer
	tree
	head
	full     bool // the tree is built, too
	text     []byte
	blocks   []block
	known    func(uint64) bool
	missing  map[atom.Atom]bool // end tags that no longer come
	cur      block
	tag      atom.Atom // last block element opened
	level    atom.Atom // the heading now open
	inLink   bool
	inBold   int
	muted    int    // open spans since one that shows only on demand, itself included
	brk      bool   // a line break stands before the present place
	cell     int    // where the present table cell's text began
	comma    bool   // a cell ended and the next one has no text yet
	marks    []mark // links, where the tree is built
	anchor   []byte // raw attributes of the link now open
	anchored int
}

// newOutline reads a page. With full the elements are kept for Read.
func newOutline(ctx context.Context, p Page, full bool) (*outline, error) {
	o := &outline{full: full, known: p.Known, lexer: lexer{src: decode(p)}}
	if full {
		o.text = make([]byte, 0, min(len(o.src)/4, 1<<20))
	} else {
		s := sheets.Get().(*sheet)
		o.text, o.blocks = s.text[:0], s.blocks[:0]
	}
	o.begin()
	for n := 0; ; n++ {
		if n&0xFFF == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		token := o.next()
		if len(o.blocks) >= maxBlocks {
			token = tokenEnd
		}
		switch token {
		case tokenEnd:
			o.flush()
			o.at = int32(len(o.text))
			o.closeTo(0)
			return o, nil
		case tokenText:
			o.addText()
		case tokenOpen:
			o.openTag()
		case tokenClose:
			o.closeTag()
		}
	}
}

// sheet is what the outline of a scan is written on.
type sheet struct {
	text   []byte
	blocks []block
}

var sheets = sync.Pool{New: func() any { return &sheet{make([]byte, 0, 32<<10), make([]block, 0, 256)} }}

// release gives a scan's memory to the next one: nothing of the outline may be
// used any more.
func (o *outline) release() {
	const most = 256 << 10 // bytes; few pages need more
	if cap(o.text) <= most && cap(o.blocks) <= most/64 {
		sheets.Put(&sheet{o.text, o.blocks})
	}
	o.text, o.blocks = nil, nil
}

// begin starts a new block at the present end of the text.
func (o *outline) begin() {
	o.cur = block{lo: int32(len(o.text)), node: -1}
	o.cell = len(o.text)
	o.brk, o.comma = false, false
}

// flush ends the present block, if it has any text.
func (o *outline) flush() {
	end := len(o.text)
	if end > int(o.cur.lo) && o.text[end-1] == ' ' {
		end--
	}
	if end == int(o.cur.lo) {
		o.text = o.text[:end]
		o.begin()
		return
	}
	o.cur.hi = int32(end)
	o.cur.hash = hash(o.text[o.cur.lo:end])
	o.cur.known = o.known != nil && end-int(o.cur.lo) >= minKnown && o.known(o.cur.hash)
	o.blocks = append(o.blocks, o.cur)
	o.text = append(o.text[:end], '\n')
	o.begin()
}

// minKnown is the length in bytes from which a block can be told from chance
// repetition.
const minKnown = 12

// hash mixes a block's bytes, eight at a time, into 64 bits. It is the same in
// every run, so that it can be stored.
func hash(b []byte) uint64 {
	const prime = 0x9E3779B97F4A7C15
	h := uint64(len(b)) * prime
	for ; len(b) >= 8; b = b[8:] {
		h = (h ^ binary.LittleEndian.Uint64(b)) * prime
		h ^= h >> 29
	}
	for _, c := range b {
		h = (h ^ uint64(c)) * prime
	}
	h ^= h >> 32
	return h * prime
}

// addText appends the present text to the present block.
func (o *outline) addText() {
	if o.muted > 0 {
		return
	}
	before := len(o.text)
	if o.comma && !blank(o.lexer.text) {
		o.text = append(bytes.TrimSuffix(o.text, []byte(" ")), ", "...)
		if o.anchored+1 >= before { // the comma is no part of the link
			o.anchored = len(o.text)
		}
		before, o.comma = len(o.text), false
	}
	o.text = appendText(o.text, o.lexer.text)
	n := len(o.text) - before
	if n == 0 || n == 1 && o.text[before] == ' ' {
		return
	}
	if o.cur.node < 0 {
		o.cur.node, o.cur.tag = o.top(), o.tag
		if o.level != 0 {
			o.cur.tag = o.level
		}
	}
	o.brk = false
	if o.inLink {
		o.cur.link += int32(n)
	}
	if o.inBold > 0 {
		o.cur.bold += int32(n)
	}
}

// openTag takes in a start tag.
func (o *outline) openTag() {
	tag := o.lexer.tag
	switch tag {
	case atom.Title, atom.Meta, atom.Link, atom.Base, atom.Html, atom.Script, atom.Time:
		if o.headTag(tag) {
			return
		}
	case atom.Br:
		o.lineBreak()
		return
	case atom.Td, atom.Th:
		o.newCell()
	case atom.A:
		o.endLink()
		o.inLink = true
		o.anchor, o.anchored = o.attrs, len(o.text)
	case atom.B, atom.Strong:
		o.inBold++
	case atom.Span:
		if o.muted > 0 || isPopup(o.attrs) {
			o.muted++
		}
	}
	if opaque, must := isOpaque(tag); opaque && o.skip(tag, must) {
		return
	}
	if isBlock(tag) {
		o.flush()
		o.cur.trail = tag == atom.H1 && o.trailed()
		o.tag = tag
		o.level = levelAfter(o.level, tag)
	}
	if o.full {
		o.at = int32(len(o.text))
		o.push(tag, o.name, o.attrs)
	}
	if o.prop {
		o.itemprop(tag)
	}
}

// maxTrail is the length of a trail's links in bytes.
const maxTrail = 200

// trailed tells whether the present place is the next step of a trail that
// leads to the page: an item of a list or of a nav, or behind links that end
// in a separator.
func (o *outline) trailed() bool {
	if o.tag == atom.Li || o.tag == atom.Nav {
		return true
	}
	if len(o.blocks) == 0 {
		return false
	}
	b := &o.blocks[len(o.blocks)-1]
	text := o.text[b.lo:b.hi]
	return len(text) <= maxTrail && 2*int(b.link) > len(text) && bytes.ContainsAny(text[len(text)-1:], "|>/")
}

// levelAfter gives the heading that is open behind a start tag: itself, or the
// one around a div; paragraphs and lists end an unclosed one.
func levelAfter(open, tag atom.Atom) atom.Atom {
	switch {
	case isHeading(tag):
		return tag
	case tag == atom.Div:
		return open
	}
	return 0
}

// isPopup tells whether a span holds what shows only when a reader points at
// the words before it.
func isPopup(attrs []byte) bool {
	if !bytes.Contains(attrs, []byte("over-")) && !bytes.Contains(attrs, []byte("tip-")) && !bytes.Contains(attrs, []byte("tip_")) {
		return false
	}
	class := strings.ToLower(attr(attrs, "class"))
	if !strings.Contains(class, "rollover") && !strings.Contains(class, "popover") && !strings.Contains(class, "tooltip") {
		return false
	}
	for _, part := range []string{"-block", "-content", "-text", "-inner", "-body", "-box", "_content", "_text", "_inner", "_body"} {
		if strings.Contains(class, part) {
			return true
		}
	}
	return false
}

// endLink ends the link now open.
func (o *outline) endLink() {
	if o.full && o.inLink && o.anchored < len(o.text) {
		o.marks = append(o.marks, mark{int32(o.anchored), int32(len(o.text)), o.anchor})
	}
	o.inLink = false
}

// skip passes over an element whose content is no text. It gives false where
// there is no end tag and the element does not run to the end without one.
func (o *outline) skip(tag atom.Atom, must bool) bool {
	if tag == atom.Template && bytes.Contains(o.attrs, []byte("shadowroot")) {
		return false
	}
	if o.missing[tag] {
		return false
	}
	pos := o.pos
	o.raw()
	if !must && o.pos >= len(o.src) {
		if o.missing == nil {
			o.missing = map[atom.Atom]bool{}
		}
		o.missing[tag] = true
		o.pos = pos
		return false
	}
	return true
}

// closeTag takes in an end tag.
func (o *outline) closeTag() {
	tag := o.lexer.tag
	switch tag {
	case atom.A:
		o.endLink()
	case atom.B, atom.Strong:
		o.inBold = max(0, o.inBold-1)
	case atom.Span:
		o.muted = max(0, o.muted-1)
	case atom.Br:
		o.lineBreak()
		return
	}
	if isBlock(tag) {
		o.flush()
		o.inBold, o.muted = 0, 0
		if isHeading(tag) {
			o.tag, o.level = 0, 0
		}
	}
	if o.full {
		o.at = int32(len(o.text))
		o.pop(tag, o.name)
	}
}

// lineBreak takes in a <br>: two in a row end the block, one is a blank.
func (o *outline) lineBreak() {
	if o.brk {
		tag := o.tag
		o.flush()
		o.tag = tag
		return
	}
	o.text = appendBlank(o.text)
	o.brk = true
}

// longCell is the length from which a cell is a column of the layout, not an
// entry of a table.
const longCell = 120

// newCell parts the cells of a row: by commas, as people read a row out.
func (o *outline) newCell() {
	if len(o.text)-o.cell > longCell {
		o.flush()
		return
	}
	o.comma = len(o.text) > int(o.cur.lo)
	o.cell = len(o.text)
}

// blockText gives a block's text as a string.
func (o *outline) blockText(i int) string {
	return normal(o.text[o.blocks[i].lo:o.blocks[i].hi])
}
