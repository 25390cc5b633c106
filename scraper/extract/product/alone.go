package product

import "strings"

// calls are the words of buttons and notes beside a price.
const calls = "buy now|buy|shop now|shop|shop it|shop here|buy it|buy here|get it|see more|add to bag|add to cart|add to basket|view|details|more|check price|available|available now|acheter|voir|voir l'offre|kaufen|jetzt kaufen|jetzt shoppen|zum shop|acquista|acquista ora|compra|comprar|comprar agora|comprar ahora|購入する|購入|購入はこちら|数量限定|完売|구매하기|구매|품절|购买|售罄|تسوقي الآن|تسوق|اشتري الآن|instock|in stock|sold out|limited edition|pre-order|each|inkl. mwst|incl. vat|税込|(税込)|ttc"

// sections open headings that stand over several things, or judge one without
// naming it.
const sections = "best|our|for|under|most|the best|more|also|editor's|editors'|why|how|what|where|when|is|are|do|does|nos|notre|pour|unsere|für|nuestros|para|nostri|per|nossos"

// isEdge tells what may stand around a price on its own.
func isEdge(r rune) bool {
	return isPadding(r) || strings.ContainsRune(fieldMarks+"()（）.*>→[]", r)
}

// alone reads a price that fills its line, or a sentence of its own: its thing
// is the title above. ok is false where the sentence says more.
func (rd *reader) alone(o *offer) (candidate, bool) {
	t, ok := readTag(o.text[:o.start], o.text[o.end:])
	whole := ok
	if !ok {
		if t, ok = readTag(o.left, o.right); !ok {
			return candidate{}, false
		}
	}
	at, ok := rd.title(o.block)
	if !ok || !whole && !rd.heads(at) || t.bare && !(rd.heads(at) && (evident(rd.blocks[at].Text) || numbered(rd.blocks[at].Text))) {
		return candidate{}, false
	}
	if len(prices(rd.blocks[at].Text, rd.locale)) > 0 {
		return candidate{}, false
	}
	return rd.card(o, at, t, whole)
}

// heads tells whether a block is a heading or a numbered line.
func (rd *reader) heads(at int) bool {
	return rd.blocks[at].Kind == "h" || numbered(rd.blocks[at].Text)
}

// card makes the candidate of a title and a price line.
func (rd *reader) card(o *offer, at int, g tag, whole bool) (candidate, bool) {
	t := rd.named(at)
	if g.seller == "" && whole {
		g = rd.shopBelow(o.block, t.brand)
	}
	if g.seller != "" {
		t.seller = g.seller
		if t.brand == "" && g.house.name != "" && !g.house.shop {
			t.brand = g.house.name
		}
	}
	c := rd.candidate(t)
	c.form = formAlone
	c.Price, c.High, c.Was, c.From = o.now, o.high, o.was, o.from
	c.sure = c.indeed || t.brand != "" || t.seller != "" || numbered(rd.blocks[at].Text)
	rd.priced = o.block
	return c, isName(t.name)
}

// shopBelow finds the shop on a line of its own below a price.
func (rd *reader) shopBelow(block int, brand string) tag {
	if block+1 >= len(rd.blocks) || rd.blocks[block+1].Kind == "h" {
		return tag{}
	}
	below := strings.TrimFunc(rd.blocks[block+1].Text, isEdge)
	if len(below) > 60 || len(prices(below, rd.locale)) > 0 {
		return tag{}
	}
	name, cued := cutSellerCue(cutCall(below))
	host := hostIn(name)
	if h, ok := Houses().ofHost(host); host != "" && ok {
		return tag{seller: h.name, house: h}
	}
	if host != "" && host == strings.TrimPrefix(strings.ToLower(name), "www.") {
		return tag{seller: host}
	}
	if h, ok := Houses().named(name); ok && (h.shop || cued || brand == h.name) {
		return tag{seller: h.name, house: h}
	}
	if (cued || !rd.titled(block+1)) && isShopName(name, cued) {
		return tag{seller: name}
	}
	return tag{}
}

// titled tells whether a line may be the title of the next card rather than
// the end of this one: a price comes before any other title does.
func (rd *reader) titled(at int) bool {
	if numbered(rd.blocks[at].Text) || evident(rd.blocks[at].Text) {
		return true
	}
	for j := at + 1; j < min(len(rd.blocks), at+maxCard); j++ {
		text := rd.blocks[j].Text
		if len(prices(text, rd.locale)) > 0 {
			return true
		}
		if rd.heads(j) || isTitleLine(text) {
			return false
		}
	}
	return at+1 < len(rd.blocks) && len([]rune(rd.blocks[at].Text)) > 30
}

// cutCall cuts "Available", "Shop" and their like off the start of a line.
func cutCall(s string) string {
	if rest, ok := cutHead(s, calls); ok && rest != "" {
		if _, cued := cutSellerCue(rest); cued {
			return rest
		}
	}
	return s
}
