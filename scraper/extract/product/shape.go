package product

import (
	"strings"
	"unicode"
)

// form is how a text ties a price to a thing.
type form int

const (
	formBare  form = iota // Name £18
	formField             // Name, £18
	formParen             // Name (£18)
	formVerb              // Name costs £18
	formAttr              // the £18 name
	formFirst             // £18, a name; or the name is in the sentence before
	formAlone             // £18 on a line of its own
)

// offer is one price in its place.
type offer struct {
	price
	block       int
	text        string
	lo, hi      int    // the sentence, cut at the prices before and after
	left, right string // of the price, within the sentence
	lead        string // left, before shape took words off it
	opens       bool   // the left part opens the block
	form        form
}

// isListMark tells whether what stands before a sentence is at most the number
// or bullet of a list.
func isListMark(s string) bool {
	s = strings.TrimFunc(s, func(r rune) bool { return isPadding(r) || strings.ContainsRune("#.)•", r) })
	_, n, end := digitsAt(s, 0)
	return n <= 3 && end == len(s)
}

// shape settles the form and takes the words that only introduce the price
// off the left part.
func (o *offer) shape() {
	o.lead = strings.TrimRightFunc(o.left, isPadding)
	left := o.peel(o.lead)
	o.form = formBare
	last := lastRune(left)
	switch {
	case left == "":
		o.form = formFirst
	case strings.ContainsRune("(（[", last):
		o.form = formParen
		left = strings.TrimRight(left, "(（[ \u00a0")
	case strings.ContainsRune(fieldMarks, last):
		o.form = formField
		left = strings.TrimRightFunc(left, func(r rune) bool { return isPadding(r) || strings.ContainsRune(fieldMarks, r) })
	case o.attributive(left):
		o.form = formAttr
	default:
		if h, ok := cutTail(left, costWords); ok {
			o.form, left = formVerb, h
		}
	}
	if left == "" {
		o.form = formFirst
	}
	o.left = left
}

// peel takes the words that introduce a price off the end of a text: from,
// about, only, was.
func (o *offer) peel(left string) string {
	for range 3 {
		cut := false
		if h, ok := strings.CutSuffix(left, " da"); ok && h != "" && strings.ContainsRune(fieldMarks, lastRune(h)) {
			left, cut, o.from = h, true, true // Italian: "Borsa, da 95 euro"
		}
		for _, list := range [...]string{fromWords, aboutWords, onlyWords, wasWords} {
			if list == wasWords && o.was.IsZero() {
				continue
			}
			if h, ok := cutTail(left, list); ok {
				left, cut = h, true
			}
		}
		if !cut {
			break
		}
	}
	return left
}

// attributive tells whether the price stands before its thing like an
// adjective: "a £7 micro bag", "Zara's £25.99 mini bag".
func (o *offer) attributive(left string) bool {
	if o.right == "" || !isPadding(firstRune(o.right)) && o.right[0] != '-' {
		return false
	}
	next := strings.TrimLeftFunc(o.right, isPadding)
	if !unicode.IsLetter(firstRune(next)) || isCompact(firstRune(next)) {
		return false
	}
	word := left[strings.LastIndexAny(left, " \u00a0(")+1:]
	if _, told := cutTail(left, personalCost); told || in(word, pronouns) {
		return false
	}
	return in(word, determiners) && len(word) > 1 || strings.EqualFold(word, "a") || strings.HasSuffix(word, "'s") || strings.HasSuffix(word, "’s")
}
