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
	t, ok := rd.subjectOf(o.left)
	if !ok {
		before, found := rd.antecedent(o)
		if !found || !refersBack(o.lead) {
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
	c.sure = c.indeed || c.Brand != "" || c.Retailer != "" || hasItem(whole)
	return c, c.sure || isUpperWord(c.Name)
}

// subjectOf finds the thing among the parts of a clause: a part that opens
// with a name or holds an item.
func (rd *reader) subjectOf(left string) (thing, bool) {
	var all thing
	for _, part := range fields(left) {
		part = trimConjunction(part)
		t := strip(subject(part))
		t.inherit(strip(part))
		all.inherit(t)
		if !isName(t.name) {
			continue
		}
		opened := in(firstWord(part), determiners)
		if t.brand != "" || hasItem(t.name) || opened && isUpperWord(t.name) {
			t.inherit(all)
			return t, true
		}
	}
	if t, ok := lastThing(left); ok {
		t.inherit(all)
		return t, true
	}
	return all, false
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

// refersBack tells whether a clause has a pronoun for its subject, or none:
// "It costs", "This week it's".
func refersBack(lead string) bool {
	words := strings.Fields(lead)
	for i, w := range words {
		if in(strings.Trim(w, "\"“”"), pronouns) {
			return i < 4
		}
	}
	return false
}

// leading reads a price that opens its sentence: "£18 | Name | Shop", or the
// price of what the sentence before named.
func (rd *reader) leading(o *offer) (candidate, bool) {
	parts := fields(strings.TrimLeftFunc(o.right, isPadding))
	mark, _ := nextMark(strings.TrimLeftFunc(o.right, isPadding), 0)
	if o.opens && len(parts) > 0 && (mark == 0 || len(o.text) < 120) {
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
		t, ok = rd.subjectOf(o.right)
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

// openingThing reads the thing that opens a sentence, after an article or as a
// house's own: "The Nano Moon solves that."
func openingThing(s string) (thing, bool) {
	t := strip(subject(firstField(s)))
	opened := in(firstWord(strings.TrimSpace(s)), determiners)
	return t, isName(t.name) && (t.brand != "" || opened && (hasItem(t.name) || isUpperWord(t.name)))
}

// sentenceBefore gives the sentence before the offer's own, in its block.
func (o *offer) sentenceBefore() string {
	head := strings.TrimRightFunc(o.text[:o.lo], isStop)
	from, _ := sentence(o.text, len(head), len(head), max(0, len(head)-600), len(head))
	return strings.ToValidUTF8(head[from:], "")
}

// isStop tells what stands after the last word of a sentence.
func isStop(r rune) bool { return isPadding(r) || strings.ContainsRune(".!?。！？؟\"”»", r) }

// maxBack bounds how far back a pronoun may point, in bytes.
const maxBack = 600

// antecedent looks for what a pronoun speaks of: the thing that the nearest
// sentence before names, in this block or the two before.
func (rd *reader) antecedent(o *offer) (thing, bool) {
	text := o.text[:o.lo]
	for back := 1; back <= 3; back++ {
		for text = tail(text, maxBack); ; {
			head := strings.TrimRightFunc(text, isStop)
			if head == "" {
				break
			}
			from, _ := sentence(head, len(head), len(head), 0, len(head))
			if t, ok := lastThing(head[from:]); ok {
				return t, true
			}
			text = head[:from]
		}
		if o.block < back {
			break
		}
		text = rd.blocks[o.block-back].Text
	}
	return thing{}, false
}

// tail gives the last n bytes of s, or less, from the start of a rune on.
func tail(s string, n int) string {
	if len(s) <= n {
		return s
	}
	i := len(s) - n
	for i < len(s) && s[i]&0xC0 == 0x80 {
		i++
	}
	return s[i:]
}

// lastThing finds the last noun phrase of a sentence with an item in it, or
// its subject where that carries capitals.
func lastThing(s string) (thing, bool) {
	parts := fields(s)
	for i := len(parts) - 1; i >= 0; i-- {
		words := strings.Fields(parts[i])
		for j := len(words) - 1; j >= 0; j-- {
			if !isItem(strings.Trim(words[j], "\"“”'’().!?")) || in(words[j], vague) {
				continue
			}
			head := span(parts[i], words, 0, j+1)
			t := strip(reduce(head, false))
			if isName(t.name) && hasItem(t.name) {
				return t, true
			}
		}
		if len(words) > 0 && isCompact(firstRune(words[len(words)-1])) && hasItem(parts[i]) {
			t := strip(parts[i])
			return t, isName(t.name)
		}
	}
	if first, rest, _ := strings.Cut(s, " "); in(first, determiners) && isUpperWord(rest) {
		t := strip(capitals(rest))
		return t, isName(t.name)
	}
	return thing{}, false
}

// capitals gives the words in capitals that open s.
func capitals(s string) string {
	words := strings.Fields(s)
	n := 0
	for n < len(words) && (isUpperWord(words[n]) || unicode.IsDigit(firstRune(words[n]))) {
		n++
	}
	return span(s, words, 0, n)
}
