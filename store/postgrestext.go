package store

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"reticule"
)

// Full text in PostgreSQL is taken apart by us and not by its parsers, so that
// it finds what SQLite's FTS5 does. The GIN index on the words of an article
// gives those that have all words of a phrase; that they stand in a row is
// then seen in its line. PostgreSQL's own positions end at 16,383, and at 256
// for one word. Scripts without spaces have every three characters in a row
// among their words, which needs neither an extension nor a locale.

const (
	longestWord = 500       // bytes; longer ones are not found by
	mostWords   = 512 << 10 // bytes of distinct words; PostgreSQL has room for a mebibyte
	gramMark    = "~"       // before three characters in a row
)

func (e onPostgres) index(t *tx, a *reticule.Article, _ bool) error {
	fields := []string{a.Title, a.Summary, a.Text}
	lines := make([]string, len(fields))
	v := vocabulary{has: map[string]bool{}}
	text := ""
	for i, f := range fields {
		words := wordsOf(f)
		v.add(words)
		lines[i] = " " + strings.Join(words, " ") + " "
	}
	if unspaced(a.Lang) {
		text = foldCase(strings.Join(fields, "\n"))
		v.add(gramsOf(text))
	}
	return t.exec(`INSERT INTO search (article, words, line, text) VALUES (?, array_to_tsvector(?::text[]), ?, ?)
		ON CONFLICT (article) DO UPDATE SET words = excluded.words, line = excluded.line, text = excluded.text`,
		a.ID, v.words, strings.Join(lines, "\n"), text)
}

func (onPostgres) unindex(t *tx, article int64) error {
	return t.exec("DELETE FROM search WHERE article = ?", article)
}

// vocabulary is a bounded set of words.
type vocabulary struct {
	has   map[string]bool
	words []string
	bytes int
}

func (v *vocabulary) add(words []string) {
	for _, w := range words {
		if v.has[w] || len(w) > longestWord || v.bytes+len(w) > mostWords {
			continue
		}
		v.has[w] = true
		v.words = append(v.words, w)
		v.bytes += len(w)
	}
}

func (onPostgres) phrase(text string) (string, []any) {
	words := wordsOf(text)
	if len(words) == 0 {
		return "1 = 0", nil
	}
	const all = "a.id IN (SELECT article FROM search WHERE words @@ ?::tsquery"
	if len(words) == 1 {
		return all + ")", []any{allOf(words)}
	}
	return all + " AND line " + likeSQL + ")", []any{allOf(words), "% " + strings.Join(words, " ") + " %"}
}

func (onPostgres) substring(text string) (string, []any) {
	text = foldCase(text)
	return "a.id IN (SELECT article FROM search WHERE words @@ ?::tsquery AND text " + likeSQL + ")",
		[]any{allOf(gramsOf(text)), "%" + escapeLike(text) + "%"}
}

// allOf writes a tsquery for all of some words.
func allOf(words []string) string {
	quote := strings.NewReplacer(`'`, `''`, `\`, `\\`)
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = "'" + quote.Replace(w) + "'"
	}
	return strings.Join(quoted, " & ")
}

// wordsOf takes a text apart as FTS5's unicode61 does with remove_diacritics 2:
// words are letters, numbers and characters of private use in a row, in lower
// case, Latin ones without diacritics.
func wordsOf(text string) (words []string) {
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			words = append(words, b.String())
			b.Reset()
		}
	}
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.L, unicode.N, unicode.Co):
			b.WriteRune(plain(r))
		case r >= 0x300 && r <= 0x331 && b.Len() > 0: // a combining diacritic
		default:
			end()
		}
	}
	end()
	return words
}

// plain is a letter in lower case and, if Latin, without its diacritics.
func plain(r rune) rune {
	if r < unicode.MaxASCII {
		return unicode.ToLower(r)
	}
	if unicode.Is(unicode.Latin, r) {
		for _, base := range norm.NFD.String(string(r)) {
			return unicode.ToLower(base)
		}
	}
	return unicode.ToLower(r)
}

func foldCase(s string) string { return strings.Map(unicode.ToLower, s) }

// gramsOf gives every three characters in a row, each once.
func gramsOf(text string) (grams []string) {
	runes := []rune(text)
	for i := 0; i+3 <= len(runes); i++ {
		if g := string(runes[i : i+3]); !strings.Contains(g, "\n") {
			grams = append(grams, gramMark+g)
		}
	}
	slices.Sort(grams)
	return slices.Compact(grams)
}
