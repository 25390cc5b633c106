package product

import (
	"strings"
	"unicode"
)

// verbs are finite verbs that part a thing from what is said before it; those
// of phraseStops are not repeated. Participles that describe things are not
// among them: beaded, quilted.
const verbs = "went|gets|takes|took|gives|gave|holds|held|sells|sold|brings|brought|keeps|kept|weighs|stands|stood|led|leads|runs|ran|sits|sat|turns|turned|offers|offered|launches|launched|releases|unveils|unveiled|introduces|introduced|shrinks|shrank|opens|opened|arrives|arrived|must|shall|let|lets|became|becomes|remains|puts|calls|called|asked|asks|told|tells|knows|thinks|thought|felt|looked|looks|seems|named|names|swaps|chose|picks|adds|added|charges|charged|resembles|boasts|includes|included|shows|showed|lists|listed|solved|posted|left|leave|leaves|deserves|rose|rises|fell|falls|climbed|jumped|dropped" +
	"|lance|propose|signe|dévoile|vend|vendent|revient|reste|tient|devient|offre|présente|fait|voici|voilà|avons|avez|ont|avait|ha|hanno|lancia|propone|vende|arriva|torna|diventa|mostra|resta|rimpicciolito|han|lanza|llega|vuelve|lleva|muestra|trata|estrena|tiene|bringt|zeigt|verkauft|bietet|kommt|bekommt|trägt|passt|legt|steht|wird|wurde|werden|kann|lässt|gab|bleibt|heißt|macht|lança|lançou|chega|voltou|veio|tem|leva|apresenta|virou|traz"

// isVerb tells whether a word, in lower case, is on the list.
func isVerb(w string) bool { return in(w, verbs) && !isUpperWord(w) }

// prepositions tie a further noun to the thing before it.
const prepositions = "of|in|on|with|for|from|at|to|by|de|di|da|do|du|en|em|na|no|avec|dans|con|su|com|aus|mit|von|für|per|para|por|pour|como|come|comme|à|among|parmi|entre|tra|fra"

// relatives open a clause that tells what the noun before its comma costs.
const relatives = "which|that|que|qui|che|qual"

// cutRelative gives what stands before a clause such as ", which costs".
func cutRelative(left string) (head string, ok bool) {
	for i := 0; ; {
		at, next := nextMark(left, i)
		if at < 0 {
			return head, ok
		}
		if in(firstWord(left[next:]), relatives) && strings.TrimFunc(left[:at], isPadding) != "" {
			head, ok = left[:at], true
		}
		i = next
	}
}

// heads gives the fields that may name a thing: without those that open with a
// preposition and so only describe the one before.
func heads(parts []string) []string {
	var out []string
	for _, p := range parts {
		if !strings.ContainsFunc(p, unicode.IsLetter) || strings.HasPrefix(p, ")") && strings.Count(p, " ") < 2 {
			continue
		}
		if len(out) == 0 || !in(firstWord(p), prepositions) || isUpperWord(p) {
			out = append(out, p)
		}
	}
	return out
}

// cutBracket parts "cotton dress (Shop, " at its open bracket.
func cutBracket(left string) (outer, inner string, ok bool) {
	i := strings.LastIndexAny(left, "(（")
	if i < 0 || strings.ContainsAny(left[i:], ")）") {
		return left, "", false
	}
	inner = strings.TrimLeft(left[i:], "(（")
	return strings.TrimRightFunc(left[:i], isPadding), strings.TrimFunc(inner, isEdge), true
}

// numerals count things and are no part of their name.
const numerals = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|deux|trois|quatre|cinq|zwei|drei|vier|due|tre|dos|tres|dois|duas|três"

// trimCount drops the number of things, and where they come from, from a name
// in prose: "two beaded pouches from Leith".
func trimCount(name string) string {
	if first, rest, ok := strings.Cut(name, " "); ok && in(first, numerals) && unicode.IsLower(firstRune(name)) {
		name = strings.TrimLeftFunc(rest, isPadding)
	}
	for _, from := range [...]string{" from ", " at "} {
		if head, _, ok := strings.Cut(name, from); ok && hasItem(head) && isName(head) {
			name = head
		}
	}
	return name
}

// isFragment tells whether a text opens with a word that no name opens with.
func isFragment(s string) bool {
	first := firstWord(s)
	return first != s && unicode.IsLower(firstRune(s)) && (first == "of" || first == "to" || first == "by" || isVerb(first) && first != "named")
}

// objectOf gives the thing that a house is said to show: "Zara shows a tote".
// clause opens with the house.
func objectOf(clause string) (thing, bool) {
	t := strip(clause)
	owner := t.brand
	t.name = reduce(t.name, false)
	t = strip(t.name)
	if t.brand == "" {
		t.brand = owner
	}
	return t, owner != "" && isName(t.name) && !Houses().is(t.name, t.brand) && (hasItem(t.name) || strings.ContainsFunc(t.name, unicode.IsUpper))
}
