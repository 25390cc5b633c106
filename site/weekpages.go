package site

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"slices"

	"reticule"
	"reticule/feed"
)

// WeekPages are the pages of a week of a feed that reach back beyond the stories
// in the view: all of the week's stories are given. They stand as they are until
// the week changes, so they say nothing of what changes elsewhere: their stories
// link to where they were published, and they have no rail.
func WeekPages(v View, feedName, week string, stories []reticule.Story) []feed.File {
	v.Feeds = slices.Clone(v.Feeds)
	v.Updated = stories[0].Updated
	for _, s := range stories {
		if s.Updated.After(v.Updated) {
			v.Updated = s.Updated
		}
	}
	at := -1
	for i := range v.Feeds {
		f := &v.Feeds[i]
		f.Stories, f.Trend = nil, nil
		if f.Name == feedName {
			f.Stories, at = stories, i
		}
	}
	if at < 0 {
		return nil
	}
	b := newBuilder(v)
	clear(b.stories)
	f := &b.feeds[at]
	f.facets, f.has = nil, func(string) bool { return false }
	title := weekTitle(b.book, week)
	b.listPages(f, selection{path: week + "/", heading: title, stories: f.stories})
	return b.out
}

// Edition names what the pages of a view look like, apart from the stories: the
// program's templates and style, and what stands on every page.
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
	if err != nil {
		return "", err
	}
	var feeds []string
	for _, f := range v.Feeds {
		feeds = append(feeds, f.Name, f.Title)
	}
	err = json.NewEncoder(h).Encode([]any{v.Title, v.Description, v.Lang, v.BaseURL, v.Generator, v.Images, v.Excerpt, feeds})
	return hex.EncodeToString(h.Sum(nil)[:12]), err
}
