package site

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"slices"

	"reticule"
	"reticule/feed"
)

// WeekPages are the pages of a week of a feed that reach back beyond the stories
// in the view: all of the week's stories are given. They stand as they are until
// the week or their Edition changes, so they say nothing of what changes elsewhere:
// their stories link to where they were published, and they have no rail.
func WeekPages(v View, feedName, week string, stories []reticule.Story) []feed.File {
	v = still(v)
	at := slices.IndexFunc(v.Feeds, func(f FeedView) bool { return f.Name == feedName })
	if at < 0 {
		return nil
	}
	v.Feeds[at].Stories = stories
	for _, s := range stories {
		if s.Updated.After(v.Updated) {
			v.Updated = s.Updated
		}
	}
	b := newBuilder(v)
	clear(b.stories)
	f := &b.feeds[at]
	f.facets, f.has = nil, func(string) bool { return false }
	title := weekTitle(b.book, week)
	b.listPages(f, selection{path: week + "/", heading: title, stories: f.stories})
	return b.out
}

// still is the part of a view that stays from build to build.
func still(v View) View {
	feeds := make([]FeedView, len(v.Feeds))
	for i, f := range v.Feeds {
		feeds[i] = FeedView{Name: f.Name, Title: f.Title, Description: f.Description, Topic: f.Topic}
	}
	sources := make([]SourceView, len(v.Sources))
	for i, s := range v.Sources {
		sources[i] = SourceView{Name: s.Name, Title: s.Title}
	}
	return View{Title: v.Title, Description: v.Description, Lang: v.Lang, BaseURL: v.BaseURL, Generator: v.Generator, Images: v.Images, Excerpt: v.Excerpt,
		Feeds: feeds, Sources: sources}
}

// Edition names all that the pages of weeks look like, apart from their stories:
// the program's templates and style, and the view as far as they are drawn from
// it.
func Edition(v View) (string, error) {
	h := sha256.New()
	h.Write(styleSheet())
	err := fs.WalkDir(templateFiles, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := templateFiles.ReadFile(name)
		h.Write(data)
		return err
	})
	return feed.VersionOf(hex.EncodeToString(h.Sum(nil)), still(v)), err
}
