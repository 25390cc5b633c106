package site

import (
	"slices"
	"strconv"

	"reticule"
	"reticule/phrase"
)

// priceSteps are where one list of prices ends and the next begins, in whole
// units of most currencies.
var priceSteps = [...]int64{100, 500, 2000}

// largeUnits are currencies whose unit is worth about a hundredth, or a
// thousandth, of the others'.
var largeUnits = map[string]int64{"JPY": 100, "KRW": 1000, "INR": 100, "RUB": 100, "HUF": 100, "THB": 10, "CNY": 10, "HKD": 10, "SEK": 10, "NOK": 10, "DKK": 10, "CZK": 10}

// prices sorts the stories by what the bags in them cost, in the currency that
// most of them name: amounts in several cannot be compared.
func (f *edition) prices() []selection {
	currency := f.currency()
	if currency == "" {
		return nil
	}
	var lists []selection
	for i := range len(priceSteps) + 1 {
		l := newPriceList(f.book, currency, i)
		for _, s := range f.stories {
			if l.holds(s) {
				l.stories = append(l.stories, s)
			}
		}
		if len(l.stories) > 0 {
			lists = append(lists, l.selection)
		}
	}
	return lists
}

// currency is the one that most stories have prices in; among equals, the one
// named first in the alphabet.
func (f *edition) currency() string {
	stories := map[string]int{}
	for _, s := range f.stories {
		seen := map[string]bool{}
		for _, p := range s.Verdict.Products {
			if c := p.Price.Currency; isCurrency(c) && !seen[c] {
				seen[c] = true
				stories[c]++
			}
		}
	}
	best := ""
	for c, n := range stories {
		if m := stories[best]; best == "" || n > m || n == m && c < best {
			best = c
		}
	}
	return best
}

// isCurrency tells whether a currency is written as ISO 4217 does: it stands in
// addresses.
func isCurrency(c string) bool {
	return len(c) == 3 && c[0] >= 'A' && c[0] <= 'Z' && c[1] >= 'A' && c[1] <= 'Z' && c[2] >= 'A' && c[2] <= 'Z'
}

// priceList is the list of the stories with a price within a step.
type priceList struct {
	selection
	currency string
	from, to int64 // in units of the currency; to is 0 for no end
}

func newPriceList(book *phrase.Book, currency string, step int) priceList {
	scale := max(1, largeUnits[currency])
	l := priceList{currency: currency}
	amount := func(n int64) string { return book.Money(strconv.FormatInt(n, 10), currency) }
	if step > 0 {
		l.from = priceSteps[step-1] * scale
	}
	if step < len(priceSteps) {
		l.to = priceSteps[step] * scale
	}
	from, to := strconv.FormatInt(l.from, 10), strconv.FormatInt(l.to, 10)
	l.query = "currency:" + currency + " price:"
	switch {
	case l.from == 0:
		l.path, l.text, l.query = "under-"+to, book.Say("price.under", amount(l.to)), l.query+"<"+to
	case l.to == 0:
		l.path, l.text, l.query = "over-"+from, book.Say("price.over", amount(l.from)), l.query+">"+from
	default:
		l.path, l.text, l.query = from+"-to-"+to, book.Say("price.between", amount(l.from), amount(l.to)), l.query+from+".."+to
	}
	l.path, l.heading = "prices/"+l.path+"-"+currency+"/", l.text
	return l
}

// holds tells whether a story has a price within the step.
func (l *priceList) holds(s *reticule.Story) bool {
	unit := int64(1)
	if reticule.Digits(l.currency) > 0 {
		unit = 100
	}
	return slices.ContainsFunc(s.Verdict.Products, func(p reticule.Product) bool {
		return p.Price.Currency == l.currency && p.Price.Minor >= l.from*unit && (l.to == 0 || p.Price.Minor < l.to*unit)
	})
}
