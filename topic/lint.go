package topic

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Problem is something wrong or doubtful in a topic's rules.
type Problem struct {
	Key   string // path in config: "topic.micro-bags.languages.fr.nouns"
	Text  string
	Fatal bool // the topic must not be used
}

func (p Problem) String() string { return p.Key + ": " + p.Text }

// Lint looks for rules that match everything or nothing, empty alternatives,
// terms that another swallows, and languages that cannot match.
func Lint(c Config) []Problem {
	l := linter{base: "topic." + c.Name}
	if _, err := Compile(c); err != nil {
		key, text, _ := strings.Cut(err.Error(), ": ")
		return []Problem{{Key: key, Text: text, Fatal: true}}
	}
	rules, err := grammars()
	if err != nil {
		return []Problem{{Key: l.base, Text: err.Error(), Fatal: true}}
	}
	own := 0
	for _, name := range slices.Sorted(maps.Keys(c.Lines)) {
		own += len(c.Lines[name].Own) + len(c.Lines[name].Models)
	}
	for _, code := range slices.Sorted(maps.Keys(c.Languages)) {
		g, known := rules[code]
		if !known {
			l.warn("languages."+code, "no grammar of this language: inflections are not derived")
		}
		l.language(code, c.Languages[code], g, own)
	}
	return l.problems
}

type linter struct {
	base     string
	problems []Problem
}

func (l *linter) warn(key, text string) {
	l.problems = append(l.problems, Problem{Key: l.base + "." + key, Text: text})
}

func (l *linter) refuse(key, text string) {
	l.problems = append(l.problems, Problem{Key: l.base + "." + key, Text: text, Fatal: true})
}

func (l *linter) language(code string, x Language, g grammar, own int) {
	key := "languages." + code
	switch marks := len(x.Qualifiers) + len(x.Plain); {
	case marks > 0 && len(x.Nouns) == 0 && own == 0:
		l.refuse(key, "qualifiers but no nouns: they can match nothing")
	case len(x.Nouns) > 0 && marks == 0 && len(x.Like) == 0 && len(x.Terms) == 0:
		l.refuse(key, "nouns but no qualifiers, terms or comparisons: they can match nothing")
	case marks == 0 && len(x.Nouns) == 0 && len(x.Terms) == 0:
		l.warn(key, "nothing in this language can match")
	}
	if len(x.Near) == 0 && doubtful(x) {
		l.warn(key+".near", "empty, but terms with a question mark need it")
	}
	stop := map[string]bool{}
	for _, w := range foldAll(strings.Fields(g.Stop)) {
		stop[w] = true
	}
	for _, part := range x.parts() {
		l.part(key+"."+part.name, part, stop, g)
	}
	l.contradictions(key, x)
}

func doubtful(x Language) bool {
	ends := func(s string) bool { return strings.HasSuffix(s, "?") }
	return slices.ContainsFunc(x.Nouns, ends) || slices.ContainsFunc(x.Terms, ends) || slices.ContainsFunc(x.Qualifiers, ends)
}

// part looks at the terms of one list.
func (l *linter) part(key string, p part, stop map[string]bool, g grammar) {
	seen := map[string]string{}
	for _, term := range p.terms {
		w := words(strings.TrimSuffix(term, "?"))
		folded := strings.Join(w, " ")
		if p.class&(isNoun|isTerm|isQualifier) != 0 && len(w) == 1 && stop[w[0]] {
			l.refuse(key, fmt.Sprintf("%q stands in every text: the rule would match everything", term))
		}
		if before, ok := seen[folded]; ok && before != term {
			l.warn(key, fmt.Sprintf("%q is %q again", term, before))
		} else if ok {
			l.warn(key, fmt.Sprintf("%q stands there twice", term))
		}
		seen[folded] = term
	}
	for _, term := range p.terms {
		w := words(strings.TrimSuffix(term, "?"))
		for _, form := range g.forms(w)[1:] {
			folded := strings.Join(form, " ")
			if other, ok := seen[folded]; ok && other != term && strings.HasSuffix(other, "?") == strings.HasSuffix(term, "?") && folded != strings.Join(w, " ") {
				l.warn(key, fmt.Sprintf("%q is swallowed by %q, whose inflection it is", other, term))
			}
		}
	}
}

// contradictions looks for terms that are said to be and not to be.
func (l *linter) contradictions(key string, x Language) {
	for _, term := range x.Never {
		if slices.Contains(x.Terms, term) || slices.Contains(x.Nouns, term) {
			l.refuse(key+".never", fmt.Sprintf("%q is also a term or noun", term))
		}
	}
	for _, term := range x.Near {
		if slices.Contains(x.Far, term) {
			l.warn(key+".near", fmt.Sprintf("%q is also in far", term))
		}
	}
}
