package site

import (
	"strconv"
	"strings"

	"reticule"
)

// Bounds on what a story's page lists, besides the room that its lists have.
const (
	maxAuthors  = 5
	storyBrands = 20
)

// storyBody is the page of one story.
type storyBody struct {
	Up        *link
	Card      card
	Date      string
	Authors   string
	Paywalled bool
	Products  []productRow
	Verdict   string
	Evidence  []evidenceRow
	Copies    []other
	Siblings  []other

	// What there is beyond the rows of a list: "and 12 more".
	MoreProducts, MoreEvidence, MoreSiblings string
	AllCopies                                *link
}

// copiesPath is the folder, within a story's, of the list of its copies, where
// the story's page has not room for all.
const copiesPath = "copies/"

// copiesBody is a page of a story's copies.
type copiesBody struct {
	Up           *link
	Lang         string // of the story
	Copies       []other
	Newer, Older *link
}

// storyPages makes the pages of a story that a feed tells.
func (b *builder) storyPages(key string, t *told) {
	dir := storiesDir + key + "/"
	b.put(dir, "story", func() *page { return b.storyPage(dir, t) })
	if copies := b.copies(t.story); fitting(copies, sectionRoom, other.weigh) < len(copies) {
		pages := portions(copies, tableRoom, other.weigh)
		for n, part := range pages {
			b.put(pagePath(dir+copiesPath, n), "copies", func() *page { return b.copiesPage(dir, t, part, n, len(pages)) })
		}
	}
}

// copiesPage makes page n, from 0, of a story's copies.
func (b *builder) copiesPage(dir string, t *told, copies []other, n, pages int) *page {
	title, path := clip(t.story.Face.Title, maxTitle), dir+copiesPath
	p := b.layout(pagePath(path, n), b.pageTitle(b.book.Say("copies")+" · "+title, n))
	p.NoIndex = true
	body := copiesBody{Up: &link{Href: p.Root + dir, Text: title}, Lang: langTag(t.story.Face.Lang), Copies: copies}
	body.Newer, body.Older = b.turn(p.Root+path, n, pages)
	p.Body = body
	return p
}

type productRow struct{ Name, Brand, Retailer, Text, Was string }

type evidenceRow struct{ Text, Zone, Why, Weight string }

// other is another place of the story, or another story.
type other struct{ Href, Title, Lang, Source, Date, Why string }

// storyPage makes the page of a story.
func (b *builder) storyPage(dir string, t *told) *page {
	s := t.story
	p := b.layout(dir, clip(s.Face.Title, maxTitle))
	p.Updated = b.changed([]*reticule.Story{s})
	p.NoIndex = true // the publisher gets the click, from a search engine too
	body := storyBody{
		Up:        t.feed.up(p.Root),
		Card:      b.card(t.feed, p.Root, s, full),
		Date:      momentOf(b.book, storyTime(s)).Text,
		Authors:   clip(strings.Join(s.Face.Authors[:min(maxAuthors, len(s.Face.Authors))], ", "), maxTitle),
		Paywalled: s.Face.Paywalled,
		Verdict:   b.book.Say("is.mention"),
	}
	if s.Verdict.Label == reticule.LabelAbout {
		body.Verdict = b.book.Say("is.about")
	}
	body.Card.Brands = b.brandLinks(t.feed, p.Root, s, storyBrands)
	body.Card.Brands = body.Card.Brands[:fitting(body.Card.Brands, sectionRoom/2, link.weigh)]
	body.Card.Reason = strings.TrimSuffix(body.Card.Reason, ".")
	body.Products, body.MoreProducts = firstRows(b, b.productRows(s.Verdict.Products), productRow.weigh)
	body.Evidence, body.MoreEvidence = firstRows(b, b.evidenceRows(&s.Face, s.Verdict.Evidence), evidenceRow.weigh)
	body.Siblings, body.MoreSiblings = firstRows(b, b.siblings(p.Root, s), other.weigh)
	copies := b.copies(s)
	body.Copies, _ = firstRows(b, copies, other.weigh)
	if len(body.Copies) < len(copies) {
		body.AllCopies = &link{Href: copiesPath, Text: b.book.Say("all.of", b.book.Whole(strconv.Itoa(len(copies))))}
	}
	p.Body = body
	return p
}

// firstRows are the rows that go into a section, and how many more there are.
func firstRows[T any](b *builder, rows []T, weigh func(T) int) ([]T, string) {
	n := fitting(rows, sectionRoom, weigh)
	if n == len(rows) {
		return rows, ""
	}
	return rows[:n], b.book.Say("feed.more", b.book.Whole(strconv.Itoa(len(rows)-n)))
}

func (r productRow) weigh() int { return 130 + weigh(r.Name, r.Brand, r.Retailer, r.Text, r.Was) }

func (r evidenceRow) weigh() int { return 110 + weigh(r.Text, r.Zone, r.Why, r.Weight) }

func (o other) weigh() int {
	return 150 + weighAddress(o.Href) + weigh(o.Title, o.Source, o.Date, o.Why)
}

// copies lists the places that carry a story's text.
func (b *builder) copies(s *reticule.Story) []other {
	var list []other
	for _, c := range s.Copies {
		source := b.sourceTitle(c.Source, "", "")
		title := clip(c.Title, maxTitle)
		if title == "" {
			title = source
		}
		list = append(list, other{Href: webAddress(c.URL), Title: title, Lang: langTag(c.Lang), Source: source,
			Date: b.dateOr(c.Published, ""), Why: clip(c.Why, maxTitle)})
	}
	return list
}

// siblings lists the stories told in the same way, each with its page where it
// has one.
func (b *builder) siblings(root string, s *reticule.Story) []other {
	var list []other
	for _, x := range s.Siblings {
		o := other{Href: webAddress(x.URL), Title: clip(x.Title, maxTitle), Why: clip(x.Why, maxTitle)}
		if b.hasStory(x.Key) {
			o.Href = root + storiesDir + x.Key + "/"
		}
		if o.Title != "" {
			list = append(list, o)
		}
	}
	return list
}

// productRows lists the products that have a price.
func (b *builder) productRows(products []reticule.Product) []productRow {
	var rows []productRow
	for i := range products {
		p := &products[i]
		if text := priceText(b.book, p); text != "" {
			rows = append(rows, productRow{clip(p.Name, maxName), clip(p.Brand, maxName), clip(p.Retailer, maxName), text, b.book.Money(p.Was.Decimal(), p.Was.Currency)})
		}
	}
	return rows
}

// zoneWords says where words stand.
func (b *builder) zoneWords(z reticule.Zone) string {
	switch z {
	case reticule.ZoneTitle, reticule.ZoneStandfirst, reticule.ZoneBody, reticule.ZoneCaption:
		return b.book.Say("zone." + string(z))
	}
	return b.book.Say("zone.other")
}

// evidenceRows lists what spoke for and against. Of a page that asks for no
// snippet, only the words of its headline are shown.
func (b *builder) evidenceRows(a *reticule.Article, evidence []reticule.Evidence) []evidenceRow {
	var rows []evidenceRow
	for _, e := range evidence {
		if (a.NoSnippet || a.NoArchive) && e.Zone != reticule.ZoneTitle {
			continue
		}
		if text := clip(e.Text, maxName); text != "" {
			rows = append(rows, evidenceRow{text, b.zoneWords(e.Zone), clip(e.Why, maxName), weightText(e.Weight)})
		}
	}
	return rows
}
