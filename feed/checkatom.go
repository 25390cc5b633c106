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

func (c *checker) atomEntry(e *node, authored bool, seen map[string]int) {
	outer := c.based
	defer func() { c.based = outer }()
	c.based = outer || xmlAttr(e, "base") || slices.ContainsFunc(e.kids, func(k *node) bool { return xmlAttr(k, "base") })
	c.elements(e, nsAtom, entryOnce, entryMany)
	c.require(e, nsAtom, "id", "title", "updated")
	c.atomLinks(e)
	c.atomParts(e)
	if !authored && e.first(nsAtom, "author") == nil {
		if s := e.first(nsAtom, "source"); s == nil || s.first(nsAtom, "author") == nil {
			c.report(e.line, "author-missing", "neither the entry nor the feed names an author")
		}
	}
	if id := e.first(nsAtom, "id"); id != nil && id.value() != "" {
		c.unique(id.line, id.value(), seen)
	}
	c.atomContent(e)
}

// atomContent checks that an entry says something: a content, or a page to
// read it on; and a summary where the content stands elsewhere.
func (c *checker) atomContent(e *node) {
	content := e.first(nsAtom, "content")
	if content == nil {
		if e.first(nsAtom, "summary") == nil {
			c.report(e.line, "text-missing", "an entry without content and summary")
		}
		for _, l := range e.all(nsAtom, "link") {
			if rel, ok := l.attr("rel"); !ok || rel == "alternate" {
				return
			}
		}
		c.report(e.line, "content-missing", "an entry without content and alternate link")
		return
	}
	src, away := content.attr("src")
	mime, typed := content.attr("type")
	if away {
		if c.reference(content.line, "content src", src); !typed {
			c.report(content.line, "type-missing", "the content stands at %q", src)
		}
	}
	if (away || packed(mime)) && e.first(nsAtom, "summary") == nil {
		c.report(content.line, "missing-element", "the content is not text that stands here, and <entry> has no <summary>")
	}
}

// packed tells whether content of a type is written in base64 (RFC 4287,
// section 4.1.3.3).
func packed(mime string) bool {
	return strings.Contains(mime, "/") && !strings.HasPrefix(mime, "text/") && !strings.HasSuffix(mime, "+xml") && !strings.HasSuffix(mime, "/xml")
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
			if v != "" && !fullURL(v) {
				c.report(k.line, "id-not-full", "the id is %q", v)
			}
		case "updated", "published":
			if v != "" {
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
			c.reference(k.line, k.name, v)
		}
	}
}

// textConstruct checks a text by its type (RFC 4287, section 3.1).
func (c *checker) textConstruct(k *node) {
	t, given := k.attr("type")
	_, away := k.attr("src")
	switch {
	case !given || t == "text":
		if c.plainText(k.line, k.name, k.value()); len(k.kids) > 0 {
			c.report(k.kids[0].line, "unknown-element", "<%s> in the plain text of <%s>", k.kids[0].name, k.name)
		}
	case t == "html":
		c.htmlText(k.line, k.name, k.value())
	case t == "xhtml":
		if len(k.kids) != 1 || k.kids[0].name != "div" {
			c.report(k.line, "bad-value", "<%s type=\"xhtml\"> must hold one <div>", k.name)
		}
	case k.name != "content" || !away && !pattern().mime.MatchString(t):
		c.report(k.line, "bad-text-type", "the type of <%s> is %q", k.name, t)
	}
}

func (c *checker) person(k *node) {
	c.require(k, nsAtom, "name")
	if n := k.first(nsAtom, "name"); n != nil {
		if c.plainText(n.line, "name", n.value()); pattern().mailbox.MatchString(n.value()) {
			c.report(n.line, "email-in-name", "the name is %q", n.value())
		}
	}
	if u := k.first(nsAtom, "uri"); u != nil {
		c.reference(u.line, "uri of "+k.name, u.value())
	}
	if m := k.first(nsAtom, "email"); m != nil && !pattern().email.MatchString(m.value()) {
		c.report(m.line, "bad-value", "the e-mail address is %q", m.value())
	}
}
