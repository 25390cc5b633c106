package site

import (
	"errors"
	"html/template"
	"strings"
	"sync"

	"reticule/feed"
)

// fragment is a part of a page that stands on many: a card, a rail. It is
// rendered when the first page that is not what it was asks for it.
type fragment struct {
	version string
	most    int // bytes that it takes, where that is known before it is rendered
	draw    func() template.HTML
}

// Version names what the fragment is made of.
func (x *fragment) Version() string { return x.version }

// HTML is the fragment. What our own templates rendered is markup already.
func (x *fragment) HTML() template.HTML { return x.draw() }

// fragment is a part of a page, of the named template.
func (b *builder) fragment(name string, data any) *fragment {
	return &fragment{version: feed.VersionOf(name, data), draw: sync.OnceValue(func() template.HTML {
		var out strings.Builder
		b.err = errors.Join(b.err, execute(&out, b.book, name, data))
		return template.HTML(out.String())
	})}
}
