package topic

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Topic is a compiled topic. It is immutable and may be used by several
// goroutines at once.
type Topic struct {
	name    string
	title   string
	noun    string
	version string
	config  Config
	lex     *lexicon
	houses  []string
	codes   []string // language codes by index; 0 stands for all
	spoken  []langs  // sets of languages that an article may be judged in
	votes   map[int32]langs
	nounish langs // languages whose qualifiers follow the noun freely
	weights Weights
}

// Name gives the topic's name in config.
func (t *Topic) Name() string { return t.name }

// Title gives the topic's name for people.
func (t *Topic) Title() string { return t.title }

// Version tells apart rules that may judge differently: a hash over the
// config, the grammars and the weights.
func (t *Topic) Version() string { return t.version }

const (
	maxTerm  = 12 // words of one term
	maxCodes = 64 // languages of a topic, with the one that stands for all: a set of them is the bits of a word
)

// Compile makes a topic of its config. An error names the key it is about.
func Compile(c Config) (*Topic, error) {
	rules, err := grammars()
	if err != nil {
		return nil, err
	}
	w, err := defaultWeights()
	if err != nil {
		return nil, err
	}
	t := &Topic{name: c.Name, title: c.Title, noun: c.Noun, config: c, lex: newLexicon(), votes: map[int32]langs{}, weights: w}
	t.weights.Mention += c.Strictness
	t.weights.About += c.Strictness
	if t.version, err = version(c, rules, w); err != nil {
		return nil, err
	}
	b := builder{topic: t, path: "topic." + c.Name}
	if err := b.check(c); err != nil {
		return nil, err
	}
	b.makers(c)
	t.codes = append([]string{""}, languageCodes(c, rules)...)
	if len(t.codes) > maxCodes {
		return nil, fmt.Errorf("%s.languages: %d with those that have a grammar, more than %d", b.path, len(t.codes)-1, maxCodes-1)
	}
	for i, code := range t.codes[1:] {
		b.language(uint8(i+1), code, c.Languages[code], rules[code])
	}
	if b.err != nil {
		return nil, b.err
	}
	t.spoken = t.tongues()
	t.lex.finish()
	return t, nil
}

// languageCodes gives every language with a table in the topic or a grammar.
func languageCodes(c Config, rules map[string]grammar) []string {
	codes := slices.Collect(maps.Keys(rules))
	for code := range c.Languages {
		if _, ok := rules[code]; !ok {
			codes = append(codes, code)
		}
	}
	sort.Strings(codes)
	return codes
}

// VersionOf gives the version of the topic that Compile would make of a config,
// at a fraction of the cost: reports need no more.
func VersionOf(c Config) (string, error) {
	rules, err := grammars()
	if err != nil {
		return "", err
	}
	w, err := defaultWeights()
	if err != nil {
		return "", err
	}
	return version(c, rules, w)
}

func version(c Config, rules map[string]grammar, w Weights) (string, error) {
	data, err := json.Marshal([]any{c, rules, w})
	if err != nil {
		return "", fmt.Errorf("topic %s: %w", c.Name, err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:6]), nil
}

// builder fills a topic's lexicon and keeps the first error.
type builder struct {
	topic *Topic
	path  string
	err   error
}

func (b *builder) check(c Config) error {
	switch {
	case c.Name == "" || strings.Trim(c.Name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return fmt.Errorf("topic.name: %q is not made of lower-case letters, digits and dashes", c.Name)
	case len(c.Languages) == 0 && len(c.Lines) == 0:
		return fmt.Errorf("%s: no languages and no lines: it would match nothing", b.path)
	}
	for code := range c.Languages {
		if len(code) < 2 || len(code) > 3 || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz") != "" {
			return fmt.Errorf("%s.languages.%s: not a language code such as \"en\"", b.path, code)
		}
	}
	return nil
}

// makers adds houses, their own lines and their models.
func (b *builder) makers(c Config) {
	for _, name := range slices.Sorted(maps.Keys(c.Lines)) {
		key := fmt.Sprintf("%s.lines.%q", b.path, name)
		house := b.house(name)
		b.list(key, 0, []string{name}, isHouse|isNear, house, grammar{})
		b.list(key+".own", 0, c.Lines[name].Own, isOwn, house, plurals)
		b.list(key+".models", 0, c.Lines[name].Models, isModel, house, plurals)
	}
	for _, name := range c.Houses {
		b.list(b.path+".houses", 0, []string{name}, isHouse|isNear, b.house(strings.TrimSuffix(name, "?")), grammar{})
	}
}

// plurals inflects product names in all languages.
var plurals = grammar{Inflect: [][]string{{"s", "s"}, {"y", "ys"}, {"", "s"}}}

func (b *builder) house(name string) int16 {
	b.topic.houses = append(b.topic.houses, name)
	return int16(len(b.topic.houses) - 1)
}

// language adds a language's table and grammar.
func (b *builder) language(i uint8, code string, l Language, g grammar) {
	key := b.path + ".languages." + code
	for _, part := range l.parts() {
		b.list(key+"."+part.name, i, part.terms, part.class, -1, g)
	}
	b.list(key+".never", i, otherSorts(l, g), isNever|isFar, -1, g)
	b.grammar(i, code, g)
	if g.NounFirst {
		b.topic.nounish |= 1 << i
	}
	if g.Compound {
		b.compounds(l.Nouns, g)
	}
}

// otherSorts picks the false friends that name another sort of a noun: "tea
// bag". They are signs of another field as well.
func otherSorts(l Language, g grammar) []string {
	var out []string
	for _, term := range l.Never {
		if head, _, _ := strings.Cut(term, " "); slices.Contains(strings.Fields(g.Stop), head) {
			continue // "in the bag" names no other sort
		}
		for _, noun := range l.Nouns {
			noun = strings.TrimSuffix(noun, "?")
			if len(term) > len(noun) && (strings.HasSuffix(term, noun) || g.NounFirst && strings.HasPrefix(term, noun+" ")) {
				out = append(out, term)
				break
			}
		}
	}
	return out
}

// part is one list of a language's table.
type part struct {
	name  string
	class class
	terms []string
}

func (l Language) parts() []part {
	return []part{
		{"qualifiers", isQualifier, l.Qualifiers}, {"plain", isPlain, l.Plain}, {"nouns", isNoun, l.Nouns},
		{"worn", isWorn, l.Worn}, {"parts", isPart, l.Parts}, {"terms", isTerm, l.Terms}, {"short", isShort, l.Short}, {"like", isLike, l.Like}, {"unlike", isUnlike, l.Unlike},
		{"near", isNear, l.Near}, {"far", isFar, l.Far}, {"others", isOther, l.Others}, {"never", isNever, l.Never},
		{"rivals", isRival, l.Rivals},
	}
}

// grammar adds a language's own words to the lexicon.
func (b *builder) grammar(i uint8, code string, g grammar) {
	key := "grammar." + code
	for _, w := range []struct {
		words string
		class class
	}{
		{g.Stop, isStop}, {g.Vote, isStop}, {g.Link, isStop | isLink}, {g.Stress, isStress},
		{g.Contents, isContents | isStop}, {g.Determiner, isDeterm | isStop}, {g.Particles, isParticle}, {g.Only, isOnly}, {g.Version, isVersion},
	} {
		b.list(key, i, strings.Fields(w.words), w.class, -1, grammar{})
	}
	b.list(key+".size_of", i, g.SizeOf, isSizeOf, -1, grammar{})
	b.list(key+".sized", i, g.Sized, isSized, -1, grammar{})
	b.list(key+".holds", i, g.Holds, isHolds, -1, grammar{})
	b.list(key+".holds_not", i, g.HoldsNot, isHolds|isOnly, -1, grammar{})
	b.list(key+".within", i, g.Within, isHolds|isOnly, -1, grammar{})
	b.list(key+".shrinks", i, g.Shrinks, isShrink, -1, grammar{})
	b.lengths(key, i, g)
	for _, w := range strings.Fields(g.Vote) {
		if f := words(w); len(f) == 1 {
			b.topic.votes[b.topic.lex.words[f[0]]] |= 1 << i
		}
	}
	b.topic.lex.prefixes = append(b.topic.lex.prefixes, foldAll(strings.Fields(g.Prefixes))...)
}

// lengths adds a language's numbers and units of length.
func (b *builder) lengths(key string, lang uint8, g grammar) {
	for i, w := range strings.Fields(g.Numbers) {
		b.topic.lex.add(words(w), entry{class: isNumber, lang: lang, house: -1, value: int16(i + 1)})
	}
	for n, unit := range g.Units {
		size, name, _ := strings.Cut(unit, " ")
		value, err := strconv.ParseInt(size, 10, 16)
		if w := words(name); err == nil && len(w) > 0 {
			b.topic.lex.add(w, entry{class: isUnit, lang: lang, house: -1, value: int16(value)})
		} else if b.err == nil {
			b.err = fmt.Errorf("%s.units[%d]: %q is not a length and a name", key, n, unit)
		}
	}
}

// list adds the terms of one list and their inflections.
func (b *builder) list(key string, lang uint8, terms []string, c class, house int16, g grammar) {
	for n, term := range terms {
		text, ambiguous := strings.CutSuffix(term, "?")
		w := words(text)
		if problem := wrong(text, w); problem != "" && b.err == nil {
			b.err = fmt.Errorf("%s[%d]: %q %s", key, n, term, problem)
			return
		}
		if len(w) == 0 {
			return
		}
		e := entry{class: c, lang: lang, house: house, name: text}
		if ambiguous {
			e.doubt = c
		}
		for _, f := range g.forms(w) {
			b.topic.lex.add(f, e)
		}
		if c == isQualifier && len(w) == 1 && !ambiguous && len(w[0]) >= 3 && w[0][0] < utf8.RuneSelf {
			b.topic.lex.join(w[0])
		}
	}
}

func wrong(text string, w []string) string {
	switch {
	case strings.TrimSpace(text) == "":
		return "is an empty term"
	case len(w) == 0:
		return "has no letters"
	case len(w) > maxTerm:
		return fmt.Sprintf("has more than %d words", maxTerm)
	}
	return ""
}

// compounds lets unknown words that end in a noun be that noun.
func (b *builder) compounds(nouns []string, g grammar) {
	for _, n := range nouns {
		w := words(strings.TrimSuffix(n, "?"))
		if len(w) != 1 || len(w[0]) < 5 {
			continue
		}
		for _, f := range g.inflected(w[0]) {
			b.topic.lex.heads[f] = true
		}
	}
}

// empty knows no words: with it a tokenizer only cuts and folds.
var empty = newLexicon()

// words gives the folded words of a term.
func words(term string) []string {
	z := tokenizer{lex: empty, table: foldTable()}
	c := compose(term)
	var out []string
	for _, t := range z.run(c.text) {
		out = append(out, string(foldBytes(nil, z.table, c.text[t.start:t.end])))
	}
	return out
}

func foldAll(list []string) []string {
	out := make([]string, 0, len(list))
	for _, w := range list {
		out = append(out, string(foldBytes(nil, foldTable(), w)))
	}
	return out
}

func foldBytes(buf []byte, table []string, s string) []byte {
	for _, r := range s {
		buf = appendFold(buf, table, r)
	}
	return buf
}
