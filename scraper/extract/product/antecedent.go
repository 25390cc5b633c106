package product

import (
	"strings"
	"unicode"
)

// around gives the text on both sides of an offer, as far as it can matter.
func (o *offer) around() string {
	return tail(o.text[:o.start], maxBack) + o.text[o.start:o.end] + o.text[o.end:o.end+cutRune(o.text[o.end:], maxBack)]
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

// openingThing reads the thing that opens a sentence, after an article or as a
// house's own: "The Nano Moon solves that."
func openingThing(s string) (thing, bool) {
	t := strip(subject(firstField(s)))
	opened := in(firstWord(strings.TrimSpace(s)), determiners)
	if bare := strings.TrimSpace(s); hasItem(bare) && !strings.Contains(bare, ",") && reduce(bare, false) == bare {
		return t, isName(t.name) // "Mini bag with chain. £29.99."
	}
	return t, isName(t.name) && (t.brand != "" || opened && (hasItem(t.name) || isUpperWord(t.name)))
}

// labelled gives the thing of the sentence before where a name is only a label
// for the price: "The nano by Strathberry. Price: £295."
func (o *offer) labelled(name string) (thing, bool) {
	word := name[strings.LastIndexAny(name, " \u00a0")+1:]
	if o.opens || !in(word, priceLabels) {
		return thing{}, false
	}
	before := o.sentenceBefore()
	if t, ok := openingThing(before); ok {
		if object, found := objectOf(firstField(before)); found && Houses().is(t.name, t.brand) {
			t = object
		}
		return t, true
	}
	t := strip(before)
	return t, (t.brand != "" || hasItem(t.name)) && isName(t.name)
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
	if t, ok := rd.back(o, lastThing); ok {
		return t, true
	}
	return rd.back(o, lastModel)
}

// back goes back from an offer, sentence by sentence, until find finds.
func (rd *reader) back(o *offer, find func(string) (thing, bool)) (thing, bool) {
	text := o.text[:o.lo]
	for back := 1; back <= 3; back++ {
		for text = tail(text, maxBack); ; {
			head := strings.TrimRightFunc(text, isStop)
			if head == "" {
				break
			}
			from, _ := sentence(head, len(head), len(head), 0, len(head))
			if t, ok := openingThing(head[from:]); ok && isUpperWord(t.name) && in(firstWord(head[from:]), determiners) {
				return t, true
			}
			if t, ok := find(head[from:]); ok {
				return t, true
			}
			if from == len(head) {
				break // bytes that are no text: no sentence before is found
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

// traits are what things are made of or have: no thing that "it" stands for.
const traits = "leather|nappa|suede|satin|canvas|raffia|crochet|sequin|velvet|denim|nylon|patent|quilted|beaded|strap|straps|chain|belt|charm|leder|cuir|pelle|piel|cuero|couro|case"

// lastThing finds the last noun phrase of a sentence with an item in it, or
// its subject where that carries capitals.
func lastThing(s string) (thing, bool) {
	s = tail(s, maxBack)
	parts := fields(strings.ReplaceAll(s, ": ", ", ")) // a colon makes no label here
	for i := len(parts) - 1; i >= 0; i-- {
		words := strings.Fields(parts[i])
		for j := len(words) - 1; j >= 0; j-- {
			if !isItem(strings.Trim(words[j], "\"“”'’().!?")) || in(words[j], vague) || in(words[j], traits) {
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
			if isHangul(lastRune(strings.TrimRight(parts[i], ".\"”"))) && t.name != "" {
				t.name = koreanThing(parts[i])
			}
			return t, isName(t.name)
		}
	}
	if first, rest, _ := strings.Cut(s, " "); in(first, determiners) && isUpperWord(rest) {
		t := strip(capitals(rest))
		return t, isName(t.name)
	}
	return thing{}, false
}

// lastModel finds the last name in capitals behind an article: "they call it
// the Pip 10".
func lastModel(s string) (thing, bool) {
	s = tail(s, maxBack)
	words := strings.Fields(s)
	for i := len(words) - 2; i >= 0; i-- {
		if in(words[i], determiners) && isUpperWord(words[i+1]) {
			t := strip(strings.TrimRight(capitals(span(s, words, i+1, len(words))), ",.;:"))
			return t, isName(t.name)
		}
	}
	return thing{}, false
}

// capitals gives the words in capitals that open s.
func capitals(s string) string {
	words := strings.Fields(s)
	n := 0
	for n < len(words) && (isUpperWord(words[n]) || unicode.IsDigit(firstRune(words[n]))) {
		n++
		if strings.ContainsRune(",;:.!?", lastRune(words[n-1])) {
			break
		}
	}
	return span(s, words, 0, n)
}
