package site

import (
	"strings"

	"reticule"
)

// Bounds on what a story's page lists.
const (
	maxAuthors  = 5
	maxProducts = 60
	maxEvidence = 40
	maxOthers   = 60
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
}

type productRow struct{ Name, Brand, Retailer, Text, Was string }

type evidenceRow struct{ Text, Zone, Why, Weight string }

// other is another place of the story, or another story.
type other struct{ Href, Title, Lang, Source, Date, Why string }

// storyPage makes the page of a story that a feed tells.
func (b *builder) storyPage(key string, t *told) *page {
	s := t.story
	p := b.layout(storiesDir+key+"/", clip(s.Face.Title, maxTitle))
	p.NoIndex = true // the publisher gets the click, from a search engine too
	body := storyBody{
		Up:        t.feed.up(p.Root),
		Card:      b.card(t.feed, p.Root, s),
		Date:      momentOf(b.book, storyTime(s)).Text,
		Authors:   clip(strings.Join(s.Face.Authors[:min(maxAuthors, len(s.Face.Authors))], ", "), maxTitle),
		Paywalled: s.Face.Paywalled,
		Products:  b.productRows(s.Verdict.Products),
		Verdict:   b.book.Say("is.mention"),
		Evidence:  b.evidenceRows(&s.Face, s.Verdict.Evidence),
	}
	if s.Verdict.Label == reticule.LabelAbout {
		body.Verdict = b.book.Say("is.about")
	}
	body.Card.Brands = b.brandLinks(t.feed, p.Root, s, maxOthers)
	body.Card.Reason = strings.TrimSuffix(body.Card.Reason, ".")
	for _, c := range s.Copies[:min(maxOthers, len(s.Copies))] {
		source := b.sourceTitle(c.Source, "", "")
		title := clip(c.Title, maxTitle)
		if title == "" {
			title = source
		}
		body.Copies = append(body.Copies, other{Href: webAddress(c.URL), Title: title, Lang: langTag(c.Lang), Source: source,
			Date: b.dateOr(c.Published, ""), Why: clip(c.Why, maxTitle)})
	}
	for _, x := range s.Siblings[:min(maxOthers, len(s.Siblings))] {
		o := other{Href: webAddress(x.URL), Title: clip(x.Title, maxTitle), Why: clip(x.Why, maxTitle)}
		if b.hasStory(x.Key) {
			o.Href = p.Root + storiesDir + x.Key + "/"
		}
		if o.Title != "" {
			body.Siblings = append(body.Siblings, o)
		}
	}
	p.Body = body
	return p
}

// productRows lists the products that have a price.
func (b *builder) productRows(products []reticule.Product) []productRow {
	var rows []productRow
	for i := range products {
		p := &products[i]
		if text := priceText(b.book, p); text != "" && len(rows) < maxProducts {
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
		if text := clip(e.Text, maxName); text != "" && len(rows) < maxEvidence {
			rows = append(rows, evidenceRow{text, b.zoneWords(e.Zone), clip(e.Why, maxName), weightText(e.Weight)})
		}
	}
	return rows
}
