package product

import (
	"strings"
	"unicode"
)

// sellerCues stand before the shop, after a price or a name.
const sellerCues = "at|from|via|available at|available from|by|on|chez|sur|bei|von|da|su|presso|di|en|na|no|em|pela|ved|hos|på|bij|من|لدى|في|على|de|dal|dalla|auf|über|through"

// lowerInNames are the small words inside names of shops.
const lowerInNames = " of and & the de la le les los las du des del della dei degli di do da dos das von und et y e "

// sellerAfter reads the shop that follows a price: ", Zara", "at Clarks",
// "| & Other Stories", "farfetch.com". line says that the price stands in a
// line of fields, where an unknown name may be a shop too.
func (b *Brands) sellerAfter(right string, line bool) (name string, h house) {
	s := strings.TrimLeftFunc(right, func(r rune) bool { return isPadding(r) || r == ')' || r == '）' })
	if host := hostIn(s[:min(len(s), 80)]); host != "" {
		if h, ok := b.ofHost(host); ok {
			return h.name, h
		}
		return host, house{}
	}
	mark := false
	if i, next := nextMark(s, 0); i == 0 {
		mark = true
		s = strings.TrimLeftFunc(s[next:], isPadding)
	}
	cued := false
	if rest, ok := cutSellerCue(s); ok {
		s, cued = rest, true
	}
	if s == "" || !mark && !cued && !line {
		return "", house{}
	}
	if m := b.first(s); m != nil && m.Start == 0 && (cued || fieldEnds(s[m.End:]) || !line && possessive(s[m.End:])) {
		return m.Name, house{m.Name, m.Shop}
	}
	if !(cued || line && mark) {
		return "", house{}
	}
	if field := firstField(s); isCompact(firstRune(s)) && line && mark && field == s && isShopName(field, false) {
		return field, house{}
	}
	return capitalRun(s, cued), house{}
}

// first gives the first house named in the head of s.
func (b *Brands) first(s string) *Match {
	if found := b.Find(s[:cutRune(s, 80)]); len(found) > 0 {
		return &found[0]
	}
	return nil
}

// cutRune gives n or less, so that s[:n] ends at a rune's end.
func cutRune(s string, n int) int {
	if len(s) <= n {
		return len(s)
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return n
}

// cutSellerCue cuts "at" and its like.
func cutSellerCue(s string) (string, bool) {
	word, rest, ok := strings.Cut(s, " ")
	if !ok || !strings.Contains("|"+sellerCues+"|", "|"+strings.ToLower(word)+"|") {
		return s, false
	}
	if strings.EqualFold(word, "available") {
		_, rest, ok = strings.Cut(rest, " ")
	}
	return strings.TrimLeftFunc(rest, isPadding), ok
}

// fieldEnds tells whether a field or sentence ends here.
func fieldEnds(rest string) bool {
	rest = strings.TrimLeftFunc(rest, isPadding)
	return rest == "" || strings.ContainsRune(".,;:|)–—(、،。!?）", firstRune(rest)) || strings.HasPrefix(rest, "- ")
}

// capitalRun gives the words in capitals that open s, if they can name a shop:
// at most five, and ended by the end of the field unless cued by "at".
func capitalRun(s string, cued bool) string {
	words := strings.Fields(s[:cutRune(s, 80)])
	n := 0
	ended := false
	for n < len(words) && n < 6 && !ended {
		w := words[n]
		r := firstRune(w)
		small := strings.Contains(lowerInNames, " "+strings.ToLower(w)+" ")
		if !unicode.IsUpper(r) && !unicode.IsDigit(r) && r != '&' && !(small && n > 0) {
			break
		}
		ended = strings.ContainsRune(".,;:!?)", lastRune(w))
		n++
	}
	for n > 0 && strings.Contains(lowerInNames, " "+words[n-1]+" ") {
		n--
	}
	if n == 0 || n > 5 || !cued && !ended && n < len(words) || !strings.ContainsFunc(strings.Join(words[:n], ""), unicode.IsLetter) {
		return ""
	}
	run := span(s, words, 0, n)
	if in(run, priceLabels) || in(strings.Trim(words[0], ".,;:!?)"), dates) || in(words[0], determiners) && n == 1 {
		return ""
	}
	return strings.TrimRight(run, ".,;:!?)")
}

// hostIn gives a web host that opens s: louisvuitton.com, www.mango.es.
func hostIn(s string) string {
	word := ""
	for w := range strings.FieldsSeq(s) {
		w = strings.ToLower(strings.Trim(w, "(),;|.:–—"))
		w = strings.TrimPrefix(strings.TrimPrefix(w, "https://"), "http://")
		if w == "at" || w == "from" || w == "on" || w == "" || w == "via" {
			continue
		}
		word = w
		break
	}
	word, _, _ = strings.Cut(word, "/")
	dot := strings.LastIndexByte(word, '.')
	if dot < 2 || len(word)-dot < 3 || len(word)-dot > 10 || strings.ContainsFunc(word, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-')
	}) {
		return ""
	}
	return strings.TrimPrefix(word, "www.")
}
