package product

import (
	"strings"

	"reticule"
)

// FromOffer makes a product of what a page says for machines: the price as
// 29.99, 1290 or "€1.290,00"; the currency as a code or sign, empty where the
// price carries it. ok is false without a name or a price.
func FromOffer(name, brand, price, currency, seller string) (p reticule.Product, ok bool) {
	p.Name, p.Brand, p.Retailer = squash(name), squash(brand), squash(seller)
	if h, ok := Houses().named(p.Brand); ok {
		p.Brand = h.name
	}
	if h, ok := Houses().named(p.Retailer); ok {
		p.Retailer = h.name
	}
	price = squash(price)
	if len(price) > 64 || p.Name == "" {
		return p, false
	}
	code := codeOf(squash(currency))
	if code == "" {
		p.Price, ok = ParseMoney(price, "")
		return p, ok
	}
	i := strings.IndexAny(price, "0123456789")
	if i < 0 || strings.Contains(price[:i], "-") {
		return p, false
	}
	f, ok := machineNumber(price[i:])
	p.Price = money(f, code)
	return p, ok && p.Price.Minor > 0
}

// machineNumber reads a number as programs write it: a point is the decimal
// mark, whatever digits follow it, unless the number has groups.
func machineNumber(s string) (figure, bool) {
	whole, n, end := digitsAt(s, 0)
	if n > 0 && n <= maxDigits && end < len(s) && s[end] == '.' {
		part, digits, stop := digitsAt(s, end+1)
		if (digits > 3 || digits == 3 && (n > 3 || part%10 == 0 && part > 0)) && (stop == len(s) || s[stop] == ' ') {
			for range digits - 2 {
				part /= 10
			}
			return figure{hundredths: whole*100 + part, end: stop, decimals: 2}, true
		}
	}
	return number(s, 0, true)
}

// codeOf gives the ISO 4217 code that a currency field means.
func codeOf(s string) string {
	if upper := strings.ToUpper(s); isCode(upper) {
		return upper
	}
	l := localeOf("")
	if g := l.before(s+"1", len(s), 0); g.code != "" {
		return g.code
	}
	code, _ := l.word(s)
	return code
}

// squash puts single spaces for all white space.
func squash(s string) string { return strings.Join(strings.Fields(s), " ") }
