package site

import (
	"slices"
	"strings"
	"unicode/utf8"

	"reticule"
	"reticule/phrase"
)

// A page weighs no more than pageMost bytes with its style sheet, unpacked and
// without images, whatever the store holds: what can grow has its room, and goes
// on elsewhere, or is told in short, where that is full.
const (
	pageMost = 60_000

	cardsRoom   = 33_000 // the cards of a list, with the heads of their days
	frontRoom   = 20_000 // those beside a plot
	dayHead     = 340
	tableRoom   = 38_000 // one long list that has a page to itself
	aboutRoom   = 30_000 // the list of feeds
	sectionRoom = 5_000  // one of several lists on a page
	railRoom    = 1_100  // a facet beside the stories
)

// weigh tells how many bytes a text takes at most, once its quotes and angle
// brackets are written in full.
func weigh(texts ...string) int {
	n := 0
	for _, s := range texts {
		n += len(s)
		for i := range len(s) {
			switch s[i] {
			case '"', '\'', '&', '<', '>', '+':
				n += 4
			}
		}
	}
	return n
}

// weigh tells about how many bytes a link takes in a list.
func (l link) weigh() int { return 70 + weighAddress(l.Href) + weigh(l.Text) }

// weighAddress tells how many bytes an address takes, once what is not ASCII in
// it is written in full.
func weighAddress(s string) int {
	n := weigh(s)
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			n += 2
		}
	}
	return n
}

// room is what a page has left beside its frame and one way to subscribe.
func (p *page) room() int {
	n := pageMost - len(styleSheet()) - 3_600 - weigh(p.Title, p.Site, p.Description, p.Description)
	for _, l := range append(p.Nav, p.Alternates...) {
		n -= l.weigh() + weigh(l.Title)
	}
	return n
}

// trim shortens a text to what takes at most so many bytes.
func trim(s string, room int) string {
	if weigh(s) <= room {
		return s
	}
	at, n := 0, len("…")
	for i, r := range s {
		if n += weigh(string(r)); n > room {
			break
		}
		at = i + utf8.RuneLen(r)
	}
	return strings.TrimSpace(s[:at]) + "…"
}

// fitting is how many of the first items of a list go into a room; one does, in
// any case.
func fitting[T any](list []T, room int, weigh func(T) int) int {
	for i, x := range list {
		if room -= weigh(x); room < 0 && i > 0 {
			return i
		}
	}
	return len(list)
}

// portions cuts a list into those that each go into a room, for a page each.
func portions[T any](list []T, room int, weigh func(T) int) [][]T {
	var out [][]T
	for len(list) > 0 {
		n := fitting(list, room, weigh)
		out, list = append(out, list[:n]), list[n:]
	}
	return out
}

// detail is how much of a story its card tells.
type detail int

const (
	full  detail = iota
	short        // a sentence or two, the first brands and the first price
	brief        // the headline
)

// What is left of a story where a page has not room for more.
const (
	shortExcerpt = 3   // so many times shorter
	shortReason  = 120 // runes
	briefTitle   = 240 // bytes
	briefSource  = 100 // bytes
	briefAddress = 300 // bytes; a longer one is on the story's own page
)

// fitCards draws the stories' cards into a room. Where it is too narrow, the
// heaviest tell less.
func (b *builder) fitCards(f *edition, root string, stories []*reticule.Story, room int) []*fragment {
	cards, levels, total, most := make([]*fragment, len(stories)), make([]detail, len(stories)), 0, 0
	for i, s := range stories {
		cards[i] = b.drawn(f, root, s, full)
		most += cards[i].most
	}
	if most <= room { // as a rule: nothing needs to be rendered to know that it fits
		return cards
	}
	for i := range cards {
		total += len(cards[i].HTML())
	}
	for total > room {
		heaviest := -1
		for i := range cards {
			if levels[i] < brief && (heaviest < 0 || len(cards[i].HTML()) > len(cards[heaviest].HTML())) {
				heaviest = i
			}
		}
		if heaviest < 0 {
			break
		}
		levels[heaviest]++
		total -= len(cards[heaviest].HTML())
		cards[heaviest] = b.drawn(f, root, stories[heaviest], levels[heaviest])
		total += len(cards[heaviest].HTML())
	}
	return cards
}

// weigh tells how many bytes a card takes at most.
func (c *card) weigh(book *phrase.Book) int {
	n := 800 + weigh(c.Source, c.Language, c.Title, c.Title, c.Excerpt, c.Reason, book.Say("facts"), book.Say("also"), book.Say("mention"), book.Say("why"),
		book.Say("why.of", "")) + 5*len(c.Lang) + weighAddress(c.URL) + weighAddress(c.Image) + weighAddress(c.Page)
	for _, l := range slices.Concat(c.Brands, c.Also) {
		n += 50 + weighAddress(l.Href) + weigh(l.Text)
	}
	for _, p := range c.Prices {
		n += 70 + weigh(p.Name, p.Value, p.Text)
	}
	return n
}

// shorten leaves out of a card what its detail does not tell.
func (c *card) shorten(d detail) {
	if d >= short {
		c.Reason = clip(c.Reason, shortReason)
		c.Brands = c.Brands[:min(cardBrands/2, len(c.Brands))]
		c.Prices = c.Prices[:min(1, len(c.Prices))]
		c.Also = c.Also[:min(cardAlso/2, len(c.Also))]
	}
	if d >= brief {
		c.Title, c.Source, c.Reason, c.Image = trim(c.Title, briefTitle), trim(c.Source, briefSource), "", ""
		c.Brands, c.Prices, c.Also = nil, nil, nil
		if weighAddress(c.URL) > briefAddress {
			c.URL = c.Page
		}
	}
}
