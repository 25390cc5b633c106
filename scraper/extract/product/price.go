package product

import (
	"strings"

	"reticule"
)

// maxPrices bounds the sums that one block is searched for.
const maxPrices = 400

// price is what a text prints for one thing: sums that belong together are
// one price.
type price struct {
	now, high, was reticule.Money
	from           bool
	start, end     int // the sums, and the words between them
	soft, huge     bool
}

// prices lists the prices of a text in order.
func prices(text string, l locale) []price {
	list := amounts(text, l, maxPrices)
	if len(list) == 0 {
		return nil
	}
	var out []price
	for _, a := range list {
		if len(out) > 0 && out[len(out)-1].takes(text, a) {
			continue
		}
		out = append(out, price{now: a.Money, high: a.high, start: a.start, end: a.end, soft: a.soft, huge: a.huge})
	}
	for i := range out {
		out[i].readFrom(text)
	}
	return out
}

// takes adds a further sum to the price, if what stands between says that
// they are one: a range, the same in another currency, or before and now.
func (p *price) takes(text string, a amount) bool {
	gap := text[p.end:a.start]
	if len(gap) > 40 {
		return false
	}
	bare := strings.TrimFunc(gap, func(r rune) bool { return isPadding(r) || strings.ContainsRune("()（）[]", r) })
	same := a.Currency == p.now.Currency
	switch {
	case p.huge || a.huge:
		return false
	case !same:
		if !isConversion(gap, bare) {
			return false
		}
	case p.was.IsZero() && p.high.IsZero() && isRange(bare) && a.Minor > p.now.Minor:
		p.high = a.Money
	case !p.was.IsZero():
		return false
	case saysAll(bare, wasWords):
		if a.Minor <= p.now.Minor {
			return false
		}
		p.was = a.Money
	case a.Minor < p.now.Minor && (saysAll(bare, nowWords) && !isRange(bare) || bare == "" || saysBefore(text[:p.start]) && !hasStop(gap)):
		p.was, p.now = p.now, a.Money
	default:
		return false
	}
	p.end = a.end
	if strings.HasPrefix(text[p.end:], ")") && strings.Contains(gap, "(") {
		p.end++
	}
	return true
}

// readFrom finds the words that make a price the lowest of several.
func (p *price) readFrom(text string) {
	head := strings.TrimRight(text[:p.start], " \u00a0(（:")
	if _, ok := cutTail(head, fromWords); ok {
		p.from = true
		return
	}
	tail := text[p.end:]
	for _, after := range [...]string{"から", "〜", "～", "起", "부터", "~", "+"} {
		if strings.HasPrefix(strings.TrimLeft(tail, " "), after) {
			p.from = true
		}
	}
}

// isRange tells whether the text between two sums makes them the ends of a
// range.
func isRange(gap string) bool {
	switch strings.ToLower(gap) {
	case "–", "—", "-", "‒", "−", "~", "〜", "～", "to", "bis", "à", "a", "al", "até", "to about", "et", "から", "إلى", "do", "till", "til":
		return true
	}
	return false
}

// isConversion tells whether what stands between two sums makes the second
// the first in another currency.
func isConversion(gap, bare string) bool {
	if strings.HasPrefix(strings.TrimSpace(gap), "(") {
		return len(bare) < 14 // a word for about, in any language
	}
	switch bare {
	case "/", "|", "or", "·", "•", "", "ou", "oder", "o", "/ ", "／":
		return true
	}
	return in(bare, aboutWords)
}

// saysAll tells whether a gap is a phrase of the list and nothing else, but
// for commas and colons.
func saysAll(gap, list string) bool {
	gap = strings.Trim(gap, " \u00a0,;:–—-|/")
	if gap == "" {
		return false
	}
	if in(gap, list) {
		return true
	}
	head, ok := cutTail(gap, list)
	if !ok {
		return false
	}
	for _, also := range [...]string{onlyWords, aboutWords, nowWords} {
		if in(strings.Trim(head, " ,;:–—-|("), also) {
			return true
		}
	}
	return strings.Trim(head, " ,;:–—-|(") == ""
}

// saysBefore tells whether a text ends with a word for the price before.
func saysBefore(s string) bool {
	_, ok := cutTail(strings.TrimRight(s, " :("), wasWords)
	return ok
}

// hasStop tells whether a text ends a sentence or is more than a few words.
func hasStop(s string) bool { return strings.ContainsAny(s, ".!?;") || strings.Count(s, " ") > 3 }
