package main

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"
	"time"

	"reticule"
	"reticule/feed"
	"reticule/site"
	"reticule/store"
)

// A feed's past is published week by week: the documents of RFC 5005, by when
// stories were first seen, and the pages of the weeks beyond those that the
// feed's pages hold, by the stories' dates. What stands there and did not change
// is left as it is. What must be written is written in portions, so that no
// publication costs more for a store that has grown for years, nor after an
// archive of years was imported: later ones go on.

// Portions of a publication, in stories. What changed of what stands, such as
// for a removal, does not wait for what is to be written for the first time.
const (
	portion      = 150
	largePortion = 1000 // where all is asked for
	emptyPortion = 5    // what it costs to find that a week has no stories
)

// weeklies publish the past.
type weeklies struct {
	c       *config
	st      *store.Store
	tree    *feed.Tree
	anew    int // stories that may still be written of weeks that stand
	first   int // and of weeks that do not
	waiting int // weeks that later publications write

	distrust bool // every file is read
	patient  bool // weeks that wait are no reason to publish
}

// spend tells whether a week may be written now.
func (w *weeklies) spend(stands bool) *int {
	left := &w.first
	if stands {
		left = &w.anew
	}
	if *left <= 0 {
		w.waiting++
		return nil
	}
	return left
}

// archives links a feed to the documents of the weeks that are over: all but the
// newest. The oldest are written first, and each links the one before it, so
// that those that are written need not change for those that follow.
func (w *weeklies) archives(ctx context.Context, f feedConfig, out feed.Feed) (living feed.Feed, files []feed.File, weeks []string, err error) {
	list, err := w.st.SeenWeeks(ctx, f.Topic)
	if err != nil || len(list) < 2 || out.Base == "" {
		return out, nil, nil, err
	}
	look, prev := w.look(f, out), ""
	for i, x := range list[:len(list)-1] {
		week := feed.Week(x.Start)
		wanted := feed.VersionOf(look, x.Changes, prev)
		folder := path.Join(f.Name, week)
		version, stands := w.tree.Version(path.Join(folder, feed.RSSFile), path.Join(folder, feed.AtomFile), path.Join(folder, feed.JSONFile))
		var docs []feed.File
		if version == wanted {
			docs = out.ArchiveFiles(f.Name, week, prev, wanted, nil)
		} else if left := w.spend(stands); left != nil {
			stories, err := w.stories(ctx, store.Pick{Topic: f.Topic, Query: f.Query, From: x.Start, To: x.Start.AddDate(0, 0, 7)}, left)
			if err != nil {
				return out, nil, nil, err
			}
			from := out
			if prev == "" { // the oldest
				if from, err = w.before(ctx, f, out, list[i+1:]); err != nil {
					return out, nil, nil, err
				}
			}
			docs, stands = from.ArchiveFiles(f.Name, week, prev, wanted, stories), len(stories) > 0
		} else if stands {
			docs = kept(out.ArchiveFiles(f.Name, week, prev, "", nil))
		}
		if files = append(files, docs...); stands {
			weeks, prev = append(weeks, week), week
		}
	}
	return out.After(prev), files, weeks, nil
}

// before links the first of the later weeks in which the feed has a story.
func (w *weeklies) before(ctx context.Context, f feedConfig, out feed.Feed, later []store.Week) (feed.Feed, error) {
	for _, x := range later {
		found, err := w.st.Stories(ctx, store.Pick{Topic: f.Topic, Query: f.Query, From: x.Start, To: x.Start.AddDate(0, 0, 7), Limit: 1})
		if err != nil || len(found) > 0 {
			return out.Before(feed.Week(x.Start)), err
		}
	}
	return out, nil
}

// stories loads what is to be written, and takes it off what may be.
func (w *weeklies) stories(ctx context.Context, p store.Pick, left *int) ([]reticule.Story, error) {
	list, err := w.st.Stories(ctx, p)
	*left -= max(len(list), emptyPortion)
	return list, errors.Join(err, w.c.addTexts(ctx, w.st, list))
}

// look names what the documents of a feed depend on besides its stories. The
// program's version has no part in it: documents that stand never change.
func (w *weeklies) look(f feedConfig, out feed.Feed) string {
	out.Stories, out.Updated, out.Hubs, out.Generator = nil, time.Time{}, nil, ""
	return feed.VersionOf(out, f.Query, w.c.rights())
}

// kept leaves what stands at the files' paths as it is.
func kept(files []feed.File) []feed.File {
	for i, f := range files {
		files[i] = feed.File{Path: f.Path, Keep: true}
	}
	return files
}

// pages are the pages of the weeks that began before the stories that the feed's
// own pages hold, the newest first. Shown is told which there are.
func (w *weeklies) pages(ctx context.Context, f feedConfig, view site.View, shown *site.FeedView) (files []feed.File, err error) {
	if len(shown.Stories) < maxPageStories {
		return nil, nil
	}
	shown.Since = shown.Stories[len(shown.Stories)-1].Published
	list, err := w.st.ListedWeeks(ctx, f.Topic)
	if err != nil {
		return nil, err
	}
	look, err := w.pagesLook(ctx, f, view)
	if err != nil {
		return nil, err
	}
	for _, x := range slices.Backward(list) {
		if !x.Start.Before(shown.Since) {
			continue
		}
		week := feed.Week(x.Start)
		wanted := feed.VersionOf(look, x.Changes)
		version, stands := w.tree.Version(w.pagesOf(f.Name, week)...)
		if version == wanted {
			files = append(files, w.standing(f.Name, week)...)
		} else if left := w.spend(stands); left != nil {
			stories, err := w.stories(ctx, store.Pick{Topic: f.Topic, Query: f.Query, Week: x.Start}, left)
			if err != nil {
				return nil, err
			}
			files, stands = append(files, weekFiles(view, f.Name, week, wanted, stories)...), len(stories) > 0
		} else if stands {
			files = append(files, w.standing(f.Name, week)...)
		}
		if stands {
			shown.Archive = append(shown.Archive, week)
		}
	}
	return files, nil
}

// pagesLook names what the pages of a feed's weeks depend on besides their
// stories.
func (w *weeklies) pagesLook(ctx context.Context, f feedConfig, view site.View) (string, error) {
	titles, err := w.st.Titles(ctx)
	if err != nil {
		return "", err
	}
	edition, err := site.Edition(view)
	return feed.VersionOf(edition, f.Query, w.c.rights(), titles), err
}

// weekFiles draws a week's pages.
func weekFiles(view site.View, name, week, version string, stories []reticule.Story) []feed.File {
	stories = slices.DeleteFunc(stories, func(s reticule.Story) bool { return s.Face.NoIndex })
	if len(stories) == 0 {
		return []feed.File{{Path: path.Join(name, week, "index.html"), Version: version, Render: func() ([]byte, error) { return nil, feed.ErrNothing }}}
	}
	files := site.WeekPages(view, name, week, stories)
	for i := range files {
		files[i].Version = version
	}
	return files
}

// pagesOf are the paths of a week's pages as they were last published: one where
// there were none.
func (w *weeklies) pagesOf(name, week string) (paths []string) {
	for _, p := range w.tree.Below(name + "/" + week + "/") {
		if strings.HasSuffix(p, ".html") {
			paths = append(paths, p)
		}
	}
	if len(paths) == 0 {
		paths = append(paths, path.Join(name, week, "index.html"))
	}
	return paths
}

// standing leaves the pages of a week as they are.
func (w *weeklies) standing(name, week string) (files []feed.File) {
	for _, p := range w.pagesOf(name, week) {
		files = append(files, feed.File{Path: p, Keep: true})
	}
	return files
}

// styles keeps the style sheets of earlier programs while pages of theirs stand.
func (w *weeklies) styles(files []feed.File) (old []feed.File) {
	for _, p := range w.tree.Below("style.") {
		if w.waiting > 0 && !slices.ContainsFunc(files, func(f feed.File) bool { return f.Path == p }) {
			old = append(old, feed.File{Path: p, Keep: true})
		}
	}
	return old
}
