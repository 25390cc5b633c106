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
	defer o.release()
	m := newMetadata(o, p)
	var a reticule.Article
	m.fill(&a)
	g := &Glance{Title: a.Title, Summary: a.Summary, Canonical: a.Canonical, Site: a.Site, Lang: a.Lang, Image: a.Image, Authors: a.Authors,
		Published: a.Published, Modified: a.Modified, NoIndex: a.NoIndex, NoSnippet: a.NoSnippet, NoArchive: a.NoArchive, TDMReserve: a.TDMReserve}
	g.take(o)
	for _, line := range o.payload(m.linked.body) {
		g.Text = append(append(g.Text, line...), '\n')
		if len(line) > proseLen {
			g.Prose = append(append(g.Prose, line...), '\n')
		}
	}
	g.Hit = match != nil && match(g.Text)
	return g, nil
}

// take copies the text of an outline: no more than is kept, since a run holds
// many glances until they are stored.
func (g *Glance) take(o *outline) {
	text, prose := len(g.Title)+len(g.Summary)+2, 0
	for i := range o.blocks {
		if b := &o.blocks[i]; !b.known {
			text += b.line()
			if b.prose() {
				prose += b.line()
			}
		}
	}
	g.Text, g.Prose, g.Hashes = make([]byte, 0, text), make([]byte, 0, prose), make([]uint64, 0, len(o.blocks))
	g.Text = append(append(append(append(g.Text, g.Title...), '\n'), g.Summary...), '\n')
	for i := range o.blocks {
		b := &o.blocks[i]
		if b.line() > minKnown {
			g.Hashes = append(g.Hashes, b.hash)
		}
		if b.known {
			continue
		}
		line := o.text[b.lo : b.hi+1]
		g.Text = append(g.Text, line...)
		if b.prose() {
			g.Prose = append(g.Prose, line...)
		}
	}
}

// line is the length of a block with its line break.
func (b *block) line() int { return int(b.hi-b.lo) + 1 }

// prose tells whether a block looks like a paragraph.
func (b *block) prose() bool { return b.line() > proseLen && int(b.link)*3 < b.line() }
