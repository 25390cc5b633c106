package extract

import (
	"context"
	"time"

	"reticule"
)

// Glance is what a cheap pass over a page finds.
type Glance struct {
	Title, Summary, Canonical, Site, Lang, Image string
	Authors                                      []string
	Published, Modified                          time.Time
	NoIndex, NoSnippet, NoArchive, TDMReserve    bool
	Hit                                          bool     // match said yes
	Text                                         []byte   // the visible text, a block a line, known blocks left out; title, summary and linked text first
	Prose                                        []byte   // of these the blocks that look like paragraphs
	Hashes                                       []uint64 // of the blocks long enough to be told apart, for Page.Known
}

// proseLen is the length in bytes from which a block is taken for a
// paragraph.
const proseLen = 80

// Scan passes over a page once, without building a tree. match is asked once
// about all text that Read could take for the article's; it must not keep it.
func Scan(p Page, match func(visible []byte) bool) (*Glance, error) {
	o, err := newOutline(context.Background(), p, false)
	if err != nil {
		return nil, err
	}
	m := newMetadata(o, p)
	var a reticule.Article
	m.fill(&a)
	g := &Glance{Title: a.Title, Summary: a.Summary, Canonical: a.Canonical, Site: a.Site, Lang: a.Lang, Image: a.Image, Authors: a.Authors,
		Published: a.Published, Modified: a.Modified, NoIndex: a.NoIndex, NoSnippet: a.NoSnippet, NoArchive: a.NoArchive, TDMReserve: a.TDMReserve}
	g.Text = make([]byte, 0, len(o.text)+len(g.Title)+len(g.Summary)+2)
	for _, s := range []string{g.Title, g.Summary} {
		g.Text = append(append(g.Text, s...), '\n')
	}
	for i := range o.blocks {
		b := &o.blocks[i]
		line := o.text[b.lo : b.hi+1]
		if len(line) > minKnown {
			g.Hashes = append(g.Hashes, b.hash)
		}
		if b.known {
			continue
		}
		g.Text = append(g.Text, line...)
		if len(line) > proseLen && int(b.link)*3 < len(line) {
			g.Prose = append(g.Prose, line...)
		}
	}
	for _, line := range o.payload(m.linked.body) {
		g.Text = append(append(g.Text, line...), '\n')
		if len(line) > proseLen {
			g.Prose = append(append(g.Prose, line...), '\n')
		}
	}
	g.Hit = match != nil && match(g.Text)
	return g, nil
}
