package site

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"reticule"
)

// day is the stories of one day.
type day struct {
	ID                  string // "2026-11-22"
	Num, Month, Weekday string
	Cards               []*fragment
}

// card is a story in a list. Hrefs are relative to the page it is on.
type card struct {
	Title    string
	URL      string // the publisher's
	Lang     string // of the article
	Language string // its name, where it is not the page's
	Source   string
	Machine  string
	Time     string
	Excerpt  string
	Reason   string
	Mention  bool
	RTL      bool // the headline runs from right to left
	Brands   []link
	Prices   []price
	Also     []link
	Image    string
	Page     string // our page about it
}

// price is a product in a card.
type price struct{ Name, Value, Text string }

// How much of a story a card shows.
const (
	cardBrands = 6
	cardPrices = 3
	cardAlso   = 5

	cardExcerpt = 60 // words
)

// days groups stories, newest first, by day; their cards go into the room.
func (b *builder) days(f *edition, root string, stories []*reticule.Story, room int) []day {
	var days []day
	for i, s := range stories {
		if i == 0 || storyTime(s).Format(time.DateOnly) != storyTime(stories[i-1]).Format(time.DateOnly) {
			room -= dayHead
		}
	}
	cards := b.fitCards(f, root, stories, room)
	for i, s := range stories {
		t := storyTime(s)
		id := t.Format(time.DateOnly)
		if len(days) == 0 || days[len(days)-1].ID != id {
			month := "date.month"
			if t.Year() != b.view.Updated.UTC().Year() {
				month = "date.month.year"
			}
			days = append(days, day{ID: id, Num: b.book.Date("date.day", t), Month: b.book.Date(month, t), Weekday: b.book.Date("date.weekday", t)})
		}
		d := &days[len(days)-1]
		d.Cards = append(d.Cards, cards[i])
	}
	return days
}

// drawn gives a story's card; one for all pages of a feed at the same depth,
// since a story stands on many lists.
func (b *builder) drawn(f *edition, root string, s *reticule.Story, d detail) *fragment {
	key := cardKey{f, s, root, d}
	x, ok := b.cards[key]
	if !ok {
		c := b.card(f, root, s, d)
		x = b.fragment("card", c)
		x.most = c.weigh(b.book)
		b.cards[key] = x
	}
	return x
}

// cardKey is what a rendered card depends on.
type cardKey struct {
	feed  *edition
	story *reticule.Story
	root  string
	detail
}

// storyTime is the date that a story is listed under.
func storyTime(s *reticule.Story) time.Time {
	if s.Published.IsZero() {
		return s.FirstSeen.UTC()
	}
	return s.Published.UTC()
}

// card makes a story's card. f may be nil where no feed's pages are linked.
func (b *builder) card(f *edition, root string, s *reticule.Story, d detail) card {
	a, t := &s.Face, storyTime(s)
	c := card{
		Title:   clip(a.Title, maxTitle),
		URL:     storyAddress(s),
		Lang:    langTag(a.Lang),
		Source:  b.storySource(s),
		Machine: t.Format(time.RFC3339),
		Time:    t.Format("15:04"),
		Reason:  clip(s.Verdict.Reason, maxTitle),
		Mention: s.Verdict.Label == reticule.LabelMention,
		RTL:     rightToLeft(a.Title),
		Brands:  b.brandLinks(f, root, s, cardBrands),
		Prices:  b.prices(s.Verdict.Products),
	}
	if c.Title == "" {
		c.Title = c.Source
	}
	switch words := cmp.Or(b.view.Excerpt, cardExcerpt); d {
	case full:
		c.Excerpt = excerpt(a, words)
	case short:
		c.Excerpt = excerpt(a, min(words, cardExcerpt)/shortExcerpt)
	}
	if c.Lang != "" && !sameLanguage(c.Lang, b.view.lang()) {
		c.Language = languageName(b.book, c.Lang)
	}
	if b.view.Images && !a.NoArchive {
		c.Image = imageAddress(a.Image)
	}
	for _, x := range s.Copies[:min(cardAlso, len(s.Copies))] {
		c.Also = append(c.Also, link{Href: webAddress(x.URL), Text: b.sourceTitle(x.Source, "", "")})
	}
	if b.hasStory(s.Key) {
		c.Page = root + storiesDir + s.Key + "/"
	}
	c.shorten(d)
	return c
}

// storyAddress is where a story's headline leads.
func storyAddress(s *reticule.Story) string {
	if u := webAddress(s.Face.URL); u != "" {
		return u
	}
	return webAddress(s.Face.Canonical)
}

// sourceTitle is what people call a source: as configured, as it calls itself,
// or its name.
func (b *builder) sourceTitle(name, title, site string) string {
	for _, s := range []string{title, b.titles[name], site, name} {
		if s = clip(s, maxName); s != "" {
			return s
		}
	}
	return b.book.Say("unknown")
}

// storySource is the title of a story's source.
func (b *builder) storySource(s *reticule.Story) string {
	return b.sourceTitle(s.Source.Name, s.Source.Title, s.Face.Site)
}

// brandLinks lists a story's first n brands, each with its page where it has
// one.
func (b *builder) brandLinks(f *edition, root string, s *reticule.Story, n int) []link {
	var links []link
	for _, name := range s.Verdict.Brands {
		if len(links) == n {
			break
		}
		l := link{Text: clip(name, maxName)}
		if l.Text == "" {
			continue
		}
		if path := BrandPath(name); f != nil && f.has(path) {
			l.Href = root + f.Name + "/" + path
		}
		links = append(links, l)
	}
	return links
}

// prices lists the first products that have a price.
func (b *builder) prices(products []reticule.Product) []price {
	var list []price
	for i := range products {
		p := &products[i]
		if text := priceText(b.book, p); text != "" && len(list) < cardPrices {
			list = append(list, price{Name: clip(p.Name, 60), Value: p.Price.Decimal(), Text: text})
		}
	}
	return list
}

// lang is the language of the site's readers.
func (v *View) lang() string {
	if v.Lang == "" {
		return "en"
	}
	return v.Lang
}

// weightText writes an evidence's weight with its sign.
func weightText(w float64) string {
	s := strconv.FormatFloat(w, 'f', 1, 64)
	if w > 0 {
		return "+" + s
	}
	return strings.Replace(s, "-", "−", 1)
}
