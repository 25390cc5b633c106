package product

import (
	"strings"
	"unicode"
)

// listed reads a thing that stands before its price: a line of a list, or a
// noun with its price behind a comma or in brackets.
func (rd *reader) listed(o *offer) (candidate, bool) {
	row := rd.isRow(o)
	left, seller, own := shopInBracket(o.left)
	parts := heads(fields(left))
	if n := len(parts); n > 1 {
		if h, ok := Houses().named(parts[n-1]); ok {
			seller, own, parts = h.name, h, parts[:n-1]
		}
	}
	if len(parts) == 0 {
		return candidate{}, false
	}
	line := row && len(parts) <= 3 && strings.Count(o.left, " ") < 16
	t := bestThing(parts, line)
	if before, ok := o.labelled(t.name); ok {
		before.inherit(t)
		t = before
	}
	after, h := rd.sellerOf(o, line)
	if after != "" {
		seller, own = after, h
	}
	if below := strings.TrimFunc(o.right, isEdge); seller == "" && line && (below == "" || in(below, calls)) {
		seller, own = rd.shopUnder(o.block)
	}
	if t.seller == "" {
		t.seller = seller
	}
	if t.brand == "" && own.name != "" && !own.shop {
		t.brand = own.name
	}
	if !isName(t.name) && (t.brand != "" || t.seller != "") { // "the one from Zara (£25)"
		if before, ok := rd.antecedent(o); ok {
			t.name = before.name
		}
	}
	if !isName(t.name) {
		return candidate{}, false
	}
	t.name = trimThe(t.name, o.form == formParen && len(o.right) > 2)
	if t.brand == "" {
		t.brand = rd.makerNear(o)
	}
	return rd.judge(o, t, line)
}

// trimThe drops the article that opens a sentence; the definite one, which may
// be part of a name, only in prose.
func trimThe(name string, prose bool) string {
	for i, the := range [...]string{"A ", "An ", "One ", "Ein ", "Eine ", "Un ", "Une ", "Una ", "Um ", "Uma ", "The ", "Die ", "Der ", "Das "} {
		if i >= 10 && !prose {
			break
		}
		if rest, ok := strings.CutPrefix(name, the); ok && isName(rest) {
			return rest
		}
	}
	return name
}

// sellerOf reads the shop after the price, also inside the bracket.
func (rd *reader) sellerOf(o *offer, line bool) (string, house) {
	return Houses().sellerAfter(o.right, line || o.form == formParen)
}

// shopInBracket takes "(Shop, " off the end of what stands before a price.
func shopInBracket(left string) (outer, seller string, h house) {
	outer, inner, ok := cutBracket(left)
	if !ok {
		return left, "", house{}
	}
	if h, ok := Houses().named(inner); ok {
		return outer, h.name, h
	}
	if isShopName(inner, false) {
		return outer, inner, house{}
	}
	return left, "", house{}
}

// shopUnder finds the shop of a line with name and price on the line below,
// where a word or web address makes it one.
func (rd *reader) shopUnder(block int) (string, house) {
	if block+1 >= len(rd.blocks) {
		return "", house{}
	}
	below := strings.TrimFunc(rd.blocks[block+1].Text, isEdge)
	if _, cued := cutSellerCue(cutCall(below)); !cued && hostIn(below) == "" {
		if h, ok := Houses().named(below); !ok || !h.shop {
			return "", house{}
		}
	}
	g := rd.shopBelow(block, "")
	return g.seller, g.house
}

// isRow tells whether the block is a line of a list rather than prose.
func (rd *reader) isRow(o *offer) bool {
	b := rd.blocks[o.block]
	return o.opens || b.Kind == "row" || b.Kind == "li" && o.lo == 0
}

// bestThing picks the field that names the thing: the last, unless only an
// earlier one holds a thing or a house.
func bestThing(parts []string, line bool) thing {
	var house thing
	for i := len(parts) - 1; i >= 0; i-- {
		if h, ok := Houses().named(parts[i]); ok && len(parts) > 1 {
			house.take(Match{Name: h.name, Shop: h.shop})
			continue
		}
		t := strip(parts[i])
		t.name = reduce(t.name, line && i == 0)
		again := strip(t.name)
		again.inherit(t)
		if i > 0 && in(again.name, traits) { // "the Pip, beaded, £30"
			continue
		}
		if (hasItem(again.name) || again.brand != "") && isName(again.name) {
			return again
		}
	}
	last := parts[len(parts)-1]
	t := strip(last)
	t.name = reduce(t.name, line)
	t.inherit(house)
	if !hasItem(t.name) && !isUpperWord(t.name) {
		if head, ok := lastThing(last); ok {
			head.inherit(t)
			return head
		}
	}
	return t
}

// makerNear finds the maker in the words before the price.
func (rd *reader) makerNear(o *offer) string {
	maker := ""
	for _, m := range Houses().Find(o.text[o.lo:o.start]) {
		if !m.Shop {
			maker = m.Name
		}
	}
	return maker
}

// judge decides whether a listed thing is offered, surely or in company.
func (rd *reader) judge(o *offer, t thing, line bool) (candidate, bool) {
	c := rd.candidate(t)
	evidence := c.indeed || t.brand != "" || t.seller != ""
	whole := o.text[o.lo:o.hi]
	evidence = evidence || isUpperWord(t.name) && hasItem(whole)
	if speaksOfOtherMoney(whole) && !(line && (t.brand != "" || t.seller != "") && o.form == formField) || o.soft && !c.indeed {
		return c, false
	}
	switch o.form {
	case formParen:
		c.sure = evidence || hasItem(whole) || strings.Count(t.name, " ") < 5 && (isUpperWord(t.name) || hasItem(o.around()))
	case formField:
		c.sure = evidence && (line || c.indeed || isModel(t))
		if !c.sure && !line && !(isUpperWord(t.name) && len(o.left) < 60) {
			return c, false
		}
	default:
		if !line || !evidence && !numbered(o.text) || len(o.text) > 240 {
			return c, false
		}
		c.sure = evidence
	}
	return c, true
}

// isModel tells whether a name looks like a model's: it has a capital or a
// digit, or is short and its maker known.
func isModel(t thing) bool {
	return strings.ContainsFunc(t.name, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) }) || t.brand != "" && strings.Count(t.name, " ") < 4
}

// candidate makes a product of a thing.
func (rd *reader) candidate(t thing) candidate {
	c := candidate{indeed: hasItem(t.name) && !isVague(t.name)}
	c.Name, c.Brand, c.Retailer = t.name, t.brand, t.seller
	if c.Brand == "" && c.Retailer != "" {
		if h, ok := Houses().named(c.Retailer); ok && !h.shop {
			c.Brand = h.name
		}
	}
	return c
}
