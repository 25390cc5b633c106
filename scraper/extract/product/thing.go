package product

import (
	"strings"
	"unicode"
)

// thing is what a piece of text names.
type thing struct {
	name, brand, seller string
}

// houseCues stand between a thing and its maker or shop: "tote by Loewe".
const houseCues = "by|from|at|via|von|bei|chez|de|di|da|per|en|em|na|no|من|du|del|della|av|från|fra|van|for|are at|is at|is by|are by|is from|are from"

// strip takes the houses off a name: the maker before it or behind a
// preposition. What is left is the name as printed; the house itself where
// there is nothing else.
func strip(s string) thing {
	t := thing{name: trimName(s)}
	for range 3 {
		s := trimDeterminer(t.name)
		found := Houses().Find(s)
		if len(found) == 0 {
			return t
		}
		if m := found[len(found)-1]; tailHouse(s, m) {
			if head, ok := cutTail(s[:m.Start], houseCues); ok && head != "" || itemWord(head) {
				t.take(m)
				t.name = trimQuotes(head)
				continue
			}
		}
		m := found[0]
		if rest, ok := cutHead(s[:m.Start], houseCues); ok && rest == "" {
			s, m.End, m.Start = s[m.Start:], m.End-m.Start, 0 // "At Zara a bag"
		}
		if m.Start > 0 {
			return t
		}
		t.take(m)
		rest := cutPossessive(s[m.End:])
		if !strings.ContainsFunc(rest, unicode.IsLetter) && !strings.ContainsFunc(rest, unicode.IsDigit) {
			return t
		}
		t.name = rest
	}
	return t
}

// take notes a house as maker or seller.
func (t *thing) take(m Match) {
	switch {
	case m.Shop && t.seller == "":
		t.seller = m.Name
	case !m.Shop && t.brand == "":
		t.brand = m.Name
	}
}

// tailHouse tells whether the match ends s.
func tailHouse(s string, m Match) bool {
	return strings.TrimFunc(s[m.End:], func(r rune) bool { return isPadding(r) || strings.ContainsRune(",.!)'’\"”", r) }) == ""
}

// cutPossessive drops what ties a maker to its thing: 's, の, 의.
func cutPossessive(s string) string {
	for _, tie := range [...]string{"'s", "’s", "'", "’", "の", "의", "的"} {
		if rest, ok := strings.CutPrefix(s, tie); ok {
			s = rest
			break
		}
	}
	return trimName(s)
}

// inherit takes makers and sellers from another thing.
func (t *thing) inherit(from thing) {
	if t.brand == "" {
		t.brand = from.brand
	}
	if t.seller == "" {
		t.seller = from.seller
	}
}
