// Package topic knows a trend when it sees it, and says why.
//
// A topic is a concept written down in config: qualifiers × nouns with
// closeness, named lines with their houses, comparisons, context that must be
// near, false friends, a table per language. Compile turns it into a Topic,
// whose Judge labels an article about, mention or none, with a score that is
// the sum of its evidence. Variants (hyphen, space, joined, plural,
// possessive, case, diacritics, curly quotes) are derived by the grammar of
// each language, which is data in the folder grammar.
package topic

// Config is one [[topic]] table.
//
// A term is one or more words. Case, diacritics, hyphens and inflection do not
// matter. A term with a question mark behind it is ambiguous: it holds only
// where words of Near, a house, or another sure sign stand in the article.
type Config struct {
	Name       string              `toml:"name"`       // lower-case letters, digits and dashes
	Title      string              `toml:"title"`      // for people
	Noun       string              `toml:"noun"`       // what one of them is called in a reason: "micro bag"
	Strictness float64             `toml:"strictness"` // added to both thresholds: above 0 keeps less, below 0 more
	Houses     []string            `toml:"houses"`     // makers whose name is context, without lines of their own
	Lines      map[string]Lines    `toml:"lines"`      // house -> its named products
	Languages  map[string]Language `toml:"languages"`  // "en", "fr" … -> the words of that language
}

// Lines are a house's named products.
type Lines struct {
	Own    []string `toml:"own"`    // belong to the topic by themselves: "Le Chiquito"
	Models []string `toml:"models"` // do so with a qualifier: "Kelly", as in "mini Kelly"
}

// Language is the topic's vocabulary in one language.
type Language struct {
	Qualifiers []string `toml:"qualifiers"` // with a noun or model near: "micro", "teeny"
	Plain      []string `toml:"plain"`      // ordinary words that do so only when stressed: "small", as in "absurdly small"
	Nouns      []string `toml:"nouns"`      // what it is: "bag", "purse"; a stressed plain word or comparison makes it ours
	Terms      []string `toml:"terms"`      // whole terms that need nothing else
	Short      []string `toml:"short"`      // what insiders say once the matter is clear: "minis", "a nano"
	Like       []string `toml:"like"`       // things it is compared with, or that alone fit in: "lipstick"
	Unlike     []string `toml:"unlike"`     // things a comparison with which speaks against: "pillow"
	Worn       []string `toml:"worn"`       // how only such a one is worn or carried: "on one finger"
	Parts      []string `toml:"parts"`      // what has measures of its own: "strap", "heel"
	Near       []string `toml:"near"`       // words of its field
	Far        []string `toml:"far"`        // words of other fields
	Others     []string `toml:"others"`     // other things that take the qualifiers: "skirt", "fridge"
	Never      []string `toml:"never"`      // false friends: "tea bag", "micro mini"
	Rivals     []string `toml:"rivals"`     // the opposite: a piece about these has ours as a foil
}
