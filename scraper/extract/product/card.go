package product

import (
	"strings"
	"unicode"

	"reticule"
)

// A card spreads one offer over several blocks: its name, a description or
// none, and a line with the price and the shop.

// maxCard bounds how many blocks a name may stand above its price.
const maxCard = 6

// maxTag bounds what stands on either side of the price in a price line.
const maxTag = 80

// tag is what a price line says beside the price.
type tag struct {
	seller string
	house  house
	bare   bool // the shop stands before the price, unlisted and with no word that makes it one
}

// readTag reads what stands on both sides of a price that fills its line or
// sentence: a label, a shop, a button. ok is false where there is more.
func readTag(left, right string) (t tag, ok bool) {
	left = strings.TrimFunc(left, isEdge)
	if len(left) > maxTag {
		return tag{}, false
	}
	after, ok := shopAfter(right)
	if !ok {
		return tag{}, false
	}
	if left = peelTag(left); left != "" && !in(left, priceLabels) && !in(left, calls) {
		if t, ok = shopBefore(left); !ok {
			return t, false
		}
	}
	if after.seller != "" && t.seller == "" {
		t = after
	}
	return t, true
}

// peelTag takes the words that only introduce a price off the end of s.
func peelTag(s string) string {
	for s != "" {
		before := s
		for _, list := range [...]string{fromWords, onlyWords, aboutWords, wasWords, nowWords} {
			if h, ok := cutTail(s, list); ok {
				s = strings.TrimFunc(h, isEdge)
			}
		}
		if s == before {
			break
		}
	}
	return s
}

// shopBefore reads "Shop at Selfridges" and its like before the price.
func shopBefore(s string) (tag, bool) {
	rest, called := cutHead(s, calls)
	name, cued := cutSellerCue(rest)
	if h, ok := Houses().named(name); ok {
		return tag{seller: h.name, house: h}, cued || called || h.shop
	}
	run := capitalRun(name, true)
	return tag{seller: run, bare: !cued}, run != "" && run == name && !hasItem(name) && !called
}

// shopAfter reads ", Orsel & Daughters", "at Macy's", "| shop.example", "Buy
// now" behind the price.
func shopAfter(s string) (tag, bool) {
	s = strings.TrimRightFunc(strings.TrimLeftFunc(s, func(r rune) bool { return isPadding(r) || r == ')' || r == '）' || r == '.' || r == '*' }), isEdge)
	if s == "" || in(strings.TrimLeftFunc(s, isEdge), calls) {
		return tag{}, true
	}
	if len(s) > maxTag {
		return tag{}, false
	}
	if rest, ok := cutTail(s, calls); ok && (strings.Contains(s[len(rest)+1:], " ") || strings.ContainsRune(fieldMarks+".)）→", lastRune(rest))) {
		return shopAfter(rest)
	}
	if rest, ok := cutHead(strings.TrimLeft(s, "(（"), calls); ok && strings.ContainsRune("(（", firstRune(s)) {
		return shopAfter(strings.TrimLeft(rest, ")）"))
	}
	field, marked := cutMark(s)
	name, cued := cutSellerCue(field)
	if host := hostIn(name); host != "" && strings.Count(name, " ") < 3 {
		if h, ok := Houses().ofHost(host); ok {
			return tag{seller: h.name, house: h}, true
		}
		return tag{seller: host}, true
	}
	if !marked && !cued {
		h, ok := Houses().named(name)
		return tag{seller: h.name, house: h}, ok
	}
	first := firstField(name)
	if rest := strings.TrimFunc(name[len(first):], isEdge); len(rest) > 40 || strings.ContainsAny(rest, ".!?。") {
		return tag{}, false
	}
	if h, ok := Houses().named(first); ok {
		return tag{seller: h.name, house: h}, true
	}
	return tag{seller: first}, isShopName(first, cued)
}

// cutMark cuts a field mark off the start of s.
func cutMark(s string) (string, bool) {
	s = strings.TrimLeftFunc(s, isPadding)
	if i, next := nextMark(s, 0); i == 0 {
		return strings.TrimLeftFunc(s[next:], isPadding), true
	}
	return s, false
}

// isShopName tells whether a field where a shop is expected can be the name of
// one that is not on the list.
func isShopName(s string, cued bool) bool {
	if s == "" || len(s) > 60 || hasItem(s) && !cued || in(s, calls) || in(s, priceLabels) || in(s, dates) {
		return false
	}
	r := firstRune(s)
	switch {
	case isCompact(r) || isArabic(r):
		return strings.Count(s, " ") < 4 && len(s) <= 48 && !strings.ContainsAny(s, "。、،")
	case cued && (unicode.IsUpper(r) || unicode.IsDigit(r)):
		return strings.Count(s, " ") < 4 && !in(firstWord(s), dates)
	}
	return capitalRun(s, true) == s
}

// closes tells whether a block that was taken for a link elsewhere is the
// price line of the card above it, which often is but a link to the shop.
func (rd *reader) closes(b reticule.Block) bool {
	if b.Zone != reticule.ZoneRelated || len(b.Text) > 120 || len(rd.blocks) == 0 {
		return false
	}
	list := prices(b.Text, rd.locale)
	if len(list) != 1 {
		return false
	}
	if _, ok := readTag(b.Text[:list[0].start], b.Text[list[0].end:]); !ok {
		return false
	}
	_, ok := rd.title(len(rd.blocks))
	return ok
}
