package demo

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// perPage is how many articles a listing page shows.
const perPage = 6

// listPage is what the listing layout shows.
type listPage struct {
	Site    *site
	Heading string
	Pieces  []*piece
	Next    string // path; empty on the last page
	Linked  bool   // whether the page names the feed in its head
}

func parseLayouts() (*template.Template, error) {
	return template.ParseFS(files, "templates/*.html")
}

// publish makes every document of a magazine.
func (w *Web) publish(s *site, layouts *template.Template) error {
	w.put(s, "/robots.txt", document{kind: typePlain, body: robots(s), changed: s.changed()})
	if err := w.publishSource(s, layouts); err != nil {
		return err
	}
	if s.form == formBroken {
		return nil
	}
	for _, p := range s.pieces {
		body, err := render(layouts, s.layout+".html", p, p.Charset)
		if err != nil {
			return fmt.Errorf("%s: %w", p.slug, err)
		}
		kind := typeHTML
		if p.Charset != "utf-8" {
			kind = "text/html" // the page says it
		}
		w.put(s, p.Path(), document{kind: kind, body: body, changed: p.Modified})
	}
	if err := w.publishList(s, layouts, "/", s.Title, s.pieces); err != nil {
		return err
	}
	for _, sec := range s.Sections {
		in := slices.DeleteFunc(slices.Clone(s.pieces), func(p *piece) bool { return p.Section != sec })
		if err := w.publishList(s, layouts, "/"+sec.Slug+"/", sec.Name, in); err != nil {
			return err
		}
	}
	return nil
}

// publishList makes the pages of a list, the newest articles first.
func (w *Web) publishList(s *site, layouts *template.Template, root, heading string, pieces []*piece) error {
	for n, path := 1, root; path != ""; n++ {
		page := listPage{Site: s, Heading: heading, Linked: s.form.kind() == "feed"}
		page.Pieces = pieces[:min(perPage, len(pieces))]
		if pieces = pieces[len(page.Pieces):]; len(pieces) > 0 {
			page.Next = fmt.Sprintf("%spage/%d/", root, n+1)
		}
		body, err := render(layouts, "list.html", page, "utf-8")
		if err != nil {
			return err
		}
		w.put(s, path, document{kind: typeHTML, body: body, changed: s.changed()})
		path = page.Next
	}
	return nil
}

func (w *Web) put(s *site, path string, d document) { w.pages[s.Host+path] = d }

// render executes a layout and encodes what it gives.
func render(layouts *template.Template, name string, data any, charset string) ([]byte, error) {
	var b bytes.Buffer
	if err := layouts.ExecuteTemplate(&b, name, data); err != nil {
		return nil, err
	}
	if charset == "utf-8" {
		return b.Bytes(), nil
	}
	enc, err := htmlindex.Get(charset)
	if err != nil {
		return nil, err
	}
	return encoding.HTMLEscapeUnsupported(enc.NewEncoder()).Bytes(b.Bytes())
}

func robots(s *site) []byte {
	text := "User-agent: *\nDisallow: /search\nDisallow: /account/\n"
	if s.form == formSitemap {
		text += "\nSitemap: " + s.Root() + s.Feed + "\n"
	}
	return []byte(text)
}
