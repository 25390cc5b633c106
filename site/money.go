package site

import (
	"reticule"
	"reticule/phrase"
)

// priceText writes what a product costs: "£95", "from £95", "£95 to £120";
// nothing where it has no price.
func priceText(book *phrase.Book, p *reticule.Product) string {
	text := book.Money(p.Price.Decimal(), p.Price.Currency)
	switch {
	case p.Price.Currency == "":
		return ""
	case !p.High.IsZero() && p.High != p.Price:
		return book.Say("price.between", text, book.Money(p.High.Decimal(), p.High.Currency))
	case p.From:
		return book.Say("price.from", text)
	}
	return text
}
