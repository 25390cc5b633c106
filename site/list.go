package site

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"reticule"
)

// perPage keeps a page of full cards under 60 KB.
const perPage = 20

// edition is a feed with the lists of its stories.
type edition struct {
	*FeedView
	stories []*reticule.Story // those that may be listed
	facets  []facet
	has     func(path string) bool // whether there is a list at a path from the feed's folder
	fed     map[string]bool        // the lists, by path, that have feeds of their own
}

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
func newEdition(v *FeedView, title func(*reticule.Story) string) edition {
	f := edition{FeedView: v, fed: map[string]bool{}}
	for _, path := range v.Parts {
		f.fed[path] = true
	}
	for i := range v.Stories {
		if s := &v.Stories[i]; !s.Face.NoIndex {
			f.stories = append(f.stories, s)
		}
	}
	f.facets = []facet{
		{"brands", "Brands", sortLists(f.split(brandKeys))},
		{"kinds", "Kinds", f.split(kindKeys)},
		{"prices", "Prices", f.prices()},
		{"languages", "Languages", sortLists(f.split(languageKeys))},
		{"sources", "Sources", sortLists(f.split(sourceKeys(title)))},
		{"weeks", "Weeks", f.weeks()},
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
func kindKeys(s *reticule.Story) []key {
	var keys []key
	switch s.Verdict.Label {
	case reticule.LabelAbout:
		keys = append(keys, key{"about/", "Wholly about it", "Wholly about it", "label:about"})
	case reticule.LabelMention:
		keys = append(keys, key{"mention/", "In passing", "In passing", "label:mention"})
	}
	if len(cardPriceList(s.Verdict.Products)) > 0 {
		keys = append(keys, key{"prices/", "With prices", "With prices", "has:price"})
	}
	return keys
}

func languageKeys(s *reticule.Story) []key {
	tag, _, _ := strings.Cut(strings.ToLower(langTag(s.Face.Lang)), "-")
	if tag == "" {
		return nil
	}
	name := languageName(tag)
	return []key{{"languages/" + tag + "/", name, "In " + name, "lang:" + tag}}
}

func sourceKeys(title func(*reticule.Story) string) func(*reticule.Story) []key {
	return func(s *reticule.Story) []key {
		if !plainName(s.Source.Name) {
			return nil
		}
		name := title(s)
		return []key{{"sources/" + s.Source.Name + "/", name, "From " + name, "source:" + s.Source.Name}}
	}
}

// weeks lists the weeks, newest first, that lie wholly in what the view holds.
func (f *edition) weeks() []selection {
	weeks := f.split(func(s *reticule.Story) []key {
		w := weekOf(storyTime(s))
		if start, _ := weekStart(w); start.Before(f.Since) {
			return nil
		}
		title := weekTitle(w)
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
		return "No stories yet."
	}
	sources := map[string]bool{}
	for _, s := range f.stories {
		sources[s.Source.Name] = true
	}
	if n < len(f.stories) {
		return strconv.Itoa(n) + " of " + plural(len(f.stories), "story", "stories") + "."
	}
	return plural(n, "story", "stories") + " from " + plural(len(sources), "source", "sources") + "."
}
