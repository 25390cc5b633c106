package site

// How many stories the front page shows: of its first topic what the first of
// the others, a few each, leave it. Further topics stand there by name.
const (
	shelves      = 3
	shelfStories = 3
	shelfNames   = 6
)

// homeBody is the front page: the first topic as its feed's own page shows it,
// the other topics in short.
type homeBody struct {
	Standfirst string
	Lead       *listBody
	Shelves    []shelf
}

// shelf is a topic's first feed on the front page.
type shelf struct {
	Name, Title, Description, Href, Tally string
	Days                                  []day
}

// homePage makes the front page.
func (b *builder) homePage() *page {
	p := b.layout("", "")
	if !b.view.Updated.IsZero() {
		p.Updated = momentOf(b.book, b.view.Updated)
	}
	p.Home, p.Description = true, clip(b.view.Description, maxTitle)
	body := homeBody{Standfirst: p.Description}
	shown := map[string]bool{}
	var others []link // feeds that narrow a topic shown already
	for i := range b.feeds {
		f := &b.feeds[i]
		switch {
		case shown[f.Topic]:
			others = append(others, link{Href: f.Name + "/", Text: trim(clip(f.title(), maxName), railName), Count: len(f.stories)})
		case i > 0 && len(body.Shelves) < shelfNames:
			body.Shelves = append(body.Shelves, b.shelf(f, p, len(body.Shelves) < shelves))
		}
		shown[f.Topic] = true
	}
	if len(b.feeds) > 0 {
		body.Lead = b.lead(&b.feeds[0], p, min(len(body.Shelves), shelves)*shelfStories)
		body.Lead.Feeds = others[:fitting(others, railRoom, link.weigh)]
	}
	for i := 1; i < min(navFeeds, len(b.feeds)); i++ {
		f := &b.feeds[i]
		p.Alternates = append(p.Alternates, alternates(f.title(), f.Name+"/")[0])
	}
	p.Body = body
	return p
}

// shelf shows another feed on the front page, with its first stories or by its
// name.
func (b *builder) shelf(f *edition, p *page, open bool) shelf {
	s := shelf{Name: f.Name, Title: trim(clip(f.title(), maxName), railName), Href: f.Name + "/", Tally: f.tally(len(f.stories))}
	if open {
		s.Description = trim(clip(f.Description, maxTitle), maxHead)
		s.Days = b.days(f, p.Root, f.stories[:min(shelfStories, len(f.stories))], frontRoom*shelfStories/besidePlot)
	}
	return s
}

// lead shows the first feed on the front page, with so many stories fewer than
// its own page.
func (b *builder) lead(f *edition, p *page, less int) *listBody {
	stories := f.stories[:min(besidePlot-less, len(f.stories))]
	l := &listBody{
		Standfirst: clip(f.Description, maxTitle),
		Tally:      f.tally(len(f.stories)),
		Trend:      b.strip(f, p.Root),
		Days:       b.days(f, p.Root, stories, frontRoom*(besidePlot-less)/besidePlot),
		Rail:       b.rail(f, p.Root, true),
		Contents:   f.Name + "/" + contentsPath,
		Older:      &link{Href: f.Name + "/", Text: b.book.Say("all", clip(f.title(), maxName))},
	}
	l.Subscribe = b.follow(f, selection{}, p)
	return l
}
