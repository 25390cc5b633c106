package site

import (
	"strings"

	"reticule/phrase"
)

// pageTitle adds the number of page n, from 0, to the title of the first.
func (b *builder) pageTitle(title string, n int) string {
	if n == 0 {
		return title
	}
	return title + " · " + b.book.Say("page", n+1)
}

// layout makes the frame of the page that stands at the path, which ends in a
// slash or is empty.
func (b *builder) layout(path, title string) *page {
	p := b.view.frame(strings.Repeat("../", strings.Count(path, "/")), title)
	for i := range p.Nav {
		p.Nav[i].Current = p.Nav[i].Href == p.Root+path
	}
	return p
}

// frame makes a page's frame, given the way to the top folder.
func (v *View) frame(root, title string) *page {
	book := phrase.For(v.Lang)
	p := &page{Root: root, CSS: styleName(), Policy: policy(v.Images), Title: trim(title, maxHead), Site: trim(clip(v.Title, maxName), maxHead), Generator: v.Generator}
	if p.Site == "" {
		p.Site = book.Say("stories")
	}
	if title == "" {
		p.Title = p.Site
	} else if title != p.Site {
		p.Title += " · " + p.Site
	}
	if !sameLanguage(v.lang(), book.Lang()) {
		p.TitleLang = langTag(v.Lang)
	}
	for _, f := range v.Feeds[:min(navFeeds, len(v.Feeds))] { // all are on the page about feeds
		p.Nav = append(p.Nav, link{Href: root + f.Name + "/", Text: trim(clip(f.title(), maxName), navTitle)})
	}
	p.Nav = append(p.Nav, link{Href: root + sourcesDir, Text: book.Say("sources")},
		link{Href: root + aboutDir, Text: book.Say("about.feeds")})
	return p
}
