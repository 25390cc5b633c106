package product

import (
	"strings"
	"unicode"
)

// thing is what a piece of text names.
type thing struct {
	name, brand, seller string
}

// houseCues stand between a thing and its maker or shop: "tote by Loewe".
const houseCues = "by|from|at|via|von|bei|chez|de|di|da|per|en|em|na|no|من|du|del|della|av|från|fra|van|for|are at|is at|is by|are by|is from|are from"

// strip takes the houses off a name: the maker before it or behind a
// preposition. What is left is the name as printed; the house itself where
// there is nothing else.
func strip(s string) thing {
	t := thing{name: trimName(s)}
	for range 3 {
		s := trimDeterminer(t.name)
		found := Houses().Find(s)
		if len(found) == 0 {
			return t
		}
		if m := found[len(found)-1]; tailHouse(s, m) {
			if head, ok := cutTail(s[:m.Start], houseCues); ok && head != "" || itemWord(head) {
				t.take(m)
				t.name = trimQuotes(head)
				continue
			}
		}
		m := found[0]
		if rest, ok := cutHead(s[:m.Start], houseCues); ok && rest == "" {
			s, m.End, m.Start = s[m.Start:], m.End-m.Start, 0 // "At Zara a bag"
		}
		if m.Start > 0 {
			return t
		}
		t.take(m)
		rest := cutPossessive(s[m.End:])
		if !strings.ContainsFunc(rest, unicode.IsLetter) && !strings.ContainsFunc(rest, unicode.IsDigit) {
			return t
		}
		t.name = rest
	}
	return t
}

// take notes a house as maker or seller.
func (t *thing) take(m Match) {
	switch {
	case m.Shop && t.seller == "":
		t.seller = m.Name
	case !m.Shop && t.brand == "":
		t.brand = m.Name
	}
}

// tailHouse tells whether the match ends s.
func tailHouse(s string, m Match) bool {
	return strings.TrimFunc(s[m.End:], func(r rune) bool { return isPadding(r) || strings.ContainsRune(",.!)'’\"”", r) }) == ""
}

// cutPossessive drops what ties a maker to its thing: 's, の, 의.
func cutPossessive(s string) string {
	for _, tie := range [...]string{"'s", "’s", "'", "’", "の", "의", "的"} {
		if rest, ok := strings.CutPrefix(s, tie); ok {
			s = rest
			break
		}
	}
	return trimName(s)
}

// listed reads a thing that stands before its price: a line of a list, or a
// noun with its price behind a comma or in brackets.
func (rd *reader) listed(o *offer) (candidate, bool) {
	row := rd.isRow(o)
	parts := fields(o.left)
	seller, own := "", house{}
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
	after, h := rd.sellerOf(o, line)
	if after != "" {
		seller, own = after, h
	}
	if t.seller == "" {
		t.seller = seller
	}
	if t.brand == "" && own.name != "" && !own.shop {
		t.brand = own.name
	}
	if !isName(t.name) {
		return candidate{}, false
	}
	if t.brand == "" {
		t.brand = rd.makerNear(o)
	}
	return rd.judge(o, t, line)
}

// inherit takes makers and sellers from another thing.
func (t *thing) inherit(from thing) {
	if t.brand == "" {
		t.brand = from.brand
	}
	if t.seller == "" {
		t.seller = from.seller
	}
}

// sellerOf reads the shop after the price, also inside the bracket.
func (rd *reader) sellerOf(o *offer, line bool) (string, house) {
	return Houses().sellerAfter(o.right, line || o.form == formParen)
}

// isRow tells whether the block is a line of a list rather than prose.
func (rd *reader) isRow(o *offer) bool {
	b := rd.blocks[o.block]
	return o.opens || b.Kind == "row" || b.Kind == "li" && o.lo == 0
}

// bestThing picks the field that names the thing: the last, unless only an
// earlier one holds a thing or a house.
func bestThing(parts []string, line bool) thing {
	for i := len(parts) - 1; i >= 0; i-- {
		t := strip(parts[i])
		t.name = reduce(t.name, line && i == 0)
		again := strip(t.name)
		again.inherit(t)
		if (hasItem(again.name) || again.brand != "") && isName(again.name) {
			return again
		}
	}
	last := parts[len(parts)-1]
	t := strip(last)
	t.name = reduce(t.name, line)
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
	if speaksOfOtherMoney(whole) && !(line && evidence && o.form == formField) || o.soft && !c.indeed {
		return c, false
	}
	switch o.form {
	case formParen:
		c.sure = evidence || hasItem(whole) || isUpperWord(t.name) && strings.Count(t.name, " ") < 5
	case formField:
		c.sure = evidence && (line || c.indeed || isUpperWord(t.name))
		if !c.sure && !line {
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
