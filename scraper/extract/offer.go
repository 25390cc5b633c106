package extract

import (
	"strings"

	"reticule"
	"reticule/scraper/extract/product"
)

// maxOffers bounds the products taken from linked data.
const maxOffers = 200

// products are what the article offers: read from its text, and from linked
// data where the text names the thing.
func (m *metadata) products(a *reticule.Article) []reticule.Product {
	all := product.Read(a.Blocks, a.Lang)
	if len(m.linked.offers) == 0 {
		return all
	}
	text := fold(a.Text)
	have := map[string]bool{}
	for _, p := range all {
		have[fold(p.Name)] = true
	}
	for _, o := range m.linked.offers {
		p, ok := product.FromOffer(plain(o.name), plain(o.brand), o.price, o.currency, plain(o.seller))
		name := fold(p.Name)
		if ok && !have[name] && strings.Contains(text, name) {
			have[name] = true
			all = append(all, p)
		}
	}
	return all
}

// offer is a product in linked data.
type offer struct{ name, brand, price, currency, seller string }

// offers gathers the page's products with their prices.
func (g *graph) offers() (all []offer) {
	for _, t := range g.things {
		if len(all) >= maxOffers || !isProduct(t) {
			continue
		}
		o := t["offers"]
		if many, ok := o.([]any); ok && len(many) > 0 {
			o = many[0]
		}
		x, ok := o.(thing)
		if !ok {
			continue
		}
		price := first(str(x["price"]), str(x["lowPrice"]))
		if price == "" {
			if s, ok := x["priceSpecification"].(thing); ok {
				price = str(s["price"])
			}
		}
		if price != "" {
			all = append(all, offer{str(t["name"]), first(g.name(t["brand"]), str(t["brand"])), price, str(x["priceCurrency"]), g.name(x["seller"])})
		}
	}
	return all
}

func isProduct(t thing) bool {
	for _, k := range list(t["@type"]) {
		if strings.HasSuffix(k, "Product") {
			return true
		}
	}
	return false
}

// Products reads what the text of an article offers, for articles that came
// without a page; lang settles what its signs of money mean.
func Products(a *reticule.Article, lang string) []reticule.Product {
	head := []reticule.Block{{Zone: reticule.ZoneTitle, Kind: "h", Text: a.Title}, {Zone: reticule.ZoneStandfirst, Kind: "p", Text: a.Summary}}
	return product.Read(append(head, a.Blocks...), lang)
}
