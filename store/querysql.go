package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"reticule"
)

var fieldNames = []string{"brand", "product", "price", "currency", "source", "site", "lang", "label", "score", "topic", "story", "after", "before", "has"}

// check tells in words what is wrong with a field's value, "" if nothing.
func (n node) check() string {
	if n.value == "" {
		return n.field + ": needs a value"
	}
	switch n.field {
	case "price", "score":
		if _, _, ok := bounds(n.value); !ok {
			return fmt.Sprintf("%s:%s is not a number; write %s:<100, %s:>20, %s:20..100 or %s:50", n.field, n.value, n.field, n.field, n.field, n.field)
		}
	case "after", "before":
		if _, err := time.Parse(time.DateOnly, n.value); err != nil {
			return fmt.Sprintf("%s:%s is not a date; write %s:2026-01-31", n.field, n.value, n.field)
		}
	case "label":
		if v := strings.ToLower(n.value); v != reticule.LabelAbout && v != reticule.LabelMention && v != reticule.LabelNone {
			return "label: is about, mention or none"
		}
	case "has":
		if v := strings.ToLower(n.value); v != "price" && v != "image" {
			return "has: is price or image"
		}
	}
	return ""
}

// bounds reads <N, >N, N..M or N as an interval, both ends included.
func bounds(s string) (low, high float64, ok bool) {
	const most = 1e15
	number := func(s string) (float64, bool) {
		f, err := strconv.ParseFloat(s, 64)
		return f, err == nil && f > -most && f < most
	}
	if a, b, isRange := strings.Cut(s, ".."); isRange {
		low, okLow := number(a)
		high, okHigh := number(b)
		return low, high, okLow && okHigh
	}
	switch {
	case strings.HasPrefix(s, "<"):
		high, ok = number(strings.TrimPrefix(s[1:], "="))
		return -most, high, ok
	case strings.HasPrefix(s, ">"):
		low, ok = number(strings.TrimPrefix(s[1:], "="))
		return low, most, ok
	}
	low, ok = number(s)
	return low, low, ok
}

// sql writes the query as a condition over article a and story s.
func (q Query) sql() (string, []any) { return q.root.sql() }

func (n node) sql() (string, []any) {
	switch n.op {
	case "not":
		cond, args := n.parts[0].sql()
		return "NOT " + cond, args
	case "and", "or":
		var conds []string
		var args []any
		for _, part := range n.parts {
			cond, more := part.sql()
			conds, args = append(conds, cond), append(args, more...)
		}
		return "(" + strings.Join(conds, " "+strings.ToUpper(n.op)+" ") + ")", args
	}
	if n.field == "" {
		return textSQL(n.value)
	}
	return n.fieldSQL()
}

func (n node) fieldSQL() (string, []any) {
	const ofVerdict = "EXISTS (SELECT 1 FROM verdict q WHERE q.article = a.id AND "
	const ofProduct = "EXISTS (SELECT 1 FROM verdict q, json_each(q.products) p WHERE q.article = a.id AND "
	like := []any{"%" + escapeLike(n.value) + "%"}
	low, high, _ := bounds(n.value)
	switch n.field {
	case "brand":
		return "EXISTS (SELECT 1 FROM verdict q, json_each(q.brands) p WHERE q.article = a.id AND fold(p.value) = fold(?))", []any{n.value}
	case "product":
		return ofProduct + `fold(p.value ->> 'name') LIKE fold(?) ESCAPE '\')`, like
	case "currency":
		return ofProduct + "p.value ->> 'currency' = upper(?))", []any{n.value}
	case "price":
		return ofProduct + "p.value ->> 'price' BETWEEN ? AND ?)", []any{low, high}
	case "score":
		return ofVerdict + "q.score BETWEEN ? AND ?)", []any{low, high}
	case "label":
		return "coalesce((SELECT min(l.label) FROM label l WHERE l.article = a.id), (SELECT min(q.label) FROM verdict q WHERE q.article = a.id), 'none') = lower(?)", []any{n.value}
	case "topic":
		return ofVerdict + "q.topic = ? AND q.label <> 'none')", []any{n.value}
	case "source":
		return `a.source IN (SELECT id FROM source WHERE fold(name) LIKE fold(?) ESCAPE '\' OR fold(title) LIKE fold(?) ESCAPE '\')`, []any{like[0], like[0]}
	case "site":
		return `(fold(a.site) LIKE fold(?) ESCAPE '\' OR a.url LIKE ? ESCAPE '\')`, []any{like[0], "http%//%" + escapeLike(n.value) + "/%"}
	case "lang":
		return "(a.lang = lower(?) OR a.lang LIKE lower(?) || '-%')", []any{n.value, n.value}
	case "story":
		return "s.key = ?", []any{n.value}
	case "has":
		if strings.EqualFold(n.value, "image") {
			return "a.image <> ''", nil
		}
		return ofProduct + "p.value ->> 'currency' <> '')", nil
	}
	day, _ := time.Parse(time.DateOnly, n.value) // check has passed
	if n.field == "after" {
		return "a.dated >= ?", []any{day.Unix()}
	}
	return "a.dated < ?", []any{day.Unix()}
}

func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

// textSQL finds words in the full-text index, or as substrings where the
// script is written without spaces: the trigram index needs three characters,
// shorter ones are looked for in title and summary.
func textSQL(words string) (string, []any) {
	quoted := `"` + strings.ReplaceAll(words, `"`, `""`) + `"`
	if !strings.ContainsFunc(words, isUnspaced) {
		if !strings.ContainsFunc(words, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			return "0", nil // FTS5 refuses a phrase without a token
		}
		return "a.id IN (SELECT rowid FROM fts WHERE fts MATCH ?)", []any{quoted}
	}
	if len([]rune(words)) >= 3 {
		return "a.id IN (SELECT rowid FROM fts_cjk WHERE fts_cjk MATCH ?)", []any{quoted}
	}
	return "instr(a.title || char(10) || a.summary, ?) > 0", []any{words}
}

func isUnspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}
