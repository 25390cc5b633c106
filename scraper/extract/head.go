package extract

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/atom"
)

const (
	maxMetas   = 400     // metas, links, times and properties looked at
	maxTitle   = 2000    // bytes of a title
	maxLinked  = 2 << 20 // bytes of linked data looked at
	maxBodies  = 4 << 20 // bytes that an article's text in linked data may have
	maxContent = 4000    // bytes of a meta's content
)

// named is a value with its name: a meta's, a link's relation, a microdata
// property. node is where it stands, -1 without a tree; at is the length of
// the text before it.
type named struct {
	name  string // lower case
	value string
	node  int32
	at    int32
}

// head is what a page's markup says of the page, as it stands there.
type head struct {
	title  string
	lang   string
	base   string
	metas  []named
	links  []named // by relation
	props  []named // microdata
	times  []named // name is the class and itemprop, value the datetime
	linked [][]byte
}

// headTag takes in a tag that speaks of the page. It gives true where nothing
// more is to be done with it.
func (o *outline) headTag(tag atom.Atom) bool {
	switch tag {
	case atom.Title:
		raw := o.raw()
		if o.head.title == "" {
			o.head.title = plain(string(raw[:min(len(raw), maxTitle)]))
		}
	case atom.Meta:
		o.metaTag()
	case atom.Link:
		if rel := attr(o.attrs, "rel"); rel != "" && len(o.links) < maxMetas {
			o.links = append(o.links, named{name: strings.ToLower(rel), value: attr(o.attrs, "href")})
		}
	case atom.Base:
		if o.base == "" {
			o.base = attr(o.attrs, "href")
		}
	case atom.Html:
		if o.lang == "" {
			o.lang = attr(o.attrs, "lang")
		}
		return false
	case atom.Script:
		o.script()
	case atom.Time:
		o.timeTag()
		return false
	}
	return true
}

// metaTag keeps a meta by its name or property.
func (o *outline) metaTag() {
	if len(o.metas) >= maxMetas {
		return
	}
	content := attr(o.attrs, "content")
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "http-equiv"} {
		if name := attr(o.attrs, key); name != "" {
			o.metas = append(o.metas, named{name: strings.ToLower(name), value: content[:min(len(content), maxContent)]})
		}
	}
	if o.prop {
		o.itemprop(atom.Meta)
	}
}

// script keeps linked data and skips every other script.
func (o *outline) script() {
	attrs := o.attrs
	raw := o.raw()
	if bytes.Contains(attrs, []byte("json")) && strings.Contains(strings.ToLower(attr(attrs, "type")), "ld+json") && len(raw) <= maxLinked && len(o.linked) < maxMetas {
		o.linked = append(o.linked, raw)
	}
}

// timeTag keeps a time element's machine-readable value.
func (o *outline) timeTag() {
	if len(o.times) >= maxMetas {
		return
	}
	value := attr(o.attrs, "datetime")
	if value == "" {
		return
	}
	o.times = append(o.times, named{name: strings.ToLower(attr(o.attrs, "class") + " " + attr(o.attrs, "itemprop")), value: value, at: int32(len(o.text))})
}

// itemprop keeps a microdata property. A value that is the element's text is
// filled in when the tree is complete.
func (o *outline) itemprop(tag atom.Atom) {
	name := strings.ToLower(attr(o.attrs, "itemprop"))
	if name == "" || len(o.props) >= maxMetas {
		return
	}
	value := attr(o.attrs, "content")
	if value == "" {
		value = attr(o.attrs, "datetime")
	}
	at := int32(len(o.nodes)) - 1
	if tag == atom.Meta {
		at = o.top()
	}
	o.props = append(o.props, named{name: name, value: value, node: at})
}

// meta gives the first value of the first of the names that is there.
func (h *head) meta(names ...string) (value, name string) {
	for _, want := range names {
		for _, m := range h.metas {
			if m.name == want && m.value != "" {
				return plain(m.value), want
			}
		}
	}
	return "", ""
}

// metaAll gives every value of a meta.
func (h *head) metaAll(name string) (all []string) {
	for _, m := range h.metas {
		if m.name == name {
			all = append(all, plain(m.value))
		}
	}
	return all
}

// link gives the first link of a relation.
func (h *head) link(rel string) string {
	for _, l := range h.links {
		for r := range strings.FieldsSeq(l.name) {
			if r == rel {
				return l.value
			}
		}
	}
	return ""
}
