// Package extract reads one page's bytes into an article: its text in order,
// each line with the part it plays on the page, and what the page says of
// itself, with where it says so. It knows no network and no site by name.
//
// A page is passed over once by a lexer of its own, in time linear in its bytes
// whatever their shape. That pass cuts the visible text into blocks and keeps
// what the head says: enough for Scan. Read builds a light tree on the way,
// finds the element that holds the article's prose (container.go), and decides
// block by block (zones.go, opening.go, asides.go).
package extract

import (
	"context"
	"net/http"

	"reticule"
)

// Page is what a server answered: its bytes as they came, decompressed.
type Page struct {
	URL         string      // where it came from, after redirects
	ContentType string      // the header's word; Header's own where empty
	Header      http.Header // may be nil
	Body        []byte
	Known       func(hash uint64) bool // tells whether a block repeats across the site's pages; nil where nothing is known
}

// Read reads a page in full. Whatever the bytes, it gives an article and no
// error, unless the context ends first.
func Read(ctx context.Context, p Page) (*reticule.Article, error) {
	o, err := newOutline(ctx, p, true)
	if err != nil {
		return nil, err
	}
	a := &reticule.Article{URL: p.URL, Depth: reticule.DepthRead, SourceOf: map[string]string{}}
	m := newMetadata(o, p)
	m.fill(a)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c := newChoice(o, m)
	c.choose()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c.fill(a)
	return a, nil
}
