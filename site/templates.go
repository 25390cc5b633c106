package site

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"sync"

	"reticule/phrase"
	"reticule/trend"
)

//go:embed tmpl/*.html
var templateFiles embed.FS

//go:embed style.css
var ownStyle []byte

// styleSheet is the style of the pages and of the plots in them.
var styleSheet = sync.OnceValue(func() []byte { return append([]byte(trend.PlotCSS), ownStyle...) })

// presses has the templates of each language, parsed at the first page that is
// made in it: commands that make none do not pay for them.
var presses = sync.OnceValue(func() map[string]func() *template.Template {
	all := map[string]func() *template.Template{}
	for _, lang := range phrase.Languages() {
		all[lang] = sync.OnceValue(func() *template.Template { return parse(phrase.For(lang)) })
	}
	return all
})

// parse gives the templates that speak by a book. Within them, t says the words
// for a key, lang is the page's language, and en marks words that there are in
// English only.
func parse(book *phrase.Book) *template.Template {
	var english template.HTMLAttr
	if book.Lang() != "en" {
		english = ` lang="en"`
	}
	return template.Must(template.New("").Funcs(template.FuncMap{
		"t": book.Say, "lang": book.Lang, "en": func() template.HTMLAttr { return english },
	}).ParseFS(templateFiles, "tmpl/*.html"))
}

// execute renders a template in the language of a book.
func execute(w io.Writer, book *phrase.Book, name string, data any) error {
	return presses()[book.Lang()]().ExecuteTemplate(w, name, data)
}

// styleName is the style sheet's file name. It changes with the contents, so
// that browsers may keep the file for ever.
var styleName = sync.OnceValue(func() string {
	sum := sha256.Sum256(styleSheet())
	return "style." + hex.EncodeToString(sum[:5]) + ".css"
})

// page is what the layout needs of every page, and all that its template makes
// of it. Hrefs in it and in its body are relative to the page.
type page struct {
	Root        string // the way to the top folder: "../../", or an absolute path
	CSS         string
	Policy      string
	Title       string // of the document
	Site        string
	TitleLang   string // of Site, where it is not the page's
	Description string
	Generator   string
	Home        bool
	NoIndex     bool
	Alternates  []link
	Nav         []link
	Query       string // in the search box
	Updated     *moment
	Body        any
}

// link is an address with its words, and what some lists say beside it.
type link struct {
	Href    string
	Text    string
	Type    string
	Title   string
	Count   int
	Current bool
}

// moment is a time for people and for machines.
type moment struct{ Machine, Text string }

// policy is the pages' Content-Security-Policy: nothing but our style sheet,
// a form to ourselves and, where the operator allows it, images over https.
func policy(images bool) string {
	p := "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'"
	if images {
		p += "; img-src https:"
	}
	return p
}

// render executes the named template.
func (p *page) render(book *phrase.Book, name string) ([]byte, error) {
	b := bytes.NewBuffer(make([]byte, 0, 16<<10))
	if err := execute(b, book, name, p); err != nil {
		return nil, fmt.Errorf("render page %s: %w", name, err)
	}
	return b.Bytes(), nil
}
