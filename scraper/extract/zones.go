package extract

import (
	"strings"

	"reticule"
	"reticule/scraper/extract/zone"
)

// assign gives every block its zone, looking at it alone.
func (c *choice) assign() {
	for i := range c.blocks {
		c.zones[i] = c.zoneOf(i)
	}
}

func (c *choice) zoneOf(i int) reticule.Zone {
	b := &c.blocks[i]
	if b.known || b.node < 0 {
		return reticule.ZoneBoilerplate
	}
	inside := c.within(b, c.body)
	switch r := c.roles[b.node]; {
	case r&(roleDrop|roleHidden|roleForeign) != 0:
		return reticule.ZoneBoilerplate
	case r&roleRelated != 0:
		return reticule.ZoneRelated
	case r&roleCaption != 0 && inside:
		return reticule.ZoneCaption
	case !inside:
		return reticule.ZoneBoilerplate
	}
	if c.linked(i) {
		return reticule.ZoneRelated
	}
	if c.repeated(b) || c.byline(b) || c.label(i) {
		return reticule.ZoneBoilerplate
	}
	line := ""
	if b.hi-b.lo <= longCue {
		line = c.line(i)
	}
	if is, said := dateline(line); is && said && c.kinds[i] == kindParagraph || contact(line) {
		return reticule.ZoneBoilerplate
	}
	if b.hi-b.lo > longCue {
		return reticule.ZoneBody
	}
	if rest, ok := cutBy(line); ok && len(line) < 80 && looksNamed(rest) {
		return reticule.ZoneBoilerplate
	}
	if z, ok := zone.Of(line); ok && c.kinds[i] != kindRow {
		return z
	}
	return reticule.ZoneBody
}

// longCue is the length in bytes beyond which a line is the article's own.
const longCue = 2000

// longContact is the length in bytes that a line of contact details may have.
const longContact = 200

// contact tells whether a line tells how to reach the author: a mail address,
// or a handle at its end.
func contact(line string) bool {
	if len(line) > longContact {
		return false
	}
	at := strings.IndexByte(line, '@')
	if at < 0 || strings.HasPrefix(line, "—") {
		return false
	}
	before, after := line[:at], line[at+1:]
	host, _, _ := strings.Cut(after, " ")
	return before != "" && !strings.HasSuffix(before, " ") && !strings.HasSuffix(before, "(") && strings.Contains(strings.TrimRight(host, ".,"), ".")
}

// label tells whether a short line outside a paragraph, where the article is
// otherwise written in paragraphs, is a mark on the page: "Advertisement",
// "Image 1 of 5".
func (c *choice) label(i int) bool {
	b := &c.blocks[i]
	return c.prosey && c.kinds[i] == kindParagraph && b.hi-b.lo < 60 && b.node != c.body && !ends(c.text[b.lo:b.hi]) && !c.inParagraph(b.node)
}

// linked tells whether a block is mostly links: a list of other stories.
func (c *choice) linked(i int) bool {
	b := &c.blocks[i]
	n, link := b.hi-b.lo, b.link
	free := n - link
	if c.kinds[i] == kindParagraph && free >= 15 && hasSentence(c.text[b.lo:b.hi]) {
		return link*10 > n*8
	}
	return link*2 > n
}

// repeated tells whether a short block occurs more than once on its page.
func (c *choice) repeated(b *block) bool {
	return c.repeat[b.hash] > 1 && b.hi-b.lo < 60
}

// byline tells whether a block says who wrote it and when.
func (c *choice) byline(b *block) bool {
	return c.roles[b.node]&roleByline != 0 && b.hi-b.lo < 120
}
