package product

import (
	"strings"
	"unicode"
)

// calls are the words of buttons beside a price.
const calls = "buy now|buy|shop now|shop|shop it|buy it|buy here|get it|see more|add to bag|add to cart|add to basket|view|details|more|check price|acheter|voir|kaufen|jetzt kaufen|zum shop|acquista|compra|comprar|comprar agora|購入する|購入|구매하기|购买|تسوقي الآن|تسوق|instock|in stock|sold out|each|inkl. mwst|incl. vat|税込|(税込)|ttc"

// alone tells whether the block is a price and nothing more, but for a label
// before and a shop or a button after.
func (o *offer) alone() bool {
	left := strings.TrimFunc(o.text[:o.start], isEdge)
	for _, list := range [...]string{fromWords, onlyWords, aboutWords, wasWords, nowWords} {
		if h, ok := cutTail(left, list); ok {
			left = strings.TrimFunc(h, isEdge)
		}
	}
	if left != "" && !in(left, priceLabels) {
		return false
	}
	right := strings.TrimFunc(o.text[o.end:], isEdge)
	if right == "" || in(right, calls) {
		return true
	}
	if len(right) > 60 {
		return false
	}
	if rest, ok := cutTail(right, calls); ok && strings.TrimFunc(rest, isEdge) == "" {
		return true
	}
	if host := hostIn(right); host != "" && strings.Count(right, " ") < 3 {
		return true
	}
	if rest, ok := cutSellerCue(right); ok {
		right = rest
	}
	_, ok := Houses().named(right)
	return ok
}

// isEdge tells what may stand around a price on its own.
func isEdge(r rune) bool {
	return isPadding(r) || strings.ContainsRune(fieldMarks+"()（）.*>→[]", r)
}

// alone reads a price on a line of its own: its thing is the line before, its
// shop may be the line after, its maker the line before both.
func (rd *reader) alone(o *offer) (candidate, bool) {
	if o.block == 0 {
		return candidate{}, false
	}
	above := rd.blocks[o.block-1].Text
	if !isTitleLine(above) || len(prices(above, rd.locale)) > 0 {
		return candidate{}, false
	}
	parts := fields(trimName(above))
	if len(parts) == 0 {
		return candidate{}, false
	}
	t := strip(above)
	if len(parts) == 2 {
		if h, ok := Houses().named(parts[1]); ok {
			t = strip(parts[0])
			t.take(Match{Name: h.name, Shop: h.shop})
		} else if h, ok := Houses().named(parts[0]); ok {
			t = strip(parts[1])
			t.take(Match{Name: h.name, Shop: h.shop})
		}
	}
	if o.block > 1 && t.brand == "" {
		if h, ok := Houses().named(rd.blocks[o.block-2].Text); ok && !h.shop {
			t.brand = h.name
		}
	}
	rd.sellerAlone(o, &t)
	c := rd.candidate(t)
	c.form = formAlone
	c.Price, c.High, c.Was, c.From = o.now, o.high, o.was, o.from
	c.sure = c.indeed || t.brand != "" || t.seller != ""
	return c, isName(t.name)
}

// sellerAlone finds the shop beside or below a price on its own line.
func (rd *reader) sellerAlone(o *offer, t *thing) {
	name, h := Houses().sellerAfter(o.text[o.end:], true)
	if in(name, calls) {
		name = ""
	}
	if name == "" && o.block+1 < len(rd.blocks) {
		below := strings.TrimFunc(rd.blocks[o.block+1].Text, isEdge)
		if rest, ok := cutSellerCue(below); ok {
			below = rest
		}
		if len(below) < 60 {
			if host := hostIn(below); host != "" && host == strings.TrimPrefix(strings.ToLower(below), "www.") {
				name = host
				if h, ok := Houses().ofHost(host); ok {
					name = h.name
				}
			} else if h, ok := Houses().named(below); ok && (h.shop || t.brand == h.name) {
				name = h.name
			}
		}
	}
	if name != "" {
		t.seller = name
		if t.brand == "" && h.name != "" && !h.shop {
			t.brand = h.name
		}
	}
}

// isTitleLine tells whether a line can be the name above a price.
func isTitleLine(s string) bool {
	s = strings.TrimFunc(s, isPadding)
	return s != "" && len(s) <= maxName && !strings.ContainsRune(".!?。！？؟:", lastRune(s)) && strings.ContainsFunc(s, unicode.IsLetter) && strings.Count(s, " ") < 14
}
