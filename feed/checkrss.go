package feed

import (
	"strconv"
	"strings"
)

// The elements of RSS 2.0; those that may repeat stand apart.
const (
	rssOnce     = " title link description language copyright managingEditor webMaster pubDate lastBuildDate generator docs cloud ttl image rating textInput skipHours skipDays "
	rssMany     = " category item "
	itemOnce    = " title link description author comments guid pubDate source "
	itemMany    = " category enclosure "
	sameMeaning = " dc:date=pubDate dc:subject=category dc:source=source atom:published=pubDate atom:id=guid "
)

// rss checks an RSS 2.0 document.
func (c *checker) rss(root *node) {
	if v, _ := root.attr("version"); v != "2.0" {
		c.report(root.line, "version", "the version is %q", v)
	}
	channels := root.all("", "channel")
	if len(channels) == 0 {
		c.report(root.line, "missing-element", "<rss> has no <channel>")
		return
	}
	if len(channels) > 1 {
		c.report(channels[1].line, "duplicate-element", "a second <channel>")
	}
	ch := channels[0]
	c.elements(ch, "", rssOnce, rssMany)
	c.require(ch, "", "title", "link", "description")
	c.rssChannel(ch)
	c.feedLinks(ch, RSSType)
	c.history(ch)
	c.misplaced(ch)
	seen := map[string]int{}
	for _, item := range ch.all("", "item") {
		c.rssItem(item, seen)
	}
}

// elements checks a parent's children without extensions: known, and not
// twice.
func (c *checker) elements(n *node, space, once, many string) {
	seen := map[string]bool{}
	for _, k := range n.kids {
		if k.space != space {
			continue
		}
		name := " " + k.name + " "
		switch {
		case strings.Contains(once, name) && seen[k.name]:
			c.report(k.line, "duplicate-element", "a second <%s> in <%s>", k.name, n.name)
		case !strings.Contains(once, name) && !strings.Contains(many, name):
			c.report(k.line, "unknown-element", "<%s> in <%s>", k.name, n.name)
		}
		seen[k.name] = true
	}
}

// require checks that children are there and not empty.
func (c *checker) require(n *node, space string, names ...string) {
	for _, name := range names {
		if k := n.first(space, name); k == nil {
			c.report(n.line, "missing-element", "<%s> has no <%s>", n.name, name)
		} else if k.value() == "" && len(k.kids) == 0 {
			c.report(k.line, "empty-element", "<%s> in <%s> is empty", name, n.name)
		}
	}
}

func (c *checker) rssChannel(ch *node) {
	for _, k := range ch.kids {
		switch v := k.value(); {
		case k.is(nsSy, "updatePeriod"):
			if !strings.Contains(" hourly daily weekly monthly yearly ", " "+v+" ") {
				c.report(k.line, "update-period", "sy:updatePeriod is %q", v)
			}
		case k.space != "":
		case k.name == "link" || k.name == "docs":
			c.url(k.line, "channel "+k.name, v)
		case k.name == "title" || k.name == "description" || k.name == "copyright":
			c.plainText(k.line, "channel "+k.name, v)
		case k.name == "pubDate" || k.name == "lastBuildDate":
			c.rfc822(k.line, k.name, v)
		case k.name == "language":
			c.language(k.line, "language", v)
		case k.name == "ttl":
			c.positive(k.line, "ttl", v)
		case k.name == "managingEditor" || k.name == "webMaster":
			c.email(k, v)
		case k.name == "image":
			c.require(k, "", "url", "title", "link")
		}
	}
	if ch.first("", "language") == nil && ch.first(nsDC, "language") == nil {
		c.report(ch.line, "language-missing", "the channel does not name its language")
	}
	if ch.first("", "generator") == nil {
		c.report(ch.line, "profile-generator", "the channel has no <generator>")
	}
	if ch.first("", "copyright") == nil {
		c.report(ch.line, "profile-rights", "the channel has no <copyright>")
	}
}

// feedLinks checks the links of a feed to itself and to its hubs.
func (c *checker) feedLinks(n *node, mime string) {
	self, hubs := 0, 0
	for _, l := range n.all(nsAtom, "link") {
		href, ok := l.attr("href")
		if !ok {
			c.report(l.line, "missing-attribute", "<link> has no href")
			continue
		}
		rel, given := l.attr("rel")
		c.relation(l, rel, given)
		switch rel {
		case "self":
			if self++; self > 1 {
				c.report(l.line, "self-many", "a second self link")
			}
			if !strings.Contains(href, "://") {
				c.report(l.line, "self-relative", "the self link is %q", href)
				continue
			}
			if t, ok := l.attr("type"); ok && t != mime {
				c.report(l.line, "self-type", "the self link's type is %q", t)
			}
		case "hub":
			hubs++
		}
		c.url(l.line, "link "+rel, href)
	}
	if self == 0 {
		c.report(n.line, "self-missing", "the feed does not link itself")
		if hubs > 0 {
			c.report(n.line, "hub-no-self", "a hub, but no self link")
		}
	}
}

// relation checks a link's rel, which must be registered or an address.
func (c *checker) relation(l *node, rel string, given bool) {
	const known = " alternate author canonical collection copyright current describedby edit edit-media enclosure first help hub icon last " +
		"license next next-archive payment prev prev-archive previous related replies search self service shortlink up via "
	if given && !strings.Contains(known, " "+rel+" ") && !fullURL(rel) {
		c.report(l.line, "rel-unknown", "rel is %q", rel)
	}
}

// history checks an archive's way back to the living feed.
func (c *checker) history(n *node) {
	mark := n.first(nsFH, "archive")
	if mark == nil {
		return
	}
	for _, l := range n.all(nsAtom, "link") {
		if rel, _ := l.attr("rel"); rel == "current" {
			return
		}
	}
	c.report(mark.line, "archive-no-current", "an archive without a link to the living feed")
}

// misplaced looks for elements of the channel after its first item.
func (c *checker) misplaced(ch *node) {
	items := false
	for _, k := range ch.kids {
		if k.is("", "item") {
			items = true
		} else if items {
			c.report(k.line, "misplaced-item", "<%s> after an item", k.name)
			return
		}
	}
}

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
	if m, ok := k.attr("medium"); ok && !strings.Contains(" image audio video document executable ", " "+m+" ") {
		c.report(k.line, "bad-value", "the medium is %q", m)
	}
}

func (c *checker) positive(line int, what, s string) {
	if n, err := strconv.Atoi(s); err != nil || n <= 0 {
		c.report(line, "bad-number", "%s is %q", what, s)
	}
}

func (c *checker) email(k *node, s string) {
	if !pattern().email.MatchString(s) {
		c.report(k.line, "author-email", "<%s> is %q", k.name, s)
	}
}
