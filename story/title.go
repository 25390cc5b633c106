package story

import (
	"strings"
	"unicode/utf8"
)

// plainTitle takes a headline without the site's name after a bar and without
// the words that mark an update, and tells whether there were any.
func plainTitle(s string) (plain string, update bool) {
	if head, _, ok := strings.Cut(s, " | "); ok && len(head) >= len(s)/2 {
		s = head
	}
	s = strings.TrimSpace(s)
	for _, cut := range []func(string) (string, string){cutNote, cutTail, cutHead} {
		if rest, note := cut(s); note != "" && rest != "" && saysUpdate(note) {
			s, update = rest, true
		}
	}
	return s, update
}

// cutNote takes a final parenthesis off: "Big bags (updated)".
func cutNote(s string) (rest, note string) {
	open, shut := strings.LastIndexAny(s, "([("), strings.LastIndexAny(s, ")])")
	if open < 0 || shut < open || shut+utf8.RuneLen(']') < len(s)-2 {
		return s, ""
	}
	_, n := utf8.DecodeRuneInString(s[open:])
	return strings.TrimSpace(s[:open]), s[open+n : shut]
}

// cutTail takes off what follows a last dash: "Big bags – update".
func cutTail(s string) (rest, note string) {
	for _, dash := range []string{" – ", " — ", " - ", " / "} {
		if i := strings.LastIndex(s, dash); i > 0 {
			return strings.TrimSpace(s[:i]), s[i+len(dash):]
		}
	}
	return s, ""
}

// cutHead takes off what stands before a first colon: "UPDATE: big bags".
func cutHead(s string) (rest, note string) {
	i := strings.IndexAny(s, "::")
	if i <= 0 || i > 24 {
		return s, ""
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return strings.TrimSpace(s[i+n:]), s[:i]
}

// saysUpdate tells whether a line opens by saying that the text was changed.
func saysUpdate(line string) bool {
	line = strings.ToLower(strings.TrimLeft(line, " \t*_[("))
	for _, word := range []string{"update", "correct", "revised", "clarification", "editor's note", "editor’s note",
		"aktualisiert", "korrektur", "berichtig", "mis à jour", "mise à jour", "correction", "rectificati", "actualiza", "corregi",
		"corrección", "aggiorna", "correzione", "atualiza", "correção", "bijgewerkt", "uppdatera", "opdatere", "oppdatert", "zaktualizowan",
		"更新", "訂正", "更正", "수정", "تحديث", "تصحيح"} {
		if strings.HasPrefix(line, word) {
			return true
		}
	}
	return false
}
