package site

import (
	"strings"

	"reticule"
)

// amountText writes money as a price tag does: "£1,250", "€29.99", "¥98,000",
// "1,200 SEK".
func amountText(m reticule.Money) string {
	return amountOf(m.Decimal(), m.Currency)
}

// amountOf writes a decimal amount as a price tag does.
func amountOf(decimal, currency string) string {
	whole, frac, _ := strings.Cut(decimal, ".")
	text := thousands(whole)
	if frac != "" {
		text += "." + frac
	}
	switch currency {
	case "":
		return ""
	case "GBP":
		return "£" + text
	case "EUR":
		return "€" + text
	case "USD":
		return "$" + text
	case "JPY":
		return "¥" + text
	case "KRW":
		return "₩" + text
	}
	return text + "\u00a0" + currency
}

// thousands puts commas into a whole number.
func thousands(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// priceText writes what a product costs: "£95", "from £95", "£95 to £120".
func priceText(p *reticule.Product) string {
	text := amountText(p.Price)
	switch {
	case text == "":
		return ""
	case !p.High.IsZero() && p.High != p.Price:
		return text + " to " + amountText(p.High)
	case p.From:
		return "from " + text
	}
	return text
}
