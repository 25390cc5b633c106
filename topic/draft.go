package topic

import (
	"cmp"
	"slices"
	"strings"

	"reticule"
)

// How a draft picks its terms.
const (
	draftTerms = 12 // of each list
	draftShare = 2  // articles that a term must stand in, where there are so many
)

// Draft makes a first config of example articles: pairs of words that several
// of them repeat become terms, single words their context. It is a start for a
// person to edit: it knows what the examples say, not what they mean.
func Draft(name string, articles []*reticule.Article) Config {
	c := Config{Name: name, Title: titleOf(name), Languages: map[string]Language{}}
	rules, err := grammars()
	if err != nil {
		return c
	}
	d := drafter{rules: rules, spans: map[string]map[string]int{}, singles: map[string]map[string]int{}, docs: map[string]int{}}
	for _, a := range articles {
		d.read(a)
	}
	for lang := range d.docs {
		c.Languages[lang] = d.language(lang)
	}
	return c
}

func titleOf(name string) string {
	s := strings.ReplaceAll(name, "-", " ")
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// drafter counts in how many articles of a language a term stands.
type drafter struct {
	rules   map[string]grammar
	spans   map[string]map[string]int // language -> two words -> articles
	singles map[string]map[string]int
	docs    map[string]int
}

func (d *drafter) read(a *reticule.Article) {
	text := strings.ToLower(strings.Join([]string{a.Title, a.Summary, a.ZoneText(reticule.ZoneBody)}, "\n"))
	lang, _, _ := strings.Cut(cmp.Or(a.Lang, "en"), "-")
	if d.docs[lang]++; d.spans[lang] == nil {
		d.spans[lang], d.singles[lang] = map[string]int{}, map[string]int{}
	}
	stop := map[string]bool{}
	for _, w := range foldAll(strings.Fields(d.rules[lang].Stop)) {
		stop[w] = true
	}
	z := tokenizer{lex: empty, table: foldTable()}
	form := compose(text)
	seen, before := map[string]bool{}, ""
	for _, k := range z.run(form.text) {
		word := form.text[k.start:k.end]
		if k.gap >= gapComma || stop[word] || len(word) < 3 {
			before = ""
		}
		if stop[word] || len(word) < 3 {
			continue
		}
		note(d.singles[lang], seen, word)
		if before != "" {
			note(d.spans[lang], seen, before+" "+word)
		}
		before = word
	}
}

// note counts a term once an article.
func note(counts map[string]int, seen map[string]bool, term string) {
	if !seen[term] {
		seen[term] = true
		counts[term]++
	}
}

func (d *drafter) language(lang string) Language {
	least := min(draftShare, d.docs[lang])
	var l Language
	l.Terms = top(d.spans[lang], least)
	for _, w := range top(d.singles[lang], least) {
		if !slices.ContainsFunc(l.Terms, func(t string) bool { return slices.Contains(strings.Fields(t), w) }) {
			l.Near = append(l.Near, w)
		}
	}
	return l
}

// top gives the terms of most articles, the longest first among equals.
func top(counts map[string]int, least int) []string {
	var out []string
	for term, n := range counts {
		if n >= least {
			out = append(out, term)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	return out[:min(len(out), draftTerms)]
}
