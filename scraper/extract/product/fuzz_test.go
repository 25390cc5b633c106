package product

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzRead: no text makes Read panic, and what it names stands in the text.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"1. Bag, £18, Zara", "Nano\n€1.290\nzara.com", "ユニクロの鞄(1,500円)", "حقيبة ميني من زارا، ١٢٩ درهماً",
		"£40–£60 / €50 (was £90)", "a £7 micro bag that", "It costs 29만 8천 원.", "CHF 1'290.–", "The bag is at Coach for $5 İ\u0307"} {
		f.Add(s, "en")
		f.Add(s, "zh")
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		if !utf8.ValidString(s) {
			return
		}
		text := strings.Join(strings.Fields(s), " ")
		for _, p := range Read(linesOf(s), lang) {
			if !strings.Contains(text, strings.Join(strings.Fields(p.Name), " ")) || p.Name == "" {
				t.Errorf("%q is not in %q", p.Name, s)
			}
			if p.Price.Minor <= 0 || p.Price.IsZero() {
				t.Errorf("%+v has no price", p)
			}
		}
	})
}

// FuzzFind: matches are in order, do not overlap and lie on rune borders.
func FuzzFind(f *testing.F) {
	f.Add("Hermès & Other Stories エルメス لديور J.W. Anderson")
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, m := range Houses().Find(s) {
			if m.Start < end || m.End <= m.Start || m.End > len(s) {
				t.Fatalf("%+v in %q", m, s)
			}
			end = m.End
		}
	})
}

func FuzzParseMoney(f *testing.F) {
	f.Add("1,25,000.50 €", "fr")
	f.Fuzz(func(t *testing.T, s, lang string) {
		if m, ok := ParseMoney(s, lang); ok && (m.Minor <= 0 || len(m.Currency) != 3) {
			t.Errorf("%q: %+v", s, m)
		}
		FromOffer("x", "", s, lang, "")
	})
}
