package extract

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

const (
	enoughLetters = 200  // fewer tell nothing of a language
	detectText    = 2000 // bytes looked at
)

// language is the language that the page declares.
func (m *metadata) language() string {
	locale, _ := m.meta("og:locale", "content-language", "dc.language", "dcterms.language", "language")
	for _, l := range []struct{ tag, from string }{{m.head.lang, "html"}, {m.linked.lang, "JSON-LD"}, {locale, "meta"}} {
		if p := primary(l.tag); p != "" && p != "x" && p != "und" && len(p) <= 3 {
			m.note("lang", l.from)
			return p
		}
	}
	return ""
}

// detected gives the language of a long text: the declared one unless none is
// declared or the text is in another script.
func detected(declared, text string) string {
	text = text[:min(len(text), detectText)]
	letters, latin := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if r < 0x250 {
				latin++
			}
		}
	}
	foreign := latin*10 < letters && (declared == "en" || declared == "de" || declared == "fr" || declared == "es" || declared == "it")
	if declared != "" && !foreign {
		return declared
	}
	if letters < enoughLetters && !(foreign && letters > 40) {
		return declared
	}
	info := whatlanggo.Detect(strings.ToValidUTF8(text, ""))
	if !info.IsReliable() {
		return declared
	}
	if code := info.Lang.Iso6391(); code != "" {
		return code
	}
	return declared
}
