package extract

import (
	"strings"

	"golang.org/x/net/html/atom"

	"reticule"
	"reticule/scraper/extract/zone"
)

// opening settles what stands between the headline and the article's first
// paragraph: the headline itself, dates, names and marks go, the standfirst
// belongs to the article.
func (c *choice) opening() {
	head, start := c.headline(), c.firstParagraph()
	if start < 0 {
		return
	}
	stood := false
	for i := range c.blocks[:start] {
		body := c.zones[i] == reticule.ZoneBody
		switch {
		case i < head && body:
			c.zones[i] = reticule.ZoneBoilerplate
		case i < head:
		case c.standfirst(i, head):
			c.zones[i] = reticule.ZoneBody
			if !stood && !c.within(&c.blocks[i], c.body) && c.summarised(i) {
				c.zones[i], stood = reticule.ZoneStandfirst, true
			}
		case body && (i == head || c.above(i)):
			c.zones[i] = reticule.ZoneBoilerplate
		}
	}
	title := fold(c.meta.title())
	for i := range c.blocks {
		if c.zones[i] == reticule.ZoneBody && c.repeats(i, title, i < start) {
			c.zones[i] = reticule.ZoneBoilerplate
		}
	}
}

// above tells whether a line above the first paragraph is a date or a mark,
// and no sentence.
func (c *choice) above(i int) bool {
	b := &c.blocks[i]
	return c.kinds[i] == kindParagraph && (!ends(c.text[b.lo:b.hi]) || c.dated(i))
}

// dated tells whether a block is a line of dates.
func (c *choice) dated(i int) bool {
	b := &c.blocks[i]
	if c.kinds[i] != kindParagraph || b.hi-b.lo > longDateline {
		return false
	}
	is, _ := dateline(c.line(i))
	return is
}

// headline finds the block of the headline: what says the title, nearest
// before the article's first paragraph; -1 where there is none.
func (c *choice) headline() int {
	title := fold(c.meta.title())
	found := -1
	start := c.firstParagraph()
	for i := range c.blocks {
		if i >= start {
			break
		}
		b := &c.blocks[i]
		if b.node < 0 {
			continue
		}
		if c.kinds[i] == kindHeading && (c.headingOf(b.node) == atom.H1 || title != "" && fold(c.line(i)) == title) {
			found = i
		}
	}
	return found
}

// firstParagraph is the article's first block of running text.
func (c *choice) firstParagraph() int {
	for i := range c.blocks {
		b := &c.blocks[i]
		if c.zones[i] == reticule.ZoneBody && b.hi-b.lo >= 100 && c.kinds[i] != kindHeading {
			return i
		}
	}
	return -1
}

// standfirst tells whether a block below the headline introduces the article.
func (c *choice) standfirst(i, head int) bool {
	b := &c.blocks[i]
	if head < 0 || i == head || b.known || b.node < 0 || c.roles[b.node]&(roleHidden|roleCaption|roleDrop|roleForeign) != 0 {
		return false
	}
	n := b.hi - b.lo
	if n < 50 || b.link*3 >= n || n > longCue || !hasSentence(c.text[b.lo:b.hi]) || c.byline(b) || c.dated(i) {
		return false
	}
	_, cued := zone.Of(c.line(i))
	return !cued
}

// summarised tells whether a block and the page's summary say the same.
func (c *choice) summarised(i int) bool {
	if c.blocks[i].hi-c.blocks[i].lo > maxContent {
		return false
	}
	line, sum := fold(c.line(i)), c.gist
	return sum != "" && len(line)*2 < len(sum)*3 && (strings.Contains(sum, line) || strings.Contains(line, sum))
}

// repeats tells whether a block says the title again. Above the first
// paragraph a few words may stand before or behind it.
func (c *choice) repeats(i int, title string, above bool) bool {
	b := &c.blocks[i]
	if title == "" || int(b.hi-b.lo) > len(title)+80 {
		return false
	}
	line := fold(c.line(i))
	return line == title || above && len(line) < len(title)+60 && strings.Contains(line, title)
}
