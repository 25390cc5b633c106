package extract

import (
	"strings"

	"golang.org/x/net/html/atom"

	"reticule"
	"reticule/scraper/extract/zone"
)

// The kinds of block.
const (
	kindParagraph = "p"
	kindHeading   = "h"
	kindItem      = "li"
	kindRow       = "row"
	kindQuote     = "quote"
	kindCaption   = "caption"
)

// classify gives every block its kind, by the elements around it.
func (c *choice) classify() {
	c.repeat = make(map[uint64]int, len(c.blocks))
	for i := range c.blocks {
		b := &c.blocks[i]
		c.repeat[b.hash]++
		c.kinds[i] = c.kind(b.node)
	}
}

func (c *choice) kind(n int32) string {
	for ; n >= 0; n = c.nodes[n].parent {
		switch a := c.nodes[n].tag; a {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			return kindHeading
		case atom.Li, atom.Dt, atom.Dd:
			return kindItem
		case atom.Td, atom.Th:
			return kindRow
		case atom.Blockquote:
			return kindQuote
		case atom.Figcaption, atom.Caption:
			return kindCaption
		case atom.Div, atom.Section, atom.Article, atom.Main, atom.Body:
			return kindParagraph
		}
	}
	return kindParagraph
}

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

// inParagraph tells whether a node stands in a p element.
func (c *choice) inParagraph(n int32) bool {
	for ; n >= 0; n = c.nodes[n].parent {
		if a := c.nodes[n].tag; a == atom.P {
			return true
		} else if isBlock(a) {
			return false
		}
	}
	return false
}

// paragraphed tells whether most of the article's prose stands in p elements.
func (c *choice) paragraphed() bool {
	in, all := 0.0, 0.0
	for i := range c.blocks {
		b := &c.blocks[i]
		if !c.within(b, c.body) || !c.eligible(b) {
			continue
		}
		w := c.prose(b)
		all += w
		if c.inParagraph(b.node) {
			in += w
		}
	}
	return in > 0.7*all
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

// opening settles what stands between the headline and the article's first
// paragraph: the headline itself, dates, names and marks go, the standfirst
// belongs to the article.
func (c *choice) opening() {
	head, start := c.headline(), c.firstParagraph()
	if start < 0 {
		return
	}
	for i := max(0, head); i < start; i++ {
		b := &c.blocks[i]
		is, _ := dateline(c.line(i))
		is = is && c.kinds[i] == kindParagraph
		if !is && c.standfirst(i, head) {
			c.zones[i] = reticule.ZoneBody
			c.opened[i] = true
			if !c.within(b, c.body) && c.summarised(i) {
				c.zones[i] = reticule.ZoneStandfirst
			}
		} else if c.zones[i] == reticule.ZoneBody && (i == head || is || c.kinds[i] == kindParagraph && !ends(c.text[b.lo:b.hi])) {
			c.zones[i] = reticule.ZoneBoilerplate
		}
	}
	for i := range c.blocks[:start] {
		if i < head {
			if c.zones[i] == reticule.ZoneBody {
				c.zones[i] = reticule.ZoneBoilerplate
			}
		}
	}
	title := fold(c.meta.headline())
	for i := range c.blocks {
		if c.zones[i] == reticule.ZoneBody && c.repeats(i, title, i < start) {
			c.zones[i] = reticule.ZoneBoilerplate
		}
	}
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

// asides takes out what stands below a heading that announces other stories,
// and articles within the article.
func (c *choice) asides() {
	level := atom.Atom(0) // of the announcing heading; 0 for none
	cards := c.fewNested()
	for i := range c.blocks {
		b := &c.blocks[i]
		if !c.within(b, c.body) {
			continue
		}
		if c.kinds[i] == kindHeading || c.announces(i) {
			h := c.headingOf(b.node)
			if c.zones[i] == reticule.ZoneRelated && !c.linked(i) {
				level = max(h, atom.H6)
				continue
			}
			if level != 0 && !c.linked(i) {
				level = 0
			}
		}
		if c.zones[i] != reticule.ZoneBody {
			continue
		}
		n := c.around(b.node, atom.Article)
		nested := c.body >= 0 && n > c.body && c.sum[n] < 0.4*c.sum[c.body]
		switch {
		case nested && (cards || c.headed(n) || level != 0):
			c.zones[i] = reticule.ZoneRelated
		case level != 0 && !nested && c.runs(i):
			level = 0
		case level != 0:
			c.zones[i] = reticule.ZoneRelated
		}
	}
}

// fewNested tells whether articles within the article hold little of it: then
// they are teasers, and not the entries of a live report.
func (c *choice) fewNested() bool {
	if c.body < 0 {
		return false
	}
	held := 0.0
	for i := c.body + 1; i < c.nodes[c.body].end; i++ {
		if c.nodes[i].tag == atom.Article {
			held += c.good[i]
			i = c.nodes[i].end - 1
		}
	}
	return held < 0.3*c.good[c.body]
}

// tail takes out a list of links that ends the article.
func (c *choice) tail() {
	end := len(c.blocks)
	for end > 0 && c.zones[end-1] != reticule.ZoneBody {
		end--
	}
	start, linked := end, 0
	for start > 0 && (c.zones[start-1] != reticule.ZoneBody || c.kinds[start-1] == kindItem) {
		start--
		if c.zones[start] == reticule.ZoneBody && c.blocks[start].link*4 >= c.blocks[start].hi-c.blocks[start].lo {
			linked++
		}
	}
	items := 0
	for i := start; i < end; i++ {
		if c.zones[i] == reticule.ZoneBody {
			items++
		}
	}
	if items < 3 || linked*4 < items*3 {
		return
	}
	for i := start; i < end; i++ {
		if c.zones[i] == reticule.ZoneBody {
			c.zones[i] = reticule.ZoneRelated
		}
	}
}

// runs tells whether a block is running text and no title.
func (c *choice) runs(i int) bool {
	b := &c.blocks[i]
	n := b.hi - b.lo
	return c.kinds[i] == kindParagraph && n >= 60 && b.link*3 < n && ends(c.text[b.lo:b.hi])
}

// announces tells whether a short line ends in a colon and belongs to what
// follows, such as "Read also:".
func (c *choice) announces(i int) bool {
	b := &c.blocks[i]
	return c.zones[i] == reticule.ZoneRelated && b.link == 0 && b.hi-b.lo < 60
}

// headed tells whether an article within the article has a linked heading.
func (c *choice) headed(n int32) bool {
	if c.cards == nil {
		c.cards = map[int32]bool{}
		for j := range c.blocks {
			if c.kinds[j] == kindHeading && c.linked(j) {
				if a := c.around(c.blocks[j].node, atom.Article); a >= 0 {
					c.cards[a] = true
				}
			}
		}
	}
	return c.cards[n]
}

// standfirst tells whether a block below the headline introduces the article.
func (c *choice) standfirst(i, head int) bool {
	b := &c.blocks[i]
	if head < 0 || i == head || b.known || b.node < 0 || c.roles[b.node]&(roleHidden|roleCaption|roleDrop|roleForeign) != 0 {
		return false
	}
	n := b.hi - b.lo
	return n >= 50 && b.link*3 < n && hasSentence(c.text[b.lo:b.hi]) && !c.byline(b)
}

// summarised tells whether a block and the page's summary say the same.
func (c *choice) summarised(i int) bool {
	if c.blocks[i].hi-c.blocks[i].lo > maxContent {
		return false
	}
	line, sum := fold(c.line(i)), c.gist
	return sum != "" && len(line)*2 < len(sum)*3 && (strings.Contains(sum, line) || strings.Contains(line, sum))
}

// headline finds the block of the headline: what says the title, nearest
// before the article's first paragraph; -1 where there is none.
func (c *choice) headline() int {
	title := fold(c.meta.headline())
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

// headingOf gives the heading element around a node.
func (c *choice) headingOf(n int32) atom.Atom {
	for ; n >= 0; n = c.nodes[n].parent {
		if isHeading(c.nodes[n].tag) {
			return c.nodes[n].tag
		}
	}
	return 0
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

// headings takes out headings with nothing of the article below them.
func (c *choice) headings() {
	below := false
	for i := len(c.blocks) - 1; i >= 0; i-- {
		if c.zones[i] != reticule.ZoneBody {
			continue
		}
		if c.kinds[i] != kindHeading {
			below = true
			continue
		}
		if !below || c.emptyBelow(i) {
			c.zones[i] = reticule.ZoneRelated
		}
	}
}

// lookAhead bounds the blocks looked at below a heading.
const lookAhead = 200

// emptyBelow tells whether only text of other zones stands between a heading
// and the next.
func (c *choice) emptyBelow(i int) bool {
	level := c.headingOf(c.blocks[i].node)
	other := 0
	for j := i + 1; j < min(len(c.blocks), i+lookAhead); j++ {
		if c.zones[j] == reticule.ZoneBody {
			return c.kinds[j] == kindHeading && c.headingOf(c.blocks[j].node) == level && other > 0
		}
		if c.zones[j] == reticule.ZoneRelated {
			other++
		}
	}
	return true
}

// ends tells whether a line ends as a sentence does.
func ends(text []byte) bool {
	for _, mark := range []string{".", "!", "?", ":", "…", "。", "！", "？", "؟", "।", "\"", "”", "»", "“", "」", ")", ";", "’"} {
		if strings.HasSuffix(string(text), mark) {
			return true
		}
	}
	return false
}

// fold makes lines comparable: letters and digits only, lower case.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), notWord), " ")
}
