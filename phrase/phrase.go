// Package phrase holds the words that the pages and the feeds say themselves,
// in the languages of those who read them. What the publishers wrote is never
// translated.
//
// A language is a file, books/xx.txt, of lines "key = text". To add one, copy
// en.txt and translate it: the test says what is missing.
package phrase

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

//go:embed books/*.txt
var files embed.FS

// Book is the words in one language. It is read only, and safe for use by many
// goroutines.
type Book struct {
	lang  string
	text  map[string]string
	names display.Namer // of languages
}

// books has the book of each language, read when its first word is said.
var books = sync.OnceValue(func() map[string]func() *Book {
	all := map[string]func() *Book{}
	names, err := fs.Glob(files, "books/*.txt")
	if err != nil {
		panic(err) // the pattern is ours
	}
	for _, name := range names {
		lang := strings.TrimSuffix(strings.TrimPrefix(name, "books/"), ".txt")
		all[lang] = sync.OnceValue(func() *Book { return read(lang, name) })
	}
	return all
})

// read reads a book out of the program.
func read(lang, name string) *Book {
	data, err := files.ReadFile(name)
	if err != nil {
		panic(err) // it was listed
	}
	b := &Book{lang: lang, text: map[string]string{}, names: display.Languages(language.MustParse(lang))}
	for line := range strings.Lines(string(data)) {
		if key, text, ok := strings.Cut(strings.TrimSpace(line), " = "); ok && key[0] != '#' {
			b.text[key] = text
		}
	}
	return b
}

// For gives the book of a language by its BCP 47 tag; the English one where
// there is none.
func For(lang string) *Book {
	primary, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if book := books()[primary]; book != nil {
		return book()
	}
	return books()["en"]()
}

// Languages lists the languages that have a book, as primary tags.
func Languages() []string { return slices.Sorted(maps.Keys(books())) }

// Lang is the language of the book, as a primary tag.
func (b *Book) Lang() string { return b.lang }

// Say gives the words for a key, with the arguments in their places as
// fmt.Sprintf puts them. An unknown key is a fault of the program, and shows as
// itself.
func (b *Book) Say(key string, args ...any) string {
	text, ok := b.text[key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Count says how many there are of something, in the form that the number
// wants: key.one or key.many.
func (b *Book) Count(key string, n int) string {
	form := ".many"
	if slices.Contains(strings.Fields(b.text["one"]), strconv.Itoa(n)) {
		form = ".one"
	}
	return b.Say(key+form, b.Whole(strconv.Itoa(n)))
}

// Date writes a time as the form at the key says: a layout of package time, in
// which the names of months and days are those of the language.
func (b *Book) Date(key string, t time.Time) string {
	layout := b.text[key]
	s := t.Format(layout)
	if strings.Contains(layout, "January") {
		s = strings.Replace(s, t.Month().String(), strings.Fields(b.text["months"])[t.Month()-1], 1)
	} else if strings.Contains(layout, "Jan") {
		s = strings.Replace(s, t.Month().String()[:3], strings.Fields(b.text["months.short"])[t.Month()-1], 1)
	}
	if strings.Contains(layout, "Monday") {
		s = strings.Replace(s, t.Weekday().String(), strings.Fields(b.text["days"])[t.Weekday()], 1)
	}
	return s
}

// Language names a language, by its tag; the empty string where it is unknown.
func (b *Book) Language(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	return b.names.Name(t)
}

// Whole groups the digits of a whole number: "12,500".
func (b *Book) Whole(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	if len(digits) <= 4 && b.text["group.from"] == "5" {
		return sign + digits
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + b.mark("group") + digits[i:]
	}
	return sign + digits
}

// Decimal writes a decimal number, "1250.5", as the language does.
func (b *Book) Decimal(s string) string {
	whole, frac, _ := strings.Cut(s, ".")
	text := b.Whole(whole)
	if frac != "" {
		text += b.mark("decimal") + frac
	}
	return text
}

// mark gives a separator; "space" stands for one that does not break.
func (b *Book) mark(key string) string {
	if m := b.text[key]; m != "space" {
		return m
	}
	return "\u00a0"
}

// Money writes a decimal amount as a price tag does: "£1,250", "1 250 €",
// "1,200 SEK".
func (b *Book) Money(decimal, currency string) string {
	text := b.Decimal(decimal)
	sign := map[string]string{"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥", "KRW": "₩"}[currency]
	switch {
	case currency == "":
		return ""
	case sign == "" || b.text["money"] == "after":
		if sign == "" {
			sign = currency
		}
		return text + "\u00a0" + sign
	}
	return sign + text
}
