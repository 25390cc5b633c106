package site

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"reticule"
	"reticule/feed"
	"reticule/phrase"
)

// How many stories a page lists, and how many beside a plot.
const (
	perPage    = 20
	besidePlot = 15
)

// edition is a feed with the lists of its stories.
type edition struct {
	*FeedView
	book    *phrase.Book
	stories []*reticule.Story // those that may be listed
	facets  []facet
	has     func(path string) bool // whether there is a list at a path from the feed's folder
	fed     map[string]bool        // the lists, by path, that have feeds of their own

	version func() string           // names all that the view has of the feed
	inWeek  func() map[int64]string // see trendWeeks
}

// The ids of the facets that are told apart from the others: weeks have pages of
// earlier builds too.
const (
	sourcesFacet = "sources"
	weeksFacet   = "weeks"
)

// facet is a way to narrow a feed's stories.
type facet struct {
	id      string
	heading string
	lists   []selection
}

// selection is a part of a feed's stories that has pages of its own.
type selection struct {
	path    string // from the feed's folder: "brands/jacquemus/"
	text    string
	heading string
	query   string // the same in the query language; empty where it has no word for it
	stories []*reticule.Story
}

// BrandPath is the folder of a brand's page within its feed's folder, ending in
// a slash; empty for a name that gives none.
func BrandPath(brand string) string {
	if s := slug(brand); s != "" {
		return "brands/" + s + "/"
	}
	return ""
}

// newEdition sorts a feed's stories into lists. Title gives a source's.
func newEdition(book *phrase.Book, v *FeedView, title func(*reticule.Story) string) edition {
	f := edition{FeedView: v, book: book, fed: map[string]bool{}, version: sync.OnceValue(func() string { return feed.VersionOf(v) })}
	for _, path := range v.Parts {
		f.fed[path] = true
	}
	for i := range v.Stories {
		if s := &v.Stories[i]; !s.Face.NoIndex {
			f.stories = append(f.stories, s)
		}
	}
	f.facets = []facet{
		{"brands", book.Say("brands"), sortLists(f.split(brandKeys))},
		{"kinds", book.Say("kinds"), f.split(f.kindKeys)},
		{"prices", book.Say("prices"), f.prices()},
		{"languages", book.Say("languages"), sortLists(f.split(f.languageKeys))},
		{sourcesFacet, book.Say("sources"), sortLists(f.split(f.sourceKeys(title)))},
		{weeksFacet, book.Say("weeks"), f.weeks()},
	}
	paths := map[string]bool{}
	for _, x := range f.facets {
		for _, l := range x.lists {
			paths[l.path] = true
		}
	}
	f.has = func(path string) bool { return paths[path] }
	return f
}

// key says that a story belongs on the list at a path.
type key struct{ path, text, heading, query string }

// split sorts the stories into lists by their keys, in the order in which the
// keys first come.
func (f *edition) split(keys func(*reticule.Story) []key) []selection {
	var lists []selection
	at := map[string]int{}
	for _, s := range f.stories {
		for _, k := range keys(s) {
			i, ok := at[k.path]
			if !ok {
				i = len(lists)
				at[k.path] = i
				lists = append(lists, selection{path: k.path, text: k.text, heading: k.heading, query: k.query})
			}
			if n := len(lists[i].stories); n == 0 || lists[i].stories[n-1] != s {
				lists[i].stories = append(lists[i].stories, s)
			}
		}
	}
	return lists
}

// sortLists puts the longest list first.
func sortLists(lists []selection) []selection {
	slices.SortStableFunc(lists, func(a, b selection) int {
		return cmp.Or(cmp.Compare(len(b.stories), len(a.stories)), cmp.Compare(a.path, b.path))
	})
	return lists
}

func brandKeys(s *reticule.Story) []key {
	var keys []key
	for _, b := range s.Verdict.Brands {
		if path := BrandPath(b); path != "" {
			name := clip(b, maxName)
			keys = append(keys, key{path, name, name, `brand:"` + strings.ReplaceAll(name, `"`, "") + `"`})
		}
	}
	return keys
}

// kindKeys sorts by how near a story is to the topic, and by what it offers.
func (f *edition) kindKeys(s *reticule.Story) []key {
	var keys []key
	switch s.Verdict.Label {
	case reticule.LabelAbout:
		keys = append(keys, f.kind("about", "label:about"))
	case reticule.LabelMention:
		keys = append(keys, f.kind("mention", "label:mention"))
	}
	if slices.ContainsFunc(s.Verdict.Products, func(p reticule.Product) bool { return !p.Price.IsZero() }) {
		keys = append(keys, f.kind("prices", "has:price"))
	}
	return keys
}

func (f *edition) kind(name, query string) key {
	text := f.book.Say("kind." + name)
	return key{name + "/", text, text, query}
}

func (f *edition) languageKeys(s *reticule.Story) []key {
	tag, _, _ := strings.Cut(strings.ToLower(langTag(s.Face.Lang)), "-")
	if tag == "" {
		return nil
	}
	name := languageName(f.book, tag)
	return []key{{"languages/" + tag + "/", name, f.book.Say("in.language", name), "lang:" + tag}}
}

func (f *edition) sourceKeys(title func(*reticule.Story) string) func(*reticule.Story) []key {
	return func(s *reticule.Story) []key {
		if !plainName(s.Source.Name) {
			return nil
		}
		name := title(s)
		return []key{{sourcePath(s.Source.Name), name, f.book.Say("from.source", name), "source:" + s.Source.Name}}
	}
}

// sourcePath is where a feed lists what a source with a plain name brought, from
// the feed's folder.
func sourcePath(name string) string { return "sources/" + name + "/" }

// weeks lists the weeks, newest first, that lie wholly in what the view holds.
func (f *edition) weeks() []selection {
	weeks := f.split(func(s *reticule.Story) []key {
		w := weekOf(storyTime(s))
		if start, _ := weekStart(w); start.Before(f.Since) {
			return nil
		}
		title := weekTitle(f.book, w)
		return []key{{w + "/", title, title, ""}}
	})
	slices.SortStableFunc(weeks, func(a, b selection) int { return cmp.Compare(b.path, a.path) })
	return weeks
}

// archive names the weeks with pages of earlier builds.
func (f *edition) archive() []string {
	weeks := map[string]bool{}
	for _, w := range f.Archive {
		if _, ok := weekStart(w); ok && !f.has(w+"/") {
			weeks[w] = true
		}
	}
	names := slices.Sorted(maps.Keys(weeks))
	slices.Reverse(names)
	return names
}

// tally says how much there is.
func (f *edition) tally(n int) string {
	if n == 0 {
		return f.book.Say("tally.none")
	}
	if n < len(f.stories) {
		return f.book.Say("tally.part", f.book.Whole(strconv.Itoa(n)), f.book.Count("count.stories", len(f.stories)))
	}
	sources := map[string]bool{}
	for _, s := range f.stories {
		sources[s.Source.Name] = true
	}
	return f.book.Say("tally.all", f.book.Count("count.stories", n), f.book.Count("count.sources", len(sources)))
}
