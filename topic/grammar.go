package topic

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"
)

//go:embed grammar/*.toml
var grammarFiles embed.FS

// grammar is what the engine knows of a language whatever the topic. A language
// is data: one file of the folder grammar. Lists of single words are strings
// with spaces between, for they are long.
//
// To add a language, write grammar/<code>.toml with at least stop, vote and
// inflect, give the topic a table of that code, and put a dozen invented
// articles of it, hard negatives among them, into testdata/articles.jsonl.
type grammar struct {
	Inflect    [][]string `toml:"inflect"`    // endings and what they become: ["y", "ies"]
	Stop       string     `toml:"stop"`       // function words
	Vote       string     `toml:"vote"`       // function words that hardly any other language has
	Link       string     `toml:"link"`       // those that may stand between noun and qualifier
	Stress     string     `toml:"stress"`     // "very", "absurdly"
	SizeOf     []string   `toml:"size_of"`    // "the size of"
	Sized      []string   `toml:"sized"`      // "sized", behind what it is compared with
	Holds      []string   `toml:"holds"`      // "fits", "room for"
	HoldsNot   []string   `toml:"holds_not"`  // "can't hold": without one, holding something says little
	Within     []string   `toml:"within"`     // "would sit in": what the noun itself fits in
	Only       string     `toml:"only"`       // "barely", "one": what makes of holding something holding little
	Shrinks    []string   `toml:"shrinks"`    // "shrinks", before what it does so to
	Numbers    string     `toml:"numbers"`    // "one two three …": the words from 1
	Units      []string   `toml:"units"`      // lengths in tenths of a millimetre: "100 centimetre"
	Version    string     `toml:"version"`    // "version", as in "a mini version of"
	Contents   string     `toml:"contents"`   // "of"
	Determiner string     `toml:"determiner"` // "the": a noun "of the" something is no container
	Particles  string     `toml:"particles"`  // that are glued to nouns
	Prefixes   string     `toml:"prefixes"`   // that are glued before words
	Compound   bool       `toml:"compound"`   // whether nouns are built from parts at will
	NounFirst  bool       `toml:"noun_first"` // whether qualifiers follow the noun freely
	Inner      bool       `toml:"inner"`      // whether the first word of a term inflects too: "sacs à main"
}

// grammars gives the grammar of every language, by its code. They are read
// once and shared: nobody may change them.
var grammars = sync.OnceValues(readGrammars)

func readGrammars() (map[string]grammar, error) {
	files, err := fs.Glob(grammarFiles, "grammar/*.toml")
	if err != nil {
		return nil, err
	}
	out := map[string]grammar{}
	for _, name := range files {
		data, err := grammarFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var g grammar
		if err := toml.Unmarshal(data, &g); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out[strings.TrimSuffix(path.Base(name), ".toml")] = g
	}
	return out, nil
}

// forms gives a term and its inflections: the last word's, and where the
// grammar says so the first word's too.
func (g grammar) forms(words []string) [][]string {
	last := len(words) - 1
	var out [][]string
	for _, w := range g.inflected(words[last]) {
		f := slices.Clone(words)
		f[last] = w
		out = append(out, f)
		if !g.Inner || last == 0 {
			continue
		}
		for _, v := range g.inflected(words[0])[1:] {
			both := slices.Clone(f)
			both[0] = v
			out = append(out, both)
		}
	}
	return out
}

// inflected gives a word and what the endings make of it. Longer endings come
// first in the file and shut out shorter ones.
func (g grammar) inflected(word string) []string {
	out := []string{word}
	matched := ""
	for _, rule := range g.Inflect {
		from, to := rule[0], rule[1]
		if matched != "" && from != matched && len(from) < len(matched) {
			break
		}
		if !strings.HasSuffix(word, from) || len(word) < len(from)+2 {
			continue
		}
		matched = from
		out = append(out, word[:len(word)-len(from)]+to)
	}
	return out
}
