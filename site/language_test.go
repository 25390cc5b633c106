package site

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"reticule/phrase"
)

// TestLanguages makes the pages in every language that there is a book of: what
// we say is in it, what the publishers wrote is as they wrote it.
func TestLanguages(t *testing.T) {
	key := regexp.MustCompile(`[>"][a-z]+(\.[a-z]+)+[<"]|%!|%[sd]`)
	english := mustPages(t, trendView())
	for _, lang := range phrase.Languages() {
		v := trendView()
		v.Lang = lang
		for name, data := range mustPages(t, v) {
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			checkBalanced(t, lang+" "+name, data)
			checkMarkup(t, lang+" "+name, data)
			if !bytes.Contains(data, []byte(`<html lang="`+lang+`">`)) {
				t.Errorf("%s: %s is in another language", lang, name)
			}
			if leak := key.Find(data); leak != nil && !slices.Contains([]string{`>feeds.opml<`, `"weeks.csv"`}, string(leak)) {
				t.Errorf("%s: %s says %s", lang, name, leak)
			}
			if lang == "en" {
				continue
			}
			for _, words := range []string{"Skip to the content", "No scripts", "Why it is here</", ">Subscribe<", "Last changed", ">Saturday<", ">Week 4", "£425"} {
				if bytes.Contains(english[name], []byte(words)) && bytes.Contains(data, []byte(words)) {
					t.Errorf("%s: %s still says %q", lang, name, words)
				}
			}
		}
	}
}
