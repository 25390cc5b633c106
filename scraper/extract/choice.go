package extract

import (
	"golang.org/x/net/html/atom"

	"reticule"
)

// choice decides which blocks are the article.
type choice struct {
	*outline
	meta  *metadata
	roles []role // of every element, those of its ancestors included
	own   []role // of every element, its own
	body  int32  // the element that holds the article
	zones []reticule.Zone
}

func newChoice(o *outline, m *metadata) *choice {
	c := &choice{outline: o, meta: m, zones: make([]reticule.Zone, len(o.blocks)), roles: make([]role, len(o.nodes)), own: make([]role, len(o.nodes))}
	for i := range o.nodes {
		n := &o.nodes[i]
		r := roleOf(n)
		c.own[i] = r
		if n.parent >= 0 {
			r |= c.roles[n.parent] &^ (roleContent | roleArticle)
		}
		if n.tag == atom.Body || n.tag == atom.Html {
			r = 0
		}
		c.roles[i] = r
	}
	return c
}

// choose gives every block its zone.
func (c *choice) choose() {
	score := make([]float64, len(c.nodes))
	for i := range c.blocks {
		b := &c.blocks[i]
		if b.known || b.node < 0 || c.roles[b.node]&(roleDrop|roleRelated|roleHidden|roleCaption) != 0 {
			continue
		}
		w := float64(b.hi-b.lo) - 2*float64(b.link)
		if w < 60 {
			continue
		}
		for n, k := b.node, 0; n >= 0 && k < 4; n = c.nodes[n].parent {
			if c.nodes[n].tag == atom.P || !isBlock(c.nodes[n].tag) && c.nodes[n].tag != atom.Td {
				continue
			}
			score[n] += w / float64(1+k)
			k++
		}
	}
	c.body = -1
	best := 0.0
	for i, s := range score {
		if c.own[i]&roleContent != 0 {
			s *= 1.5
		}
		if s > best {
			best, c.body = s, int32(i)
		}
	}
	for i := range c.blocks {
		b := &c.blocks[i]
		c.zones[i] = reticule.ZoneBoilerplate
		if c.body >= 0 && b.node >= c.body && b.node < c.nodes[c.body].end && c.roles[b.node]&(roleDrop|roleRelated|roleHidden|roleCaption) == 0 && b.link*2 < b.hi-b.lo {
			c.zones[i] = reticule.ZoneBody
		}
	}
}

// fill writes the article's text.
func (c *choice) fill(a *reticule.Article) {
	for i := range c.blocks {
		b := &c.blocks[i]
		a.Blocks = append(a.Blocks, reticule.Block{Zone: c.zones[i], Kind: "p", Text: normal(c.text[b.lo:b.hi])})
	}
	a.Text = reticule.JoinZone(a.Blocks, reticule.ZoneBody)
}
