package feed

import "strings"

// The elements of an RSS item; those that may repeat stand apart. The last list
// pairs extensions with the element that means the same.
const (
	itemOnce    = " title link description author comments guid pubDate source "
	itemMany    = " category enclosure "
	sameMeaning = " dc:date=pubDate dc:subject=category dc:source=source atom:published=pubDate atom:id=guid "
)

// rssItem checks an item; seen holds the ids so far with their lines.
func (c *checker) rssItem(item *node, seen map[string]int) {
	c.elements(item, "", itemOnce, itemMany)
	c.guid(item, seen)
	if title, text := item.first("", "title"), item.first("", "description"); title == nil && text == nil {
		c.report(item.line, "content-missing", "an item without title and description")
	}
	if n := item.all("", "enclosure"); len(n) > 1 {
		c.report(n[1].line, "enclosure-many", "a second enclosure")
	}
	c.sameMeaning(item)
	described := false
	for _, k := range item.kids {
		described = described || k.is("", "description")
		if k.is(nsContent, "encoded") && !described {
			c.report(k.line, "description-after-content", "content:encoded before description")
		}
		c.rssItemPart(k)
	}
}

func (c *checker) rssItemPart(k *node) {
	switch v := k.value(); {
	case k.is(nsContent, "encoded"):
		c.htmlText(k.line, "content:encoded", v)
	case k.is(nsDC, "language"):
		c.language(k.line, "dc:language", v)
	case k.is(nsAtom, "updated"), k.is(nsAtom, "published"):
		c.rfc3339(k.line, "atom:"+k.name, v)
	case k.is(nsMedia, "content"), k.is(nsMedia, "thumbnail"):
		c.media(k)
	case k.space != "":
	case k.name == "title":
		c.plainText(k.line, "title", v)
		if v == "" {
			c.report(k.line, "empty-element", "<title> is empty")
		}
	case k.name == "link" || k.name == "comments":
		c.url(k.line, "item "+k.name, v)
	case k.name == "description":
		c.htmlText(k.line, "description", v)
	case k.name == "pubDate":
		c.rfc822(k.line, "pubDate", v)
	case k.name == "author":
		c.email(k, v)
	case k.name == "category":
		if c.plainText(k.line, "category", v); v == "" {
			c.report(k.line, "empty-element", "<category> is empty")
		}
	case k.name == "source":
		c.plainText(k.line, "source", v)
		if u, _ := k.attr("url"); !fullURL(u) || v == "" {
			c.report(k.line, "source-url", "<source url=%q>%s", u, v)
		}
	case k.name == "enclosure":
		c.enclosure(k)
	}
}

func (c *checker) guid(item *node, seen map[string]int) {
	g := item.first("", "guid")
	if g == nil {
		c.report(item.line, "guid-missing", "an item without guid")
		return
	}
	id := g.value()
	link, given := g.attr("isPermaLink")
	switch {
	case id == "":
		c.report(g.line, "empty-element", "<guid> is empty")
		return
	case given && link != "true" && link != "false":
		c.report(g.line, "bad-value", "isPermaLink is %q", link)
	case link != "false" && (!fullURL(id) || !strings.HasPrefix(strings.ToLower(id), "http")):
		c.report(g.line, "guid-permalink", "the guid %q is no address", id)
	case len(id) < 9 && strings.Trim(id, "0123456789") == "":
		c.report(g.line, "guid-weak", "the guid is %q", id)
	}
	c.unique(g.line, id, seen)
}

func (c *checker) unique(line int, id string, seen map[string]int) {
	if first, dup := seen[id]; dup {
		c.report(line, "id-duplicate", "%q is the id on line %d too", id, first)
		return
	}
	seen[id] = line
}

// sameMeaning looks for extensions that repeat an element of RSS.
func (c *checker) sameMeaning(item *node) {
	has := map[string]*node{}
	for _, k := range item.kids {
		prefix := map[string]string{nsDC: "dc:", nsAtom: "atom:"}[k.space]
		has[prefix+k.name] = k
	}
	if a := has["author"]; a != nil && has["dc:creator"] != nil {
		c.report(a.line, "author-twice", "an item with author and dc:creator")
	}
	for pair := range strings.FieldsSeq(sameMeaning) {
		ext, core, _ := strings.Cut(pair, "=")
		if k := has[ext]; k != nil && has[core] != nil {
			c.report(k.line, "semantics-twice", "an item with %s and %s", core, ext)
		}
	}
}

func (c *checker) enclosure(k *node) {
	for _, name := range []string{"url", "length", "type"} {
		if _, ok := k.attr(name); !ok {
			c.report(k.line, "missing-attribute", "<enclosure> has no %s", name)
		}
	}
	if u, ok := k.attr("url"); ok {
		c.webAddress(k.line, "enclosure", u)
	}
	if n, ok := k.attr("length"); ok && (n == "" || strings.Trim(n, "0123456789") != "") {
		c.report(k.line, "bad-number", "the enclosure's length is %q", n)
	}
	if t, ok := k.attr("type"); ok && !pattern().mime.MatchString(t) {
		c.report(k.line, "bad-value", "the enclosure's type is %q", t)
	}
}

func (c *checker) media(k *node) {
	if u, ok := k.attr("url"); ok {
		c.url(k.line, "media:"+k.name, u)
	} else if k.name == "thumbnail" {
		c.report(k.line, "missing-attribute", "<media:thumbnail> has no url")
	}
	for _, name := range []string{"width", "height"} {
		if v, ok := k.attr(name); ok {
			c.positive(k.line, "media:"+k.name+" "+name, v)
		}
	}
	if v, ok := k.attr("fileSize"); ok {
		c.positive(k.line, "media:"+k.name+" fileSize", v)
	}
	if v, ok := k.attr("type"); ok && !pattern().mime.MatchString(v) {
		c.report(k.line, "bad-value", "the type of media:%s is %q", k.name, v)
	}
	if v, ok := k.attr("isDefault"); ok && v != "true" && v != "false" {
		c.report(k.line, "bad-value", "isDefault is %q", v)
	}
	if v, ok := k.attr("expression"); ok && !strings.Contains(" sample full nonstop ", " "+v+" ") {
		c.report(k.line, "bad-value", "the expression is %q", v)
	}
	if m, ok := k.attr("medium"); ok && !strings.Contains(" image audio video document executable ", " "+m+" ") {
		c.report(k.line, "bad-value", "the medium is %q", m)
	}
}
