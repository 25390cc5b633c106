package site

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"

	"reticule"
	"reticule/feed"
	"reticule/phrase"
)

// Limits on what strangers wrote, in runes. A headline beyond the first is no
// headline; the second is for names.
const (
	maxTitle = 300
	maxName  = 100
)

// clip shortens text to at most n runes, on one line.
func clip(s string, n int) string {
	if len(s) > n*utf8.UTFMax {
		s = s[:n*utf8.UTFMax] // bound the work before counting
	}
	s = strings.Join(strings.Fields(feed.Clean(s)), " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:n-1])) + "…"
}

// excerpt gives the first words of what may be shown of an article: its
// summary, or else its text. A page that asks for no snippet gets none.
func excerpt(a *reticule.Article, words int) string {
	if a.NoSnippet || a.NoArchive {
		return ""
	}
	if text := feed.Excerpt(a.Summary, words); text != "" {
		return text
	}
	return feed.Excerpt(a.Text, words)
}

// webAddress gives the address if it is one that a reader may be led to: an
// absolute one, over http or https. Any other gives the empty string.
func webAddress(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	u.User = nil
	return u.String()
}

// imageAddress gives the address of an image if the pages' policy admits it.
func imageAddress(s string) string {
	if s = webAddress(s); strings.HasPrefix(s, "https:") {
		return s
	}
	return ""
}

// slug makes a folder name of a name: letters, digits and dashes, lower case,
// without accents. It is empty where nothing is left.
func slug(name string) string {
	var b strings.Builder
	dash := false
	for _, r := range fold(clip(name, 60)) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			dash = b.Len() > 0
			continue
		}
		if dash {
			b.WriteByte('-')
			dash = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// languageName says a language in the book's; the tag itself where it is
// unknown.
func languageName(book *phrase.Book, tag string) string {
	if name := book.Language(tag); name != "" {
		return name
	}
	return clip(tag, 12)
}

// sameLanguage compares primary tags: a reader of "en" reads "en-GB".
func sameLanguage(a, b string) bool {
	a, _, _ = strings.Cut(a, "-")
	b, _, _ = strings.Cut(b, "-")
	return strings.EqualFold(a, b)
}

// langTag gives the tag for a lang attribute, empty where it is not one.
func langTag(tag string) string {
	if len(tag) < 2 || len(tag) > 35 {
		return ""
	}
	for _, r := range tag {
		if r != '-' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)) {
			return ""
		}
	}
	return tag
}

// weekOf names the ISO week: "2026-W47".
func weekOf(t time.Time) string {
	year, week := t.UTC().ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, week)
}

// weekStart gives the Monday of a week named as weekOf does, and whether the
// name is well formed.
func weekStart(name string) (time.Time, bool) {
	y, w, ok := strings.Cut(name, "-W")
	year, err1 := strconv.Atoi(y)
	week, err2 := strconv.Atoi(w)
	if !ok || err1 != nil || err2 != nil {
		return time.Time{}, false
	}
	t := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // the 4th is always in week 1
	t = t.AddDate(0, 0, 7*(week-1)-(int(t.Weekday())+6)%7)
	return t, weekOf(t) == name
}

// weekTitle says a week for people: "Week 47: 16 to 22 November 2026".
func weekTitle(book *phrase.Book, name string) string {
	from, ok := weekStart(name)
	if !ok {
		return name
	}
	to := from.AddDate(0, 0, 6)
	first := "week.day"
	switch {
	case from.Year() != to.Year():
		first = "week.day.year"
	case from.Month() != to.Month():
		first = "week.day.month"
	}
	_, week := from.ISOWeek()
	return book.Say("week", week, book.Date(first, from), book.Date("week.day.year", to))
}

// rightToLeft finds a text's direction as dir=auto does: by its first letter
// that has one.
func rightToLeft(s string) bool {
	for _, r := range s {
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return false
}
