package extract

import (
	"html"
	"strings"

	"reticule"
)

// mark is a link in the text: where it stands, and its tag's raw attributes.
type mark struct {
	lo, hi int32
	attrs  []byte
}

// cleanHTML writes the article as HTML made of a few fixed tags, text escaped,
// links absolute and to the web only. Nothing of the page's own markup gets
// through, so that there is nothing in it to be sanitised.
func (c *choice) cleanHTML() string {
	var b strings.Builder
	list, links := false, c.marks
	for i := range c.blocks {
		if c.zones[i] != reticule.ZoneBody {
			continue
		}
		if item := c.kinds[i] == kindItem; item != list {
			list = item
			if list {
				b.WriteString("<ul>\n")
			} else {
				b.WriteString("</ul>\n")
			}
		}
		for len(links) > 0 && links[0].lo < c.blocks[i].lo {
			links = links[1:]
		}
		open, end := c.wrap(i)
		b.WriteString(open)
		c.inline(&b, i, links)
		b.WriteString(end)
	}
	if list {
		b.WriteString("</ul>\n")
	}
	return b.String()
}

// wrap gives the tags around a block.
func (c *choice) wrap(i int) (open, end string) {
	switch c.kinds[i] {
	case kindHeading:
		return "<h2>", "</h2>\n"
	case kindItem:
		return "<li>", "</li>\n"
	case kindQuote:
		return "<blockquote><p>", "</p></blockquote>\n"
	}
	return "<p>", "</p>\n"
}

// inline writes a block's text with its links.
func (c *choice) inline(b *strings.Builder, i int, links []mark) {
	at, hi := c.blocks[i].lo, c.blocks[i].hi
	for _, l := range links {
		if l.lo >= hi {
			break
		}
		href := c.meta.absolute(attr(l.attrs, "href"))
		if href == "" || l.lo < at || l.hi > hi || l.lo >= l.hi {
			continue
		}
		b.WriteString(html.EscapeString(normal(c.text[at:l.lo])))
		b.WriteString(`<a href="` + html.EscapeString(href) + `" rel="nofollow noopener">` + html.EscapeString(normal(c.text[l.lo:l.hi])) + "</a>")
		at = l.hi
	}
	b.WriteString(html.EscapeString(normal(c.text[at:hi])))
}
