package extract

import (
	"html"

	"reticule"
	"reticule/scraper/extract/zone"
)

// choice decides which blocks are the article.
type choice struct {
	*outline
	meta *metadata
	measure
	own    []role // of every element, its own
	roles  []role // of every element, its ancestors' included
	body   int32  // the element that holds the article; -1 for the whole page
	prosey bool   // the article is written in p elements
	zones  []reticule.Zone
	kinds  []string
	gist   string         // the page's summary, folded
	cards  map[int32]bool // articles that have a linked heading
	repeat map[uint64]int // how often a block's text occurs
}

// off are the roles that keep a block out of the article.
const off = roleDrop | roleRelated | roleHidden | roleCaption | roleForeign

func newChoice(o *outline, m *metadata) *choice {
	n, k := len(o.nodes), len(o.blocks)
	return &choice{outline: o, meta: m, zones: make([]reticule.Zone, k), kinds: make([]string, k),
		own: make([]role, n), roles: make([]role, n), body: -1, gist: fold(m.summary())}
}

// choose gives every block its kind and zone.
func (c *choice) choose() {
	c.weigh()
	c.inherit()
	c.others()
	c.body = c.container()
	c.classify()
	c.prosey = c.paragraphed()
	c.assign()
	c.opening()
	c.asides()
	c.tail()
	c.headings()
}

// fill writes the article's text.
func (c *choice) fill(a *reticule.Article) {
	a.Blocks = make([]reticule.Block, 0, len(c.blocks))
	stand, loaded := "", c.loaded()
	for i := range c.blocks {
		if c.zones[i] == reticule.ZoneStandfirst {
			stand = first(stand, c.line(i))
			continue
		}
		if len(loaded) > 0 && c.zones[i] == reticule.ZoneBody {
			c.zones[i] = reticule.ZoneBoilerplate
		}
		a.Blocks = append(a.Blocks, reticule.Block{Zone: c.zones[i], Kind: c.kinds[i], Text: c.line(i)})
	}
	a.Blocks = append(a.Blocks, loaded...)
	if stand != "" {
		a.Summary = stand
		c.meta.note("summary", "standfirst")
	}
	a.Text = reticule.JoinZone(a.Blocks, reticule.ZoneBody)
	a.HTML = c.cleanHTML()
	for _, b := range loaded {
		if b.Zone == reticule.ZoneBody {
			a.HTML += "<p>" + html.EscapeString(b.Text) + "</p>\n"
		}
	}
	a.Products = c.meta.products(a)
	a.Confidence = c.confidence(a)
	if l := detected(a.Lang, a.Text); l != a.Lang {
		a.Lang = l
		c.meta.note("lang", "text")
	}
}

// loaded gives the article's blocks where the page carries it as data only;
// what it shows is then no article.
func (c *choice) loaded() (all []reticule.Block) {
	shown := 0
	for i := range c.blocks {
		if c.zones[i] == reticule.ZoneBody {
			shown += int(c.blocks[i].hi - c.blocks[i].lo)
		}
	}
	size := 0
	for _, s := range c.payload(c.meta.linked.body) {
		size += len(s)
		z := reticule.ZoneBody
		if cued, ok := zone.Of(s); ok {
			z = cued
		}
		all = append(all, reticule.Block{Zone: z, Kind: kindParagraph, Text: s})
	}
	if size < 2*shown {
		return nil
	}
	return all
}

// line gives a block's text.
func (c *choice) line(i int) string { return c.blockText(i) }
