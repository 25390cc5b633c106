package site

import "strconv"

// contentsPath is the folder, within a feed's, of all that its stories can be
// narrowed to. A facet too long for that page has pages of its own below.
const contentsPath = "contents/"

// contentsBody is a page of the contents: of every facet, or of one.
type contentsBody struct {
	Up           *link
	Heading      string
	Facets       []railFacet
	Links        []link
	Newer, Older *link
}

// contents makes the pages of a feed's contents.
func (b *builder) contents(f *edition) {
	dir := f.Name + "/" + contentsPath
	b.put(dir, "contents", func() *page { return b.contentsPage(f, dir) })
	for i := range f.facets {
		x := &f.facets[i]
		links := b.facetLinks(f, x)
		if fitting(links, sectionRoom, f.weighLink) == len(links) {
			continue
		}
		pages := portions(links, tableRoom, f.weighLink)
		for n, part := range pages {
			b.put(pagePath(dir+x.id+"/", n), "contents", func() *page { return b.facetPage(f, x, dir, part, n, len(pages)) })
		}
	}
}

// contentsPage makes the page of every facet, with the first of its lists.
func (b *builder) contentsPage(f *edition, dir string) *page {
	p := b.layout(dir, b.book.Say("contents")+" · "+clip(f.title(), maxTitle))
	p.Updated = b.changed(f.stories)
	body := contentsBody{Up: f.up(p.Root), Heading: b.book.Say("contents")}
	for i := range f.facets {
		x := &f.facets[i]
		links := b.facetLinks(f, x)
		if len(links) == 0 {
			continue
		}
		n := fitting(links, sectionRoom, f.weighLink)
		r := railFacet{ID: x.id, Heading: x.heading, Links: f.under(p.Root, links[:n])}
		if n < len(links) {
			r.All = &link{Href: x.id + "/", Text: b.book.Say("all.of", b.book.Whole(strconv.Itoa(len(links))))}
		}
		body.Facets = append(body.Facets, r)
	}
	p.Body = body
	return p
}

// facetPage makes page n, from 0, of all lists of one facet.
func (b *builder) facetPage(f *edition, x *facet, dir string, links []link, n, pages int) *page {
	path := dir + x.id + "/"
	p := b.layout(pagePath(path, n), b.pageTitle(x.heading+" · "+clip(f.title(), maxTitle), n))
	body := contentsBody{Up: &link{Href: p.Root + dir, Text: b.book.Say("contents")}, Heading: x.heading, Links: f.under(p.Root, links)}
	body.Newer, body.Older = b.turn(p.Root+path, n, pages)
	p.Body = body
	return p
}

// turn links page n, from 0, to those before and after it.
func (b *builder) turn(dir string, n, pages int) (newer, older *link) {
	if n > 0 {
		newer = &link{Href: pagePath(dir, n-1), Text: b.book.Say("page", n)}
	}
	if n+1 < pages {
		older = &link{Href: pagePath(dir, n+1), Text: b.book.Say("page", n+2)}
	}
	return newer, older
}

// facetLinks lists a facet's lists by their paths from the feed's folder, and
// the weeks that have pages of earlier builds.
func (b *builder) facetLinks(f *edition, x *facet) []link {
	var links []link
	for _, l := range x.lists {
		links = append(links, link{Href: l.path, Text: l.text, Count: len(l.stories)})
	}
	if x.id == weeksFacet {
		for _, w := range f.archive() {
			links = append(links, link{Href: w + "/", Text: weekTitle(b.book, w)})
		}
	}
	return links
}

// under gives links from a page to what is in the feed's folder.
func (f *edition) under(root string, links []link) []link {
	out := make([]link, len(links))
	for i, l := range links {
		l.Href = root + f.Name + "/" + l.Href
		out[i] = l
	}
	return out
}

// weighLink is the weight of a link that under has made, at most.
func (f *edition) weighLink(l link) int { return l.weigh() + len("../../../../") + len(f.Name) }
