package product

import (
	"strings"
	"unicode"
)

// attributive reads "a £7 croc micro bag that does": the thing follows.
func (rd *reader) attributive(o *offer) (candidate, bool) {
	t := strip(strings.TrimLeft(toItem(subject(firstField(o.right))), "- "))
	if owner, ok := cutOwner(o.left); ok {
		if found := Houses().Find(owner); len(found) > 0 {
			t.take(found[len(found)-1])
		}
	}
	vagueName := isVague(t.name)
	if vagueName || !isName(t.name) {
		before, ok := rd.antecedent(o)
		if !ok && !vagueName {
			return candidate{}, false
		}
		if ok {
			before.inherit(t)
			t = before
		}
	}
	c := rd.candidate(t)
	if !c.indeed && t.brand == "" || speaksOfOtherMoney(o.text[o.lo:o.hi]) || o.soft && !c.indeed {
		return c, false
	}
	rd.addSeller(&c, o)
	c.sure = true
	return c, true
}

// forWords stand between a price and the thing behind it.
const forWords = "for|für|pour|per|para|por|for the|for a"

// following reads "£95 for the mini pouch".
func (rd *reader) following(o *offer) (candidate, bool) {
	rest, ok := cutHead(o.right, forWords)
	if !ok || o.form == formParen || speaksOfOtherMoney(o.text[o.lo:o.hi]) || o.soft {
		return candidate{}, false
	}
	t := strip(toItem(subject(firstField(rest))))
	c := rd.candidate(t)
	c.sure = true
	return c, isName(t.name) && (c.indeed || t.brand != "")
}

// toItem cuts a phrase after the first run of items: "croc micro bag".
func toItem(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if isItem(w) && (i+1 == len(words) || !isItem(words[i+1])) {
			return span(s, words, 0, i+1)
		}
	}
	return s
}

// addSeller adds the shop that the words after the price name.
func (rd *reader) addSeller(c *candidate, o *offer) {
	if c.Retailer != "" {
		return
	}
	if name, h := Houses().sellerAfter(o.right, false); name != "" {
		c.Retailer = name
		if c.Brand == "" && h.name != "" && !h.shop {
			c.Brand = h.name
		}
	}
}

// cutOwner takes the possessive off the end of a text.
func cutOwner(s string) (string, bool) {
	for _, tie := range [...]string{"'s", "’s"} {
		if rest, ok := strings.CutSuffix(s, tie); ok {
			return rest, true
		}
	}
	return s, false
}

// firstField gives what stands before the first field mark.
func firstField(s string) string {
	if i, _ := nextMark(s, 0); i >= 0 {
		return s[:i]
	}
	return strings.TrimRight(s, ".!?)")
}

// stated reads "the Staci, one of its small crossbodies, is $79": the thing
// is the subject of the sentence.
func (rd *reader) stated(o *offer) (candidate, bool) {
	left := o.left
	if head, ok := cutTail(left, priceLabels); ok && head != "" { // "the bag's price is", 미니백의 가격은
		left = strings.TrimSuffix(strings.TrimSuffix(head, "의"), "の")
		if h, ok := strings.CutSuffix(left, "로"); ok && hasItem(h) {
			left = h
		}
	}
	t, ok := rd.subjectOf(left)
	if _, told := cutRelative(left); !told && in(firstWord(o.lead), stands) {
		if before, found := rd.antecedent(o); found {
			before.inherit(t)
			t, ok = before, true
		}
	}
	if before, label := o.labelled(o.left); label {
		t, ok = before, true
	}
	if ok && Houses().is(t.name, t.brand) { // "and Arket's is £69"
		if before, found := rd.antecedent(o); found {
			t.name = before.name
		}
	}
	if !ok {
		before, found := rd.antecedent(o)
		if !found || !refersBack(o.lead) && !tellsCost(o.lead) && t.brand == "" && t.seller == "" {
			return candidate{}, false
		}
		before.inherit(t)
		t = before
	}
	if t.brand == "" {
		t.brand = rd.makerNear(o)
	}
	c := rd.candidate(t)
	rd.addSeller(&c, o)
	whole := o.text[o.lo:o.hi]
	if speaksOfOtherMoney(whole) || o.soft && !c.indeed || strings.EqualFold(firstWord(trimName(o.lead)), "my") {
		return c, false
	}
	named := strings.ContainsFunc(c.Name, unicode.IsUpper)
	c.sure = c.indeed || c.Brand != "" || c.Retailer != "" || hasItem(whole) || (named || strings.Count(c.Name, " ") < 4) && hasItem(o.around())
	return c, c.sure || named
}

// trimConjunction drops the word that ties a clause to the one before.
func trimConjunction(s string) string {
	first, rest, ok := strings.Cut(s, " ")
	if ok && (in(first, conjunctions) || strings.EqualFold(first, "but")) {
		return strings.TrimLeftFunc(rest, isPadding)
	}
	return s
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(s), " ")
	return word
}

// leading reads a price that opens its sentence: "£18 | Name | Shop", or the
// price of what the sentence before named.
func (rd *reader) leading(o *offer) (candidate, bool) {
	parts := fields(strings.TrimLeftFunc(o.right, isPadding))
	mark, _ := nextMark(strings.TrimLeftFunc(o.right, isPadding), 0)
	if o.opens && o.lead == "" && len(parts) > 0 && (mark == 0 || len(o.text) < 120) {
		t := strip(parts[0])
		if len(parts) > 1 {
			if h, ok := Houses().named(parts[1]); ok {
				t.take(Match{Name: h.name, Shop: h.shop})
				t.seller = h.name
			} else if run := capitalRun(parts[1], false); run != "" && t.seller == "" {
				t.seller = run
			}
		}
		c := rd.candidate(t)
		c.sure = c.indeed || t.brand != ""
		if isName(t.name) && c.sure && !speaksOfOtherMoney(o.text) {
			return c, true
		}
	}
	t, ok := thing{}, false
	if o.lead != "" { // "At £195, the Nano Mayfair is a bargain"
		if t, ok = rd.subjectOf(o.right); !ok && tellsCost(o.lead) {
			t, ok = rd.antecedent(o)
		}
	} else {
		t, ok = openingThing(o.sentenceBefore())
	}
	if !ok || speaksOfOtherMoney(o.text[o.lo:o.hi]) {
		return candidate{}, false
	}
	c := rd.candidate(t)
	rd.addSeller(&c, o)
	c.sure = c.indeed || c.Brand != "" || hasItem(o.right)
	return c, c.sure
}
