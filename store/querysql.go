package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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
func (q Query) sql(e engine) (string, []any) { return q.root.sql(e) }

func (n node) sql(e engine) (string, []any) {
	switch n.op {
	case "not":
		cond, args := n.parts[0].sql(e)
		return "NOT " + cond, args
	case "and", "or":
		var conds []string
		var args []any
		for _, part := range n.parts {
			cond, more := part.sql(e)
			conds, args = append(conds, cond), append(args, more...)
		}
		return "(" + strings.Join(conds, " "+strings.ToUpper(n.op)+" ") + ")", args
	}
	if n.field == "" {
		return textSQL(e, n.value)
	}
	return n.fieldSQL(e)
}

func (n node) fieldSQL(e engine) (string, []any) {
	const ofVerdict = "EXISTS (SELECT 1 FROM verdict q WHERE q.article = a.id AND "
	ofProduct := "EXISTS (SELECT 1 FROM verdict q, " + e.objects("q.products") + " p WHERE q.article = a.id AND "
	folded := Fold(n.value)
	like := "%" + escapeLike(folded) + "%"
	low, high, _ := bounds(n.value)
	switch n.field {
	case "brand":
		return "EXISTS (SELECT 1 FROM verdict q, " + e.texts("q.brands") + " p WHERE q.article = a.id AND " + e.folded("p.value", "= ?") + ")", []any{folded}
	case "product":
		return ofProduct + e.folded("p.value ->> 'name'", likeSQL) + ")", []any{like}
	case "currency":
		return ofProduct + "p.value ->> 'currency' = ?)", []any{strings.ToUpper(n.value)}
	case "price":
		return ofProduct + e.number("p.value ->> 'price'") + " BETWEEN ? AND ?)", []any{low, high}
	case "score":
		return ofVerdict + "q.score BETWEEN ? AND ?)", []any{low, high}
	case "label":
		return "coalesce((SELECT min(l.label) FROM label l WHERE l.article = a.id), (SELECT min(q.label) FROM verdict q WHERE q.article = a.id), 'none') = ?", []any{strings.ToLower(n.value)}
	case "topic":
		return ofVerdict + "q.topic = ? AND q.label <> 'none')", []any{n.value}
	case "source":
		return "a.source IN (SELECT x.id FROM source x WHERE " + e.folded("x.name", likeSQL) + " OR " + e.folded("x.title", likeSQL) + ")", []any{like, like}
	case "site":
		return "(" + e.folded("a.site", likeSQL) + " OR lower(a.url) " + likeSQL + ")", []any{like, "http%//%" + escapeLike(strings.ToLower(n.value)) + "/%"}
	case "lang":
		return "(lower(a.lang) = ? OR lower(a.lang) " + likeSQL + ")", []any{strings.ToLower(n.value), escapeLike(strings.ToLower(n.value)) + "-%"}
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

// likeSQL compares with a pattern made of escapeLike's parts.
const likeSQL = `LIKE ? ESCAPE '\'`

// textSQL finds words in the full-text index, or as substrings where the
// script is written without spaces: its index needs three characters, shorter
// ones are looked for in title and summary.
func textSQL(e engine, words string) (string, []any) {
	switch {
	case strings.ContainsFunc(words, isUnspaced):
		if utf8.RuneCountInString(words) >= 3 {
			return e.substring(words)
		}
		pattern := "%" + escapeLike(strings.ToLower(words)) + "%"
		return "(lower(a.title) " + likeSQL + " OR lower(a.summary) " + likeSQL + ")", []any{pattern, pattern}
	case strings.ContainsFunc(words, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		return e.phrase(words)
	}
	return "1 = 0", nil // a phrase without a word in it
}

func isUnspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}
