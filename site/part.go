package site

import (
	"reticule"
	"reticule/phrase"
)

// Part is a list of a feed's stories that can have a feed of its own.
type Part struct {
	Path    string // from the feed's folder: "languages/fr/"
	Title   string // "In French"
	Stories []*reticule.Story
}

// Parts gives a feed's brands, kinds, prices and languages, as the pages in a
// language list them. Sources have feeds already: their own.
func Parts(lang string, v *FeedView) []Part {
	f := newEdition(phrase.For(lang), v, func(s *reticule.Story) string { return s.Source.Name })
	var parts []Part
	for _, x := range f.facets {
		if x.id == sourcesFacet || x.id == weeksFacet {
			continue
		}
		for _, l := range x.lists {
			parts = append(parts, Part{l.path, l.heading, l.stories})
		}
	}
	return parts
}
