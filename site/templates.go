package site

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"sync"

	"reticule/trend"
)

//go:embed tmpl/*.html
var templateFiles embed.FS

//go:embed style.css
var ownStyle []byte

// styleSheet is the style of the pages and of the plots in them.
var styleSheet = sync.OnceValue(func() []byte { return append([]byte(trend.PlotCSS), ownStyle...) })

// templates parses the pages once, at the first page that is made: commands
// that make none do not pay for it.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(templateFiles, "tmpl/*.html"))
})

// styleName is the style sheet's file name. It changes with the contents, so
// that browsers may keep the file for ever.
var styleName = sync.OnceValue(func() string {
	sum := sha256.Sum256(styleSheet())
	return "style." + hex.EncodeToString(sum[:5]) + ".css"
})

// page is what the layout needs of every page. Hrefs in it and in its body are
// relative to the page.
type page struct {
	Root        string // the way to the top folder: "../../", or an absolute path
	CSS         string
	Policy      string
	Title       string // of the document
	Site        string
	TitleLang   string // of Site, where it is not English
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
func (p *page) render(name string) ([]byte, error) {
	b := bytes.NewBuffer(make([]byte, 0, 16<<10))
	if err := templates().ExecuteTemplate(b, name, p); err != nil {
		return nil, fmt.Errorf("render page %s: %w", name, err)
	}
	return b.Bytes(), nil
}
