package reticule

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Money is an amount in the minor units of its currency, so that sums and
// comparisons are exact.
type Money struct {
	Minor    int64  // pence, cents; whole units for yen and won
	Currency string // ISO 4217, upper case; empty means no price
}

// zeroDecimal holds the currencies without minor units, from ISO 4217.
const zeroDecimal = " BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF "

// Digits tells how many decimals a currency has: 0 or 2, the two that fashion
// prices need.
func Digits(currency string) int {
	if currency != "" && strings.Contains(zeroDecimal, " "+currency+" ") {
		return 0
	}
	return 2
}

// IsZero tells whether there is no price.
func (m Money) IsZero() bool { return m.Currency == "" }

// Decimal writes the amount in whole units, decimals only where there are
// some: "18", "29.99", "98000".
func (m Money) Decimal() string {
	if Digits(m.Currency) == 0 {
		return strconv.FormatInt(m.Minor, 10)
	}
	n, sign := m.Minor, ""
	if n < 0 {
		n, sign = -n, "-"
	}
	whole := sign + strconv.FormatInt(n/100, 10)
	if n%100 == 0 {
		return whole
	}
	return whole + "." + string([]byte{byte('0' + n%100/10), byte('0' + n%10)})
}

// String writes the amount for people: "29.99 GBP".
func (m Money) String() string {
	if m.IsZero() {
		return ""
	}
	return m.Decimal() + " " + m.Currency
}

// Product is something an article offers or names with a price.
type Product struct {
	Name     string
	Brand    string // who makes it, where known
	Retailer string // who sells it, where said
	Price    Money  // the price now; the lower end of a range
	High     Money  // the upper end of a range
	Was      Money  // the price before
	From     bool   // "from £95": the price is the lowest of several
}

// productJSON is the fixed shape of a product on the command line and in the
// published JSON.
type productJSON struct {
	Name     string      `json:"name"`
	Brand    string      `json:"brand,omitempty"`
	Price    json.Number `json:"price"`
	Currency string      `json:"currency"`
	Retailer string      `json:"retailer,omitempty"`
	High     json.Number `json:"high,omitempty"`
	Was      json.Number `json:"was,omitempty"`
	From     bool        `json:"from,omitempty"`
}

// MarshalJSON writes prices as decimal numbers.
func (p Product) MarshalJSON() ([]byte, error) {
	out := productJSON{Name: p.Name, Brand: p.Brand, Price: json.Number(p.Price.Decimal()), Currency: p.Price.Currency, Retailer: p.Retailer, From: p.From}
	if !p.High.IsZero() {
		out.High = json.Number(p.High.Decimal())
	}
	if !p.Was.IsZero() {
		out.Was = json.Number(p.Was.Decimal())
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *Product) UnmarshalJSON(data []byte) error {
	var in productJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	*p = Product{Name: in.Name, Brand: in.Brand, Retailer: in.Retailer, From: in.From,
		Price: amount(in.Price, in.Currency), High: amount(in.High, in.Currency), Was: amount(in.Was, in.Currency)}
	return nil
}

// amount reads a decimal number as money; digits beyond the currency's own
// are dropped.
func amount(n json.Number, currency string) Money {
	if n == "" || currency == "" {
		return Money{}
	}
	whole, frac, _ := strings.Cut(n.String(), ".")
	digits := Digits(currency)
	frac = (frac + "00")[:digits]
	minor, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil {
		return Money{}
	}
	return Money{Minor: minor, Currency: currency}
}
