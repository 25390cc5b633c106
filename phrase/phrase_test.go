package phrase

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var verbs = regexp.MustCompile(`%[a-z]`)

// TestBooksAreWhole: every book says all that the English one says, with the
// same gaps to fill, and nothing else.
func TestBooksAreWhole(t *testing.T) {
	english := For("en")
	for _, lang := range Languages() {
		b := For(lang)
		if b.Lang() != lang {
			t.Errorf("the book of %s is that of %s", lang, b.Lang())
		}
		for key, text := range english.text {
			if !slices.Equal(verbs.FindAllString(b.text[key], -1), verbs.FindAllString(text, -1)) {
				t.Errorf("%s: %s = %q does not stand for %q", lang, key, b.text[key], text)
			}
			if b.text[key] == "" {
				t.Errorf("%s: %s is missing", lang, key)
			}
			if strings.HasSuffix(key, ".columns") && strings.Count(b.text[key], "|") != strings.Count(text, "|") {
				t.Errorf("%s: %s has other columns", lang, key)
			}
		}
		for key := range b.text {
			if english.text[key] == "" {
				t.Errorf("%s: %s is said nowhere", lang, key)
			}
		}
		for key, n := range map[string]int{"months": 12, "months.short": 12, "days": 7} {
			if got := len(strings.Fields(b.text[key])); got != n {
				t.Errorf("%s: %s has %d names, want %d", lang, key, got, n)
			}
		}
	}
}

func TestWords(t *testing.T) {
	at := time.Date(2026, time.May, 2, 15, 4, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{For("en-GB").Date("date.long", at), "Saturday 2 May 2026, 15:04"},
		{For("fr").Date("date.long", at), "samedi 2 mai 2026, 15:04"},
		{For("de-AT").Date("date.long", at), "Samstag, 2. Mai 2026, 15:04 Uhr"},
		{For("es").Date("date.long", at), "sábado, 2 de mayo de 2026, 15:04"},
		{For("it").Date("date.short", at), "2 mag 2026"},
		{For("fr").Date("date.short", at.AddDate(0, 2, 0)), "2 juil. 2026"},
		{For("xx").Date("date.short", at), "2 May 2026"},
		{For("en").Count("count.stories", 1), "1 story"},
		{For("en").Count("count.stories", 0), "0 stories"},
		{For("en").Count("count.stories", 1234), "1,234 stories"},
		{For("fr").Count("count.stories", 0), "0 sujet"},
		{For("fr").Count("count.stories", 12345), "12\u00a0345 sujets"},
		{For("es").Count("count.stories", 1234), "1234 noticias"},
		{For("en").Money("1250", "GBP"), "£1,250"},
		{For("de").Money("1250.5", "EUR"), "1.250,5\u00a0€"},
		{For("fr").Money("-1250", "SEK"), "-1\u00a0250\u00a0SEK"},
		{For("it").Money("12", ""), ""},
		{For("de").Language("fr"), "Französisch"},
		{For("es").Language("en"), "inglés"},
		{For("en").Language("zz-nonsense-zz"), ""},
		{For("en").Say("no.such.key"), "no.such.key"},
		{For("de").Say("week", 7, "1.", "7. Mai"), "Woche 7: 1. bis 7. Mai"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
