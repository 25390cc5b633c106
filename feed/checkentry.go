package feed

import (
	"slices"
	"strings"
)

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
