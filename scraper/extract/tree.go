package extract

import (
	"slices"

	"golang.org/x/net/html/atom"
)

const (
	// maxDepth bounds how deep elements nest; deeper ones hang on the last.
	maxDepth = 256
	// maxNodes bounds the memory of a tree; what comes later has no tree and
	// stands at its end.
	maxNodes = 1 << 18
	// maxLookBack bounds how far an implied end tag is looked for.
	maxLookBack = 64
)

// node is an element. Nodes stand in document order; end is the number of the
// first node behind its subtree.
type node struct {
	tag    atom.Atom
	parent int32
	end    int32
	lo, hi int32  // where its text begins and ends
	attrs  []byte // raw
	name   []byte // as written
}

// tree is the page's elements. It is lighter than a full parser's tree: text
// lives in the blocks, and misnested tags are closed, not cloned.
type tree struct {
	nodes []node
	open  []int32 // the elements now open, outermost first
	over  int     // open elements beyond maxDepth
	at    int32   // the present length of the text
}

// top is the innermost open element, -1 at the root.
func (t *tree) top() int32 {
	if len(t.open) == 0 {
		return -1
	}
	return t.open[len(t.open)-1]
}

// push adds an element at the present place and opens it unless it is void.
func (t *tree) push(tag atom.Atom, name, attrs []byte) {
	t.imply(tag)
	if len(t.nodes) >= maxNodes {
		return
	}
	if len(t.open) >= maxDepth {
		if !isVoid(tag) {
			t.over++
		}
		return
	}
	t.nodes = append(t.nodes, node{tag: tag, parent: t.top(), lo: t.at, hi: t.at, attrs: attrs, name: name})
	n := int32(len(t.nodes))
	t.nodes[n-1].end = n
	if !isVoid(tag) {
		t.open = append(t.open, n-1)
	}
}

// imply closes what a start tag ends without saying so: a paragraph before a
// block, an item before the next.
func (t *tree) imply(tag atom.Atom) {
	if t.over > 0 {
		return
	}
	if isBlock(tag) {
		t.closeParagraph()
	}
	closes, within := closesFor(tag)
	if len(closes) == 0 {
		return
	}
	for i := len(t.open) - 1; i >= max(0, len(t.open)-maxLookBack); i-- {
		x := t.nodes[t.open[i]].tag
		if slices.Contains(closes, x) {
			t.closeTo(i)
			return
		}
		if x == within || x == atom.Table || within == atom.Ul && (x == atom.Ol || x == atom.Menu) || within == atom.Body && isBlock(x) && x != atom.P {
			return
		}
	}
}

// closeParagraph closes an open paragraph that only inline elements stand
// in the way of.
func (t *tree) closeParagraph() {
	for i := len(t.open) - 1; i >= max(0, len(t.open)-maxLookBack); i-- {
		switch x := t.nodes[t.open[i]].tag; {
		case x == atom.P:
			t.closeTo(i)
			return
		case isBlock(x), x == atom.Td, x == atom.Th, x == atom.Button:
			return
		}
	}
}

// pop closes the innermost open element of a name. Inline end tags do not
// reach beyond the block they stand in, and no end tag but a table's reaches
// out of its cell.
func (t *tree) pop(tag atom.Atom, name []byte) {
	if t.over > 0 {
		t.over--
		return
	}
	if tag == atom.Body || tag == atom.Html {
		return // what follows is shown all the same
	}
	inline := tag != 0 && !isBlock(tag) && tag != atom.Td && tag != atom.Th
	for i := len(t.open) - 1; i >= 0; i-- {
		x := &t.nodes[t.open[i]]
		if x.tag == tag && (tag != 0 || string(x.name) == string(name)) {
			t.closeTo(i)
			return
		}
		cell := x.tag == atom.Td || x.tag == atom.Th
		if inline && (isBlock(x.tag) || cell) || cell && tag != atom.Tr && tag != atom.Tbody && tag != atom.Table {
			return
		}
	}
}

// closeTo closes the open elements from place i on.
func (t *tree) closeTo(i int) {
	end := int32(len(t.nodes))
	for _, n := range t.open[i:] {
		t.nodes[n].end, t.nodes[n].hi = end, t.at
	}
	t.open = t.open[:i]
}
