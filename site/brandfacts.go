package site

import (
	"cmp"
	"slices"
	"strings"

	"reticule"
)

// brandCurrencies is in how many currencies a brand's prices are told.
const brandCurrencies = 6

// brandFacts says what is known of the brand whose page a list is: its share of
// voice, and the prices that its bags were seen at, in each currency.
func (b *builder) brandFacts(f *edition, l selection) []string {
	if !strings.HasPrefix(l.path, "brands/") {
		return nil
	}
	var facts []string
	if f.Trend != nil {
		for _, x := range f.Trend.Brands {
			if BrandPath(x.Brand) == l.path && x.Reach.OK() && x.SOV.OK() {
				facts = append(facts, b.book.Say("brand.voice", part(b.book, x.Stories, x.Of), percent(b.book, x.SOV)))
			}
		}
	}
	if ranges := b.priceRanges(l); len(ranges) > 0 {
		facts = append(facts, b.book.Say("brand.prices", strings.Join(ranges, "; ")))
	}
	return facts
}

// priceRanges gives, currency by currency, the lowest and the highest price of
// a brand's bags.
func (b *builder) priceRanges(l selection) []string {
	prices := map[string][]reticule.Money{}
	for _, s := range l.stories {
		for _, p := range s.Verdict.Products {
			if isCurrency(p.Price.Currency) && BrandPath(p.Brand) == l.path {
				prices[p.Price.Currency] = append(prices[p.Price.Currency], p.Price)
			}
		}
	}
	var out []string
	for currency, list := range prices {
		byAmount := func(a, b reticule.Money) int { return cmp.Compare(a.Minor, b.Minor) }
		low, high := slices.MinFunc(list, byAmount), slices.MaxFunc(list, byAmount)
		text := b.book.Money(low.Decimal(), currency)
		if high != low {
			text = b.book.Say("price.between", text, b.book.Money(high.Decimal(), currency))
		}
		out = append(out, text)
	}
	slices.Sort(out)
	return out[:min(brandCurrencies, len(out))]
}
