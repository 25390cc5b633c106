package site

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"reticule"
	"reticule/feed"
)

// railLength is how many of a facet's lists the rail beside the stories shows;
// the contents page shows all.
const railLength = 10

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
	Rail       template.HTML
	Contents   string
}

// railFacet is a facet as links.
type railFacet struct {
	ID, Heading string
	Links       []link
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
		b.put(dir+trendPath, "trend", func() *page { return b.trendPage(f) })
	}
	b.put(dir+"contents/", "contents", func() *page { return b.contentsPage(f) })
}

// contentsPage makes the page of all that a feed's stories can be narrowed to.
func (b *builder) contentsPage(f *edition) *page {
	p := b.layout(f.Name+"/contents/", b.book.Say("contents")+" · "+clip(f.title(), maxTitle))
	p.Body = struct {
		Up     *link
		Facets []railFacet
	}{f.up(p.Root), b.facets(f, p.Root, 0)}
	return p
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
	if n > 0 {
		title += " · " + b.book.Say("page", n+1)
	}
	p := b.layout(pagePath(dir, n), title)
	stories := l.stories[min(n*perPage, len(l.stories)):min((n+1)*perPage, len(l.stories))]
	body := listBody{
		Heading:  l.heading,
		Tally:    f.tally(len(l.stories)),
		Days:     b.days(f, p.Root, stories),
		Rail:     b.rail(f, p.Root),
		Contents: p.Root + f.Name + "/contents/",
	}
	if l.path == "" {
		body.Standfirst = clip(f.Description, maxTitle)
		p.Description = body.Standfirst
		body.Trend = b.strip(f, p.Root)
		if len(l.stories) > perPage {
			body.Older = b.olderWeek(f, p.Root, stories)
		}
	} else {
		body.Up, body.Facts = f.up(p.Root), b.brandFacts(f, l)
	}
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
	s.Narrow = !own
	if !own && l.query != "" {
		s.Query = p.Root + dir + feed.RSSFile + "?q=" + url.QueryEscape(l.query)
	}
	return s
}

// feedIn says how to follow the feed in a folder, to people and, in the page's
// head, to programs.
func (b *builder) feedIn(dir, title string, p *page) subscribe {
	own := alternates(clip(title, maxTitle), p.Root+dir)
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
	return []link{
		{Type: feed.RSSType, Title: title + " (RSS)", Href: dir + feed.RSSFile},
		{Type: feed.AtomType, Title: title + " (Atom)", Href: dir + feed.AtomFile},
		{Type: feed.JSONType, Title: title + " (JSON Feed)", Href: dir + feed.JSONFile},
	}
}

// railKey is what a rendered rail depends on.
type railKey struct {
	feed *edition
	root string
}

// rail renders the ways to narrow a feed, for the side of its pages; once only
// for all pages at the same depth.
func (b *builder) rail(f *edition, root string) template.HTML {
	key := railKey{f, root}
	if html, ok := b.rails[key]; ok {
		return html
	}
	html := b.fragment("facets", b.facets(f, root, railLength))
	b.rails[key] = html
	return html
}

// facets lists the first n lists of each facet; all where n is 0.
func (b *builder) facets(f *edition, root string, n int) []railFacet {
	var out []railFacet
	for _, x := range f.facets {
		r := railFacet{ID: x.id, Heading: x.heading}
		for i, l := range x.lists {
			if n == 0 || i < n {
				r.Links = append(r.Links, link{Href: root + f.Name + "/" + l.path, Text: l.text, Count: len(l.stories)})
			}
		}
		if x.id == "weeks" && n == 0 {
			for _, w := range f.archive() {
				r.Links = append(r.Links, link{Href: root + f.Name + "/" + w + "/", Text: weekTitle(b.book, w)})
			}
		}
		if len(r.Links) > 0 {
			out = append(out, r)
		}
	}
	return out
}
