package feed

import "strings"

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
			if !strings.Contains(href, "://") && !c.based {
				c.report(l.line, "self-relative", "the self link is %q", href)
				continue
			}
			if t, ok := l.attr("type"); ok && t != mime {
				c.report(l.line, "self-type", "the self link's type is %q", t)
			}
		case "hub":
			hubs++
		}
		c.reference(l.line, "link "+rel, href)
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

// historyRelations link the documents of a feed's history (RFC 5005).
const historyRelations = " current first last next next-archive prev-archive previous "

// history checks an archive's way back to the living feed, and that it is not
// alone.
func (c *checker) history(n *node) {
	mark := n.first(nsFH, "archive")
	if mark == nil {
		return
	}
	rels := map[string]bool{}
	for _, l := range n.all(nsAtom, "link") {
		rel, _ := l.attr("rel")
		rels[rel] = true
	}
	if !rels["current"] {
		c.report(mark.line, "archive-no-current", "an archive without a link to the living feed")
	}
	if n.space == nsAtom && !rels["prev-archive"] && !rels["next-archive"] {
		c.report(mark.line, "archive-alone", "an archive without a link to another")
	}
}
