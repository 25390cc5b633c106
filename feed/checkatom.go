package feed

import (
	"encoding/xml"
	"slices"
	"strings"
)

// The elements of Atom 1.0; those that may repeat stand apart.
const (
	atomOnce  = " generator icon id logo rights subtitle title updated "
	atomMany  = " author category contributor link entry "
	entryOnce = " content id published rights source summary title updated "
	entryMany = " author category contributor link "
)

// atom checks an Atom 1.0 document.
func (c *checker) atom(root *node) {
	c.based = xmlAttr(root, "base")
	c.namespaces(root)
	c.shape(root, nsAtom)
	c.elements(root, nsAtom, atomOnce, atomMany)
	c.require(root, nsAtom, "id", "title", "updated")
	c.feedLinks(root, AtomType)
	c.history(root)
	c.atomLinks(root)
	c.atomParts(root)
	c.metadataFirst(root)
	c.xmlLang(root)
	if !xmlAttr(root, "lang") {
		c.report(root.line, "language-missing", "the feed does not name its language with xml:lang")
	}
	authored := root.first(nsAtom, "author") != nil
	entries := root.all(nsAtom, "entry")
	if !authored && len(entries) == 0 {
		c.report(root.line, "author-missing", "the feed names no author")
	}
	seen, times := map[string]int{}, map[string]int{}
	for _, e := range entries {
		c.atomEntry(e, authored, seen)
		if u := e.first(nsAtom, "updated"); u != nil {
			if times[u.value()]++; times[u.value()] == 2 {
				c.report(u.line, "updated-same", "two entries were updated at %s", u.value())
			}
		}
	}
}

// metadataFirst looks for what is the feed's after its first entry.
func (c *checker) metadataFirst(root *node) {
	entries := false
	for _, k := range root.kids {
		if k.is(nsAtom, "entry") {
			entries = true
		} else if entries && k.space == nsAtom {
			c.report(k.line, "misplaced-metadata", "<%s> after an entry", k.name)
			return
		}
	}
}

// xmlLang checks the language that an element says its words are in.
func (c *checker) xmlLang(n *node) {
	for _, a := range n.attrs {
		if a.Name.Local == "lang" && a.Name.Space == "http://www.w3.org/XML/1998/namespace" && a.Value != "" {
			c.language(n.line, "xml:lang", a.Value)
		}
	}
}

// xmlAttr tells whether an element has the attribute xml:name.
func xmlAttr(n *node, name string) bool {
	return slices.ContainsFunc(n.attrs, func(a xml.Attr) bool {
		return a.Name.Local == name && a.Name.Space == "http://www.w3.org/XML/1998/namespace"
	})
}

// atomLinks checks an element's links: their addresses, and that no two
// alternates are of a kind. The feed's own are checked elsewhere as well.
func (c *checker) atomLinks(n *node) {
	kinds := map[string]bool{}
	for _, l := range n.all(nsAtom, "link") {
		rel, given := l.attr("rel")
		href, ok := l.attr("href")
		if n.name == "entry" {
			if strings.Contains(historyRelations, " "+rel+" ") && rel != "" {
				c.report(l.line, "rel-in-entry", "an entry links with rel=%q", rel)
			}
			if c.relation(l, rel, given); !ok {
				c.report(l.line, "missing-attribute", "<link> has no href")
			} else {
				c.reference(l.line, "link "+rel, href)
			}
		}
		if l.value() != "" || len(l.kids) > 0 {
			c.report(l.line, "stray-text", "a <link> with something in it")
		}
		if title, ok := l.attr("title"); ok {
			c.plainText(l.line, "link title", title)
		}
		if t, ok := l.attr("type"); ok && !pattern().mime.MatchString(t) {
			c.report(l.line, "bad-value", "the link's type is %q", t)
		}
		lang, given2 := l.attr("hreflang")
		if given2 {
			c.language(l.line, "hreflang", lang)
		}
		if !given || rel == "alternate" {
			t, _ := l.attr("type")
			if kinds[t+"|"+lang] {
				c.report(l.line, "link-alternate-many", "a second alternate link")
			}
			kinds[t+"|"+lang] = true
		}
	}
}

// atomParts checks the children that feeds and entries share.
func (c *checker) atomParts(n *node) {
	for _, k := range n.kids {
		if k.is(nsMedia, "content") || k.is(nsMedia, "thumbnail") {
			c.media(k)
		}
		if k.space != nsAtom {
			continue
		}
		c.xmlLang(k)
		switch v := k.value(); k.name {
		case "id":
			c.atomID(k)
		case "updated", "published":
			if c.noSpace(k); v != "" {
				c.rfc3339(k.line, k.name, v)
			}
		case "title", "subtitle", "summary", "rights", "content":
			c.textConstruct(k)
		case "author", "contributor":
			c.person(k)
		case "category":
			if term, ok := k.attr("term"); !ok || term == "" {
				c.report(k.line, "missing-attribute", "<category> has no term")
			}
			if label, ok := k.attr("label"); ok {
				c.plainText(k.line, "category label", label)
			}
			if scheme, ok := k.attr("scheme"); ok {
				c.url(k.line, "category scheme", scheme)
			}
		case "generator":
			if uri, ok := k.attr("uri"); ok {
				c.reference(k.line, "uri of generator", uri)
			}
		case "icon", "logo":
			c.noSpace(k)
			c.reference(k.line, k.name, v)
		}
	}
}

// atomID checks an id: readers compare ids letter by letter, so there should be
// one way only to write it.
func (c *checker) atomID(k *node) {
	c.noSpace(k)
	switch v := k.value(); {
	case v == "":
	case !fullURL(v):
		c.report(k.line, "id-not-full", "the id is %q", v)
	case !canonical(v):
		c.report(k.line, "id-form", "the id is %q", v)
	}
}

// noSpace looks for white space around a value.
func (c *checker) noSpace(k *node) {
	if k.text != k.value() {
		c.report(k.line, "stray-space", "<%s> is %q", k.name, k.text)
	}
}
