package site

// How many stories the front page shows of its first topic, and of each other.
const (
	leadStories  = 20
	shelfStories = 6
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
	p.Home, p.Description = true, clip(b.view.Description, maxTitle)
	body := homeBody{Standfirst: p.Description}
	shown := map[string]bool{}
	var others []link // feeds that narrow a topic shown already
	for i := range b.feeds {
		f := &b.feeds[i]
		switch {
		case i == 0:
			body.Lead = b.lead(f, p)
		case shown[f.Topic]:
			others = append(others, link{Href: f.Name + "/", Text: clip(f.title(), maxName), Count: len(f.stories)})
		default:
			body.Shelves = append(body.Shelves, shelf{Name: f.Name, Title: clip(f.title(), maxTitle), Description: clip(f.Description, maxTitle),
				Href: f.Name + "/", Tally: f.tally(len(f.stories)), Days: b.days(f, p.Root, f.stories[:min(shelfStories, len(f.stories))])})
		}
		if shown[f.Topic] = true; i > 0 {
			p.Alternates = append(p.Alternates, alternates(clip(f.title(), maxTitle), f.Name+"/")...)
		}
	}
	if len(others) > 0 {
		body.Lead.Feeds = others
	}
	p.Body = body
	return p
}

// lead shows the first feed on the front page.
func (b *builder) lead(f *edition, p *page) *listBody {
	stories := f.stories[:min(leadStories, len(f.stories))]
	l := &listBody{
		Standfirst: clip(f.Description, maxTitle),
		Tally:      f.tally(len(f.stories)),
		Trend:      b.strip(f, p.Root),
		Days:       b.days(f, p.Root, stories),
		Rail:       b.rail(f, p.Root),
		Contents:   f.Name + "/contents/",
		Older:      &link{Href: f.Name + "/", Text: b.book.Say("all", clip(f.title(), maxName))},
	}
	l.Subscribe = b.follow(f, selection{}, p)
	return l
}
