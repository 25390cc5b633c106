package product

import (
	"strings"
	"unicode"
)

// attributive reads "a £7 croc micro bag that does": the thing follows.
func (rd *reader) attributive(o *offer) (candidate, bool) {
	name := subject(firstField(o.right))
	t := strip(strings.TrimLeft(name, "- "))
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
		if !found || !refersBack(o.left) {
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
	if !c.indeed && c.Brand == "" && c.Retailer == "" && !hasItem(whole) || speaksOfOtherMoney(whole) || o.soft && !c.indeed {
		return c, false
	}
	c.sure = c.indeed || c.Brand != "" || c.Retailer != ""
	return c, true
}

// subjectOf finds the thing among the parts of a clause: a part that opens
// with a name or holds an item.
func (rd *reader) subjectOf(left string) (thing, bool) {
	var all thing
	parts := fields(left)
	if len(parts) > 1 && !strings.Contains(left, " and ") && len(parts[0]) < 24 && isUpperWord(parts[0]) {
		parts = append(parts[1:len(parts):len(parts)], parts[0])
		if in(firstWord(parts[len(parts)-1]), determiners) {
			parts = append(parts[len(parts)-1:], parts[:len(parts)-1]...)
		}
	}
	for _, part := range parts {
		s := subject(part)
		t := strip(s)
		t.inherit(strip(part))
		all.inherit(t)
		named := strings.ContainsFunc(t.name, unicode.IsUpper) && in(firstWord(part), determiners) && !isUpperWord(firstWord(part)) || t.brand != "" || hasItem(t.name)
		if isName(t.name) && (named || isUpperWord(t.name) && strings.HasPrefix(part, "The ")) {
			t.inherit(all)
			return t, true
		}
	}
	if s := reduce(trimName(left), false); hasItem(s) && isName(s) {
		t := strip(s)
		t.inherit(all)
		return t, isName(t.name)
	}
	return all, false
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(s), " ")
	return word
}

// refersBack tells whether a clause has a pronoun for its subject, or none.
func refersBack(left string) bool {
	words := strings.Fields(left)
	if len(words) == 0 {
		return true
	}
	for _, w := range words {
		switch strings.ToLower(w) {
		case "it", "it's", "this", "they", "she", "he", "il", "elle", "es", "sie", "er", "ella":
			return true
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
	t, ok := rd.antecedent(o)
	if !ok || speaksOfOtherMoney(o.text[o.lo:o.hi]) {
		return candidate{}, false
	}
	c := rd.candidate(t)
	rd.addSeller(&c, o)
	c.sure = c.indeed || c.Brand != ""
	return c, c.sure || hasItem(o.right)
}

// antecedent looks for what a pronoun or a lone price speaks of: the thing
// that the nearest sentence before names.
func (rd *reader) antecedent(o *offer) (thing, bool) {
	text := o.text[:o.lo]
	for back := 0; back <= 2; back++ {
		for len(text) > 0 {
			trimmed := strings.TrimRightFunc(text, func(r rune) bool { return isPadding(r) || strings.ContainsRune(".!?。！？\"”", r) })
			if trimmed == "" {
				break
			}
			from, _ := sentence(text, len(trimmed), len(trimmed), max(0, len(trimmed)-600), len(trimmed))
			if t, ok := lastThing(strings.ToValidUTF8(text[from:len(trimmed)], "")); ok {
				return t, true
			}
			text = text[:from]
			if len(o.text[:o.lo])-len(text) > 1200 {
				return thing{}, false
			}
		}
		if i := o.block - back - 1; i >= 0 {
			text = rd.blocks[i].Text
			text = text[max(0, len(text)-len(text[cutRune(text, len(text)-min(len(text), 600)):])):]
		} else {
			break
		}
	}
	return thing{}, false
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
