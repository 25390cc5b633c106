package site

import (
	"net/url"
	"strconv"
	"strings"

	"reticule"
	"reticule/feed"
)

// How much the rail beside the stories shows of a facet; the contents have all.
const (
	railLength = 10
	railName   = 150 // bytes
)

// listBody is a page of stories.
type listBody struct {
	Up         *link
	Heading    string
	Standfirst string
	Tally      string
	Facts      []string // on a brand: its share of voice, its prices
	Trend      *strip
	Subscribe  subscribe
	Days       []day
	Newer      *link
	Older      *link
	Feeds      []link // others on the same topic
	Rail       *fragment
	Contents   string
}

// railFacet is a facet as links.
type railFacet struct {
	ID, Heading string
	Links       []link
	All         *link // to those that are not shown
}

// subscribe is how to follow what a page shows.
type subscribe struct {
	Heading string
	Address string // absolute; empty where the base URL is unknown
	Formats []link
	Narrow  bool   // the feed holds more than this page
	What    string // what the feed brings; where empty, what a feed is
	Query   string // the address of a feed of this page alone, where the handler answers queries
	About   string
}

// feedPages makes a feed's pages: the newest stories, each list, the contents.
func (b *builder) feedPages(f *edition) {
	dir := f.Name + "/"
	b.listPages(f, selection{heading: clip(f.title(), maxTitle), stories: f.stories})
	for _, facet := range f.facets {
		for _, l := range facet.lists {
			b.listPages(f, l)
		}
	}
	if f.Trend != nil {
		b.putTrend(f, dir+trendPath, func() *page { return b.trendPage(f) })
		b.pricePages(f)
		b.out = append(b.out, feed.File{Path: dir + trendPath + weeksFile, Inputs: f.version, Render: func() ([]byte, error) { return f.Trend.CSV(), nil }})
	}
	b.contents(f)
}

// up links to the feed's first page.
func (f *edition) up(root string) *link {
	return &link{Href: root + f.Name + "/", Text: clip(f.title(), maxName)}
}

// listPages makes the pages of one list; the feed's own has an empty path and
// one page only, since its weeks follow on.
func (b *builder) listPages(f *edition, l selection) {
	pages := (len(l.stories) + perPage - 1) / perPage
	if l.path == "" {
		pages = 1
	}
	for n := range max(pages, 1) {
		b.put(pagePath(f.Name+"/"+l.path, n), "list", func() *page { return b.listPage(f, l, n, pages) })
	}
}

// listPage makes page n, from 0, of a list.
func (b *builder) listPage(f *edition, l selection, n, pages int) *page {
	dir := f.Name + "/" + l.path
	title := l.heading
	if l.path != "" {
		title += " · " + clip(f.title(), maxName)
	}
	p := b.layout(pagePath(dir, n), b.pageTitle(title, n))
	stories, room := l.stories[min(n*perPage, len(l.stories)):min((n+1)*perPage, len(l.stories))], cardsRoom
	if l.path == "" && f.Trend != nil {
		stories, room = stories[:min(besidePlot, len(stories))], frontRoom
	}
	body := listBody{
		Heading:  l.heading,
		Tally:    f.tally(len(l.stories)),
		Days:     b.days(f, p.Root, stories, room),
		Rail:     b.rail(f, p.Root, l.path == ""),
		Contents: p.Root + f.Name + "/" + contentsPath,
	}
	if l.path == "" {
		body.Standfirst = clip(f.Description, maxTitle)
		p.Description = body.Standfirst
		body.Trend = b.strip(f, p.Root)
		if len(l.stories) > len(stories) {
			body.Older = b.olderWeek(f, p.Root, stories)
		}
	} else {
		body.Up, body.Facts = f.up(p.Root), b.brandFacts(f, l)
	}
	p.Updated = b.changed(stories)
	if n > 0 {
		body.Newer = &link{Href: p.Root + pagePath(dir, n-1), Text: b.book.Say("newer")}
	}
	if n+1 < pages {
		body.Older = &link{Href: p.Root + pagePath(dir, n+1), Text: b.book.Say("older")}
	}
	body.Subscribe = b.follow(f, l, p)
	p.Body = body
	return p
}

// pagePath is the folder of a list's page n, from 0.
func pagePath(dir string, n int) string {
	if n == 0 {
		return dir
	}
	return dir + strconv.Itoa(n+1) + "/"
}

// olderWeek links to the week in which the shown stories end.
func (b *builder) olderWeek(f *edition, root string, shown []*reticule.Story) *link {
	w := weekOf(storyTime(shown[len(shown)-1]))
	if !f.has(w + "/") {
		return nil
	}
	return &link{Href: root + f.Name + "/" + w + "/", Text: weekTitle(b.book, w)}
}

// follow says how to follow the list: by its own feed where there is one, else
// by the whole feed.
func (b *builder) follow(f *edition, l selection, p *page) subscribe {
	dir, title := f.Name+"/", f.title()
	own := l.path == ""
	if f.fed[l.path] {
		dir, title, own = dir+l.path, title+": "+l.heading, true
	}
	s := b.feedIn(dir, title, p)
	if s.Narrow = !own; own && l.path != "" {
		s.What = b.book.Say("own.feed")
	}
	if !own && l.query != "" {
		s.Query = p.Root + dir + feed.RSSFile + "?q=" + url.QueryEscape(l.query)
	}
	return s
}

// feedIn says how to follow the feed in a folder, to people and, in the page's
// head, to programs.
func (b *builder) feedIn(dir, title string, p *page) subscribe {
	own := alternates(title, p.Root+dir)
	p.Alternates = append(p.Alternates, own...)
	s := subscribe{Heading: b.book.Say("subscribe"), About: p.Root + aboutDir}
	if base := webAddress(b.view.BaseURL); base != "" {
		s.Address = strings.TrimSuffix(base, "/") + "/" + dir + feed.RSSFile
	}
	for i, text := range []string{"RSS", "Atom", "JSON"} {
		s.Formats = append(s.Formats, link{Href: own[i].Href, Type: own[i].Type, Text: text})
	}
	return s
}

// alternates links to the three forms of a feed, the best understood first.
func alternates(title, dir string) []link {
	title = trim(clip(title, maxTitle), maxHead/4)
	return []link{
		{Type: feed.RSSType, Title: title + " (RSS)", Href: dir + feed.RSSFile},
		{Type: feed.AtomType, Title: title + " (Atom)", Href: dir + feed.AtomFile},
		{Type: feed.JSONType, Title: title + " (JSON Feed)", Href: dir + feed.JSONFile},
	}
}

// railKey is what a rendered rail depends on.
type railKey struct {
	feed   *edition
	root   string
	counts bool
}

// rail gives the ways to narrow a feed, for the side of its pages; one for all
// pages at the same depth. Lists say not how many stories the others have: they
// would all change with every new story.
func (b *builder) rail(f *edition, root string, counts bool) *fragment {
	key := railKey{f, root, counts}
	if html, ok := b.rails[key]; ok {
		return html
	}
	var facets []railFacet
	for i := range f.facets {
		x := &f.facets[i]
		var links []link
		for _, l := range x.lists[:min(railLength, len(x.lists))] {
			x := link{Href: l.path, Text: trim(l.text, railName)}
			if counts {
				x.Count = len(l.stories)
			}
			links = append(links, x)
		}
		if n := fitting(links, railRoom, f.weighLink); n > 0 {
			facets = append(facets, railFacet{ID: x.id, Heading: x.heading, Links: f.under(root, links[:n])})
		}
	}
	html := b.fragment("facets", facets)
	b.rails[key] = html
	return html
}
