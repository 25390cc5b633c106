package feed

import (
	"strconv"
	"strings"

	"reticule"
	"reticule/phrase"
)

// maxRows bounds a price list.
const maxRows = 20

// prices lists what the story offers, a row each.
func (h *htmlWriter) prices(products []reticule.Product) {
	rows := priced(products)
	if len(rows) == 0 {
		return
	}
	h.tag("table").tag("tr")
	for _, head := range []string{"feed.bag", "feed.price", "feed.shop"} {
		h.tag("th").text(h.book.Say(head)).end("th")
	}
	h.end("tr")
	for _, p := range rows[:min(len(rows), maxRows)] {
		h.tag("tr")
		for _, cell := range []string{productName(p), price(h.book, p), p.Retailer} {
			h.tag("td").text(cell).end("td")
		}
		h.end("tr")
	}
	h.end("table")
	if more := len(rows) - maxRows; more > 0 {
		h.tag("p").text(h.book.Say("feed.more", strconv.Itoa(more))).end("p")
	}
}

// priced gives the products that have a name and a price, with clean strings.
func priced(products []reticule.Product) []reticule.Product {
	var out []reticule.Product
	for _, p := range products {
		p.Name, p.Brand, p.Retailer = plain(p.Name), plain(p.Brand), plain(p.Retailer)
		if p.Name != "" && isCurrency(p.Price) {
			p.High, p.Was = sameCurrency(p.High, p.Price), sameCurrency(p.Was, p.Price)
			out = append(out, p)
		}
	}
	return out
}

// isCurrency tells whether an amount's currency looks like a code of ISO 4217.
func isCurrency(m reticule.Money) bool {
	return len(m.Currency) == 3 && strings.Trim(m.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// sameCurrency gives m, or no price where its currency is not that of the
// product's price.
func sameCurrency(m, price reticule.Money) reticule.Money {
	if m.Currency != price.Currency {
		return reticule.Money{}
	}
	return m
}

// productName puts the brand before the name, where the name lacks it.
func productName(p reticule.Product) string {
	if p.Brand == "" || strings.Contains(strings.ToLower(p.Name), strings.ToLower(p.Brand)) {
		return p.Name
	}
	return p.Brand + " " + p.Name
}

// price writes a price for people: "from 95 GBP", "80–120 EUR (was 150 EUR)".
func price(book *phrase.Book, p reticule.Product) string {
	s := p.Price.String()
	if !p.High.IsZero() {
		s = p.Price.Decimal() + "–" + p.High.String()
	}
	if p.From {
		s = book.Say("feed.from", s)
	}
	if !p.Was.IsZero() {
		s += " " + book.Say("feed.was", p.Was.String())
	}
	return s
}
