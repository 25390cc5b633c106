// Package product finds what an article offers for sale: names, makers,
// sellers and prices, in the lines, tables and sentences of magazines in ten
// languages. What is money but no price stays out: markets, wages, fines,
// limits, discounts.
package product

import (
	"strings"
	"unicode"

	"reticule"
)

// Bounds of one article: what lies beyond is no shopping list.
const (
	maxProducts = 500
	maxText     = 1 << 20 // bytes of one block
)

// Read finds the products that blocks of text offer, in reading order. lang,
// a BCP 47 tag or empty, settles signs such as $ and kr. Blocks in the zones
// related and boilerplate are ignored.
func Read(blocks []reticule.Block, lang string) []reticule.Product {
	rd := reader{locale: localeOf(lang)}
	for _, b := range blocks {
		if b.Zone == reticule.ZoneRelated || b.Zone == reticule.ZoneBoilerplate {
			continue
		}
		b.Text = b.Text[:cutRune(b.Text, maxText)]
		rd.blocks = append(rd.blocks, b)
	}
	for i := range rd.blocks {
		rd.readBlock(i)
	}
	return rd.products()
}

// reader collects what the blocks of one article offer.
type reader struct {
	locale  locale
	blocks  []reticule.Block
	found   []candidate
	loneEnd int // the block after a price on a line of its own, where the shop may be
}

// candidate is something that may be offered.
type candidate struct {
	reticule.Product
	form   form
	sure   bool // weak ones count only beside sure ones
	indeed bool // the name is a thing, and more than a vague word for one
}

// form is how a text ties a price to a thing.
type form int

const (
	formBare  form = iota // Name £18
	formField             // Name, £18
	formParen             // Name (£18)
	formVerb              // Name costs £18
	formAttr              // the £18 name
	formFirst             // £18, a name; or the name is in the sentence before
	formAlone             // £18 on a line of its own
)

// offer is one price in its place.
type offer struct {
	price
	block       int
	text        string
	lo, hi      int    // the sentence, cut at the prices before and after
	left, right string // of the price, within the sentence
	lead        string // left, before shape took words off it
	opens       bool   // the left part opens the block
	form        form
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
		o.lo, o.hi = sentence(text, p.start, p.end, end, next)
		o.left, o.right = text[o.lo:p.start], text[p.end:o.hi]
		o.opens = isListMark(text[:o.lo])
		end = p.end
		if len(rd.found) >= maxProducts || p.other(o.left, o.right) {
			continue
		}
		if c, ok := rd.read(&o, len(list) == 1); ok {
			rd.found = append(rd.found, c)
		}
	}
}

// isListMark tells whether what stands before a sentence is at most the number
// or bullet of a list.
func isListMark(s string) bool {
	s = strings.TrimFunc(s, func(r rune) bool { return isPadding(r) || strings.ContainsRune("#.)•", r) })
	_, n, end := digitsAt(s, 0)
	return n <= 3 && end == len(s)
}

// read turns an offer into a candidate.
func (rd *reader) read(o *offer, only bool) (candidate, bool) {
	if only && o.alone() {
		return rd.alone(o)
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
		return c, false
	}
	c.form = o.form
	c.Price, c.High, c.Was, c.From = o.now, o.high, o.was, o.from
	return c, true
}

// shape settles the form and takes the words that only introduce the price
// off the left part.
func (o *offer) shape() {
	left := strings.TrimRightFunc(o.left, isPadding)
	o.lead = left
	for range 3 {
		cut := false
		if h, ok := strings.CutSuffix(left, " da"); ok && h != "" && strings.ContainsRune(fieldMarks, lastRune(h)) {
			left, cut, o.from = h, true, true // Italian: "Borsa, da 95 euro"
		}
		for _, list := range [...]string{fromWords, aboutWords, onlyWords, wasWords} {
			if list == wasWords && o.was.IsZero() {
				continue
			}
			if h, ok := cutTail(left, list); ok {
				left, cut = h, true
			}
		}
		if !cut {
			break
		}
	}
	o.form = formBare
	last := lastRune(left)
	switch {
	case left == "":
		o.form = formFirst
	case strings.ContainsRune("(（[", last):
		o.form = formParen
		left = strings.TrimRight(left, "(（[ \u00a0")
	case strings.ContainsRune(fieldMarks, last):
		o.form = formField
		left = strings.TrimRightFunc(left, func(r rune) bool { return isPadding(r) || strings.ContainsRune(fieldMarks, r) })
	case o.attributive(left):
		o.form = formAttr
	default:
		if h, ok := cutTail(left, costWords); ok {
			o.form, left = formVerb, h
		}
	}
	if left == "" {
		o.form = formFirst
	}
	o.left = left
}

// attributive tells whether the price stands before its thing like an
// adjective: "a £7 micro bag", "Zara's £25.99 mini bag".
func (o *offer) attributive(left string) bool {
	if o.right == "" || !isPadding(firstRune(o.right)) && o.right[0] != '-' {
		return false
	}
	next := strings.TrimLeftFunc(o.right, isPadding)
	if !unicode.IsLetter(firstRune(next)) || isCompact(firstRune(next)) {
		return false
	}
	word := left[strings.LastIndexAny(left, " \u00a0(")+1:]
	if in(word, pronouns) {
		return false
	}
	return in(word, determiners) && len(word) > 1 || strings.EqualFold(word, "a") || strings.HasSuffix(word, "'s") || strings.HasSuffix(word, "’s")
}

// products gives what counts: the sure, and the likely in their company; each
// once.
func (rd *reader) products() []reticule.Product {
	sure := false
	for _, c := range rd.found {
		sure = sure || c.sure
	}
	var kept []candidate
	for _, c := range rd.found {
		if (c.sure || sure) && !repeats(kept, c) {
			kept = append(kept, c)
		}
	}
	var out []reticule.Product
	for _, c := range kept {
		out = append(out, c.Product)
	}
	rd.lendBrand(out)
	return out
}

// repeats tells whether a candidate says again what has been said: the same
// price for the same thing.
func repeats(kept []candidate, c candidate) bool {
	for i, k := range kept {
		if k.Price != c.Price {
			continue
		}
		same := fold(k.Name) == fold(c.Name)
		loose := k.form >= formVerb || c.form >= formVerb
		if same || loose && (k.Brand == c.Brand || k.Brand == "" || c.Brand == "" || isVague(c.Name)) && (isVague(c.Name) || isVague(k.Name) || shareWord(k.Name, c.Name)) {
			if isVague(k.Name) && !isVague(c.Name) {
				kept[i] = c
			}
			return true
		}
	}
	return false
}

// isVague tells whether a name is only a word such as "piece".
func isVague(name string) bool {
	return in(name[strings.LastIndexByte(name, ' ')+1:], vague)
}

// shareWord tells whether two names share a word of four letters or more.
func shareWord(a, b string) bool {
	for word := range strings.FieldsSeq(fold(a)) {
		if len(word) >= 4 && strings.Contains(" "+fold(b)+" ", " "+word+" ") {
			return true
		}
	}
	return false
}

// lendBrand gives the products without a maker the one that an article names,
// if it names only one.
func (rd *reader) lendBrand(list []reticule.Product) {
	lone := ""
	for _, p := range list {
		if p.Brand == "" && p.Retailer == "" {
			lone = "?"
		}
	}
	if lone == "" {
		return
	}
	for _, b := range rd.blocks {
		for _, m := range Houses().Find(b.Text) {
			if m.Shop || m.Name == lone {
				continue
			}
			if lone != "?" {
				return
			}
			lone = m.Name
		}
	}
	for i := range list {
		if lone != "?" && list[i].Brand == "" && list[i].Retailer == "" {
			list[i].Brand = lone
		}
	}
}
