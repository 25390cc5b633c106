package product

import (
	"strings"
	"unicode"
)

// costTells are words that say that a sum is what the thing spoken of costs.
const costTells = "costs|cost|costing|priced|retails|sold|sells|price|coûte|coûtent|coûtait|prix|vendu|vendue|cuesta|cuestan|precio|vendido|vendida|costa|costano|prezzo|venduta|venduto|custa|custam|preço|sai|kostet|kosten|erhältlich|preis|값은|가격은|価格は|お値段は|售价|定价|سعرها|سعره"

// indefinite articles open a sentence about something new.
const indefinite = "a|an|un|une|ein|eine|uno|una|um|uma"

// others say that "one" is not the thing spoken of.
const others = "bigger|larger|smaller|cheaper|dearer|other|second"

// tellsCost tells whether the end of a clause says that a sum is a price.
func tellsCost(lead string) bool {
	lead = strings.TrimSpace(lead)
	if in(firstWord(lead), indefinite) {
		return false // speaks of something new
	}
	words := strings.Fields(tail(lead, 120))
	for i, w := range words {
		w = strings.Trim(w, ",:;\"“”")
		if w == "one" || w == "ones" {
			follows := i+1 == len(words) || in(words[i+1], prepositions) || in(words[i+1], costWords)
			if follows && (i == 0 || !in(words[i-1], others)) {
				return true
			}
		} else if in(w, costTells) {
			return true
		}
	}
	return false
}

// stands are the pronouns that stand for a thing.
const stands = "it|it's|it’s|they|they're|they’re|sie|es|il|elle|ils|elles|ella"

// priceOf reads what a sentence says the price of: "The price of a Pip rose
// again, to £90 here and €110 in France."
func (rd *reader) priceOf(o *offer) (candidate, bool) {
	from, _ := sentence(o.text, o.start, o.start, o.start-len(tail(o.text[:o.start], maxBack)), o.start)
	whole := o.text[from:o.start]
	for _, of := range [...]string{"price of ", "prix de ", "prix du ", "Preis der ", "Preis des ", "prezzo di ", "prezzo della ", "precio de ", "precio del ", "preço da ", "preço do "} {
		if _, rest, ok := strings.Cut(whole, of); ok {
			c := rd.candidate(strip(subject(firstField(rest))))
			c.sure = c.indeed || c.Brand != "" || strings.ContainsFunc(c.Name, unicode.IsUpper)
			return c, c.sure && isName(c.Name) && !speaksOfOtherMoney(whole)
		}
	}
	return candidate{}, false
}
