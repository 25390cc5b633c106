package product

import "strings"

// endings of Korean words that close a clause or adverb and never a name.
var endings = [...]string{"했고", "하고", "이고", "되고", "으며", "하며", "이며", "지만", "는데", "면서", "해서", "어서", "아서", "에서", "에게", "부터", "접어"}

// lastClause gives what follows the last clause of a Japanese or Korean text
// that has one: 人気は国産レザーのバッグ, 브랜드의 미니 토트.
func lastClause(s string) string {
	if i := strings.LastIndex(s, "は"); i >= 0 && hasItem(s[i:]) && !hasItem(s[:i]) {
		s = s[i+len("は"):]
	}
	if i := strings.LastIndex(s, "의 "); i >= 0 && hasItem(s[i:]) {
		s = s[i+len("의 "):]
	}
	words := strings.Fields(s)
	for i := len(words) - 1; i >= 0 && isHangul(lastRune(words[i])); i-- {
		for _, e := range endings {
			if strings.HasSuffix(words[i], e) {
				return strings.Join(words[i+1:], " ")
			}
		}
	}
	return s
}

// koreanThing gives the last thing for sale that a Korean sentence names, with
// at most two words before it that carry no particle.
func koreanThing(s string) string {
	words := strings.Fields(s)
	for j := len(words) - 1; j >= 0; j-- {
		name := trimParticle(words[j])
		if !hasItem(name) || strings.HasSuffix(name, "다") || strings.HasSuffix(name, "가죽") {
			continue
		}
		i := j
		for i > 0 && j-i < 2 && trimParticle(words[i-1]) == words[i-1] && !strings.ContainsAny(words[i-1], ",.") {
			i--
		}
		return strings.TrimSpace(strings.TrimSuffix(span(s, words, i, j+1), strings.TrimPrefix(words[j], name)))
	}
	return ""
}

// trimParticle drops the particle of a Korean noun.
func trimParticle(w string) string {
	for _, p := range [...]string{"으로", "에서", "은", "는", "이", "가", "을", "를", "의", "에", "로", "도", "와", "과"} {
		if head, ok := strings.CutSuffix(w, p); ok && len([]rune(head)) > 1 {
			return head
		}
	}
	return w
}
