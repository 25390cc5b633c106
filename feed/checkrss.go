package feed

import "strings"

// The elements of an RSS channel; those that may repeat stand apart.
const (
	rssOnce = " title link description language copyright managingEditor webMaster pubDate lastBuildDate generator docs cloud ttl image rating textInput skipHours skipDays "
	rssMany = " category item "
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
	c.require(ch, "", "title", "link")
	if ch.first("", "description") == nil {
		c.report(ch.line, "missing-element", "<channel> has no <description>")
	}
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
