package feed

import (
	"html"
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// maxLine bounds titles and names, in characters.
const maxLine = 500

// drop tells whether a character is deleted from whatever we write: those XML
// 1.0 forbids, the other controls, the replacement character (which validators
// take for a fault of ours), and the invisible marks that make text appear in
// another order than it is written.
func drop(r rune) bool {
	switch {
	case r == '\t' || r == '\n':
		return false
	case r < 0x20, r >= 0x7f && r <= 0x9f:
		return true
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	case r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
		return true
	}
	return r == utf8.RuneError || r == 0xfeff
}

// Clean deletes the characters and the invalid bytes that must not be written,
// and lets every line end in the same way.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r', r == 0x85, r == 0x2028, r == 0x2029:
			return '\n'
		case drop(r):
			return -1
		}
		return r
	}, s)
}

// line makes one clean line of at most max characters.
func line(s string, max int) string {
	if len(s) > 16*max {
		s = s[:16*max]
	}
	s = strings.Join(strings.Fields(Clean(s)), " ")
	n := 0
	for i := range s {
		if n == max {
			return strings.TrimSpace(s[:i]) + "…"
		}
		n++
	}
	return s
}

var (
	reference = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});`)
	})
	tagStart = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`<([a-zA-Z/!?])`) })
	unclosed = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`&(#|[a-zA-Z][a-zA-Z0-9]*)`) })
)

// plain makes a title or a name: one line, without references, and without
// anything that a reader who takes plain text for HTML would take for a tag.
// Readers disagree on that; a space after "<" reads the same to all of them.
func plain(s string) string {
	s = line(s, maxLine)
	if !strings.ContainsAny(s, "&<") {
		return s
	}
	for range 8 {
		next := reference().ReplaceAllStringFunc(s, html.UnescapeString)
		if next == s {
			break
		}
		s = next
	}
	return inert(line(s, maxLine))
}

// inert puts a space after each "<" and "&" that HTML would take for the
// beginning of a tag or a reference.
func inert(s string) string {
	s = unclosed().ReplaceAllStringFunc(s, func(ref string) string {
		if ref == "&#" || html.UnescapeString(ref+";") != ref+";" {
			return "& " + ref[1:]
		}
		return ref
	})
	return tagStart().ReplaceAllString(s, "< $1")
}

// langTag gives a well-formed BCP 47 tag, or "".
func langTag(s string) string {
	if s == "" || len(s) > 35 {
		return ""
	}
	t, err := language.Parse(s)
	if err != nil || t == language.Und {
		return ""
	}
	return t.String()
}

// rightToLeft tells whether a text's first letter belongs to a script that is
// written from right to left.
func rightToLeft(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam)
		}
	}
	return false
}

// plausible tells whether a date can be that of something on the web.
func plausible(t time.Time) bool { return t.Year() >= 1990 && t.Year() <= 9999 }

// tagDate reads the date of a tag: URI's prefix (RFC 4151): a year, a month or
// a day. 1 January 2000 stands for a prefix without one.
func tagDate(prefix string) time.Time {
	_, date, _ := strings.Cut(prefix, ",")
	date, _, _ = strings.Cut(date, ":")
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, date); err == nil && plausible(t) {
			return t
		}
	}
	return time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)
}
