package feed

import (
	"slices"
	"strconv"
	"strings"
)

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
	c.namespaces(root)
	c.shape(root, "")
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
		case k.is(nsSy, "updateFrequency"):
			c.positive(k.line, "sy:updateFrequency", v)
		case k.is(nsSy, "updateBase"):
			c.rfc3339(k.line, "sy:updateBase", v)
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
		case k.name == "category":
			c.plainText(k.line, "channel category", v)
		case k.name == "image":
			c.image(ch, k)
		case k.name == "textInput":
			c.report(k.line, "text-input", "the channel has a <textInput>")
		case k.name == "cloud":
			for _, name := range attributesOf(rssAttributes, "cloud") {
				if _, ok := k.attr(name); !ok {
					c.report(k.line, "missing-attribute", "<cloud> has no %s", name)
				}
			}
		case k.name == "skipHours":
			c.skips(k, "hour", hours())
		case k.name == "skipDays":
			c.skips(k, "day", []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
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

// The most that an image of a channel may measure, in pixels.
const (
	imageWidth  = 144
	imageHeight = 400
)

// image checks a channel's image, which says again what the channel is called
// and where its page is.
func (c *checker) image(ch, image *node) {
	c.require(image, "", "url", "title", "link")
	for _, k := range image.kids {
		switch v := k.value(); {
		case k.space != "":
		case k.name == "title" || k.name == "link":
			if own := ch.first("", k.name); own != nil && v != "" && own.value() != v {
				c.report(k.line, "image-mismatch", "the image's %s is %q, the channel's %q", k.name, v, own.value())
			}
		case k.name == "url":
			if dot := strings.LastIndexByte(v, '.'); c.url(k.line, "image", v) && dot > strings.LastIndexByte(v, '/') && !strings.Contains(" jpg jpeg gif png ", " "+strings.ToLower(v[dot+1:])+" ") {
				c.report(k.line, "image-form", "the image is %q", v)
			}
		case k.name == "width":
			c.measure(k, v, imageWidth)
		case k.name == "height":
			c.measure(k, v, imageHeight)
		}
	}
}

// measure checks a width or height against the most that it may be.
func (c *checker) measure(k *node, v string, most int) {
	if c.positive(k.line, "image "+k.name, v); len(v) < 9 {
		if n, err := strconv.Atoi(v); err == nil && n > most {
			c.report(k.line, "bad-number", "the image's %s is %d; %d is the most", k.name, n, most)
		}
	}
}

// hours are those that skipHours knows: 0 to 23, and 24 in old feeds.
func hours() []string {
	var out []string
	for h := range 25 {
		out = append(out, strconv.Itoa(h))
	}
	return out
}

// skips checks skipHours and skipDays: known values, each once.
func (c *checker) skips(n *node, name string, known []string) {
	seen := map[string]bool{}
	for _, k := range n.kids {
		v := k.value()
		if k.name != name || !slices.Contains(known, v) {
			c.report(k.line, "bad-value", "<%s>%s in <%s>", k.name, v, n.name)
		} else if seen[v] {
			c.report(k.line, "duplicate-element", "%s stands twice in <%s>", v, n.name)
		}
		seen[v] = true
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
