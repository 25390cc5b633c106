package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ands join the last two names of a list.
var ands = []string{" and ", " und ", " et ", " y ", " og ", " och ", " en ", " & ", " e ", " i ", " ve ", " dan ", " και ", " и ", " و", "、", "・", ";", ",", " / ", "/", " | ", " • ", " · ", " with ", "，"}

// splitNames cuts a list of names into clean ones; what is no name is left
// out. "Doe, Jane" is one name where nothing else stands there.
func splitNames(s string) (names []string) {
	s = strings.TrimSpace(s)
	if len(s) > 10*maxAuthor || s == "" || isAddress(s) {
		return nil
	}
	if rest, ok := cutBy(s); ok {
		s = rest
	}
	parts := []string{s}
	for _, and := range ands {
		var next []string
		for _, p := range parts {
			next = append(next, strings.Split(p, and)...)
		}
		parts = next
	}
	for i, p := range parts[:min(len(parts), maxAuthors)] {
		if i > 0 && (isJob(p) || isDegree(p)) {
			continue
		}
		if n := cleanName(p); n != "" {
			names = append(names, n)
		}
	}
	return names
}

// jobs are words that say what a person does; at the end of a name, or all
// of a part.
var jobs = []string{"기자", "특파원", "선임기자", "記者", "记者", "editor", "reporter", "correspondent", "contributor", "staff writer", "senior writer", "writer", "journalist", "redakteur", "redakteurin", "journalistin", "fashion editor", "news editor", "associate editor", "senior editor", "contributing editor", "editor-in-chief", "editor-at-large", "photographer", "fotograf", "muhabir"}

// isJob tells whether a part of a line of names ends in what a person does.
func isJob(s string) bool {
	low := strings.ToLower(strings.TrimSpace(s))
	return slices.ContainsFunc(jobs, func(job string) bool { return low == job || strings.HasSuffix(low, " "+job) })
}

// isDegree tells whether a part behind a name is what its owner may write
// there: "Jane Doe, MS, RD".
func isDegree(s string) bool {
	switch strings.ToLower(strings.Trim(s, " .")) {
	case "md", "m.d", "phd", "ph.d", "dphil", "ma", "m.a", "msc", "ms", "m.s", "ba", "bsc", "mba", "mph", "mfa", "rd", "rdn", "ldn", "rn", "cpa", "cfp", "jd", "esq", "lcsw", "lmft", "psyd", "pharmd", "dds", "dmd", "do", "cpt", "edd", "jr", "sr", "ii", "iii":
		return true
	}
	return false
}

// cleanName gives a name without the words around it; "" where it is none.
func cleanName(s string) string {
	s = strings.Trim(strings.TrimSpace(s), ".,:;|-–—/•·*\"“”„ ")
	if strings.HasPrefix(s, "(") || strings.HasPrefix(s, "[") {
		return ""
	}
	if i := strings.IndexAny(s, "(<[{@"); i > 0 && s[i] != '@' {
		s = strings.TrimSpace(s[:i])
	}
	if rest, ok := cutBy(s); ok {
		s = rest
	}
	low := strings.ToLower(s)
	if slices.Contains(jobs, low) {
		return ""
	}
	for _, job := range jobs {
		if rest, ok := strings.CutSuffix(low, " "+job); ok && len(low) == len(s) && !strings.HasSuffix(rest, "staff") {
			s = strings.TrimSpace(s[:len(rest)])
			low = strings.ToLower(s)
		}
	}
	runes := utf8.RuneCountInString(s)
	if runes < minAuthorName || len(s) > maxAuthor || len(strings.Fields(s)) > authorWords || isAddress(s) || strings.IndexFunc(s, unicode.IsLetter) < 0 {
		return ""
	}
	if is, _ := dateline(s); is || strings.IndexFunc(s, unicode.IsDigit) >= 0 && strings.IndexFunc(s, unicode.IsUpper) < 0 {
		return ""
	}
	return s
}

// isAddress tells whether a value is an address or a mail box, not a name.
func isAddress(s string) bool {
	return strings.Contains(s, "://") || strings.HasPrefix(s, "www.") || strings.HasPrefix(s, "/") || strings.HasPrefix(s, "@") ||
		strings.Contains(s, "@") && !strings.Contains(s, " ")
}

// isPublisher tells whether a name is the site's, or that of nobody.
func (m *metadata) isPublisher(name string) bool {
	n := squeeze(name)
	if isNobody(name) || isDesk(n) {
		return true
	}
	if m.linked.nobody[n] || strings.HasSuffix(strings.ToLower(name), " developer") {
		return true
	}
	for _, site := range m.siteNames() {
		s := squeeze(site)
		if s != "" && len(n) >= 3 && (n == s || len(s) >= 4 && strings.HasPrefix(n, s) || strings.Contains(s, n)) {
			return true
		}
	}
	return false
}

// isNobody tells whether a name stands where nobody put one.
func isNobody(name string) bool {
	switch squeeze(name) {
	case "", "admin", "administrator", "webmaster", "author", "autor", "guest", "gast", "гость", "invitado", "anonymous", "unknown", "none", "null", "undefined":
		return true
	}
	return false
}

// isDesk tells whether a squeezed name is that of a publisher's desk.
func isDesk(n string) bool {
	switch n {
	case "editor", "editorial", "redaktion", "redaction", "rédaction", "redaccion", "redacción", "redazione", "redactie", "redaksi", "newsdesk", "newsroom", "staff":
		return true
	}
	return false
}

// distinct drops repeated names, whatever their case.
func distinct(all []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(s string) bool {
		k := fold(s)
		dup := seen[k]
		seen[k] = true
		return dup
	})
}
