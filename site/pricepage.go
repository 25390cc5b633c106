package site

import (
	"strings"

	"reticule/trend"
)

// priceWeeks is how many weeks the table of a currency's page has.
const priceWeeks = 26

// maxCurrencies is in how many currencies prices are shown, those first that
// most prices are in.
const maxCurrencies = 8

// currencies are those that a feed's trend has prices in.
func (f *edition) currencies() []string {
	var list []string
	for _, x := range f.Trend.PriceRange {
		if isCurrency(x.Currency) && len(list) < maxCurrencies {
			list = append(list, x.Currency)
		}
	}
	return list
}

// currencyPath is the folder of a currency's page within the trend's.
func currencyPath(currency string) string { return strings.ToLower(currency) + "/" }

// pricePages make a page for each currency: what it costs, in all weeks that are
// drawn.
func (b *builder) pricePages(f *edition) {
	for _, currency := range f.currencies() {
		path := f.Name + "/" + trendPath + currencyPath(currency)
		heading := b.book.Say("trend.prices", currency)
		b.putTrend(f, path, func() *page {
			p := b.layout(path, heading+" · "+clip(f.title(), maxName))
			up := link{Href: "../", Text: b.book.Say("trend")}
			x := b.priceFigure(f, p.Root, currency, priceWeeks)
			x.ID, x.Heading = "weeks", b.book.Say("weeks")
			p.Body = trendBody{Up: &up, Heading: heading, Figures: []figure{x}}
			return p
		})
	}
}

// priceFigure is the plot of the prices in a currency, and so many weeks of them
// as a table.
func (b *builder) priceFigure(f *edition, root, currency string, weeks int) figure {
	x := b.figure("prices", "", priceRows(b.book, f, root, currency, weeks))
	id := strings.ToLower(currency)
	x.ID, x.Heading = "price-"+id, b.book.Say("trend.prices", currency)
	svg := func(p trend.Plot) []byte { return f.Trend.PricesSVG(currency, p) }
	x.Plots = []*fragment{b.plot(f, root, svg, trend.Plot{Width: plotHalf, ID: "p" + id})}
	return x
}
