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
