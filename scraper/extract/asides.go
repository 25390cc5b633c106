package extract

import (
	"golang.org/x/net/html/atom"

	"reticule"
)

// asides takes out what stands below a heading that announces other stories,
// and articles within the article.
func (c *choice) asides() {
	announced, cards := false, c.fewNested()
	for i := range c.blocks {
		b := &c.blocks[i]
		if !c.within(b, c.body) {
			continue
		}
		if (c.kinds[i] == kindHeading || c.announces(i)) && !c.linked(i) {
			announced = c.zones[i] == reticule.ZoneRelated
			if announced {
				continue
			}
		}
		if c.zones[i] != reticule.ZoneBody {
			continue
		}
		n := c.around(b.node, atom.Article)
		nested := c.body >= 0 && n > c.body && c.sum[n] < 0.4*c.sum[c.body]
		switch {
		case nested && (cards || announced || c.headed(n)):
			c.zones[i] = reticule.ZoneRelated
		case announced && !nested && c.runs(i):
			announced = false
		case announced:
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
