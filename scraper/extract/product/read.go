// Package product finds what an article offers for sale: names, makers,
// sellers and prices, in the lines, tables and sentences of magazines in ten
// languages. What is money but no price stays out: markets, wages, fines,
// limits, discounts.
package product

import "reticule"

// Bounds of one article: what lies beyond is no shopping list.
const (
	maxProducts = 500
	maxText     = 1 << 20 // bytes of one block
	maxClause   = 1000    // bytes on either side of a price that can speak of it
)

// Read finds the products that blocks of text offer, in reading order. lang,
// a BCP 47 tag or empty, settles signs such as $ and kr. Blocks in the zones
// related and boilerplate are ignored, but for the price line of a card.
func Read(blocks []reticule.Block, lang string) []reticule.Product {
	rd := reader{locale: localeOf(lang), priced: -1}
	follows := false // the block before was kept
	for _, b := range blocks {
		b.Text = b.Text[:cutRune(b.Text, maxText)]
		if b.Zone == reticule.ZoneBoilerplate || b.Zone == reticule.ZoneRelated && !(follows && rd.closes(b)) {
			follows = false
			continue
		}
		follows = true
		rd.blocks = append(rd.blocks, b)
	}
	for i := range rd.blocks {
		rd.readBlock(i)
	}
	return rd.products()
}

// reader collects what the blocks of one article offer.
type reader struct {
	locale locale
	blocks []reticule.Block
	found  []candidate
	priced int // the last block whose price has its thing, -1 at first
}

// candidate is something that may be offered.
type candidate struct {
	reticule.Product
	form   form
	sure   bool // weak ones count only beside sure ones
	indeed bool // the name is a thing, and more than a vague word for one
}

// readBlock reads the offers of one block.
func (rd *reader) readBlock(i int) {
	text := rd.blocks[i].Text
	list := prices(text, rd.locale)
	end := 0
	for k, p := range list {
		next := len(text)
		if k+1 < len(list) {
			next = list[k+1].start
		}
		o := offer{price: p, block: i, text: text}
		o.lo, o.hi = sentence(text, p.start, p.end, max(end, len(text[:p.start])-len(tail(text[:p.start], maxClause))), min(next, p.end+cutRune(text[p.end:], maxClause)))
		o.left, o.right = text[o.lo:p.start], text[p.end:o.hi]
		o.opens = isListMark(text[:o.lo])
		end = p.end
		if len(rd.found) >= maxProducts || p.other(o.left, o.right) {
			continue
		}
		if c, ok := rd.read(&o, len(list) == 1); ok {
			rd.found = append(rd.found, c)
			rd.priced = i
		}
	}
}

// read turns an offer into a candidate.
func (rd *reader) read(o *offer, only bool) (candidate, bool) {
	if only {
		if c, ok := rd.alone(o); ok {
			return c, true
		}
	}
	o.shape()
	var c candidate
	ok := false
	switch o.form {
	case formAttr:
		c, ok = rd.attributive(o)
	case formVerb:
		c, ok = rd.stated(o)
	case formFirst:
		c, ok = rd.leading(o)
	default:
		c, ok = rd.listed(o)
	}
	if !ok {
		if c, ok = rd.following(o); !ok {
			c, ok = rd.priceOf(o)
		}
		if !ok {
			return c, false
		}
	}
	c.form = o.form
	c.Price, c.High, c.Was, c.From = o.now, o.high, o.was, o.from
	return c, true
}
