package main

import (
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"reticule"
	"reticule/feed"
	"reticule/site"
)

// partFeeds are the feeds of a feed's lists and of its running week: each in the
// folder of its page, with the stories that the pages show of it. Shown is told
// of them, and of the weeks before that have archives, which are their feeds.
func (c *config) partFeeds(whole feed.Feed, shown *site.FeedView, weeks []string) []feed.File {
	parts, running := map[string]*feed.Feed{}, runningWeek(shown.Stories, weeks)
	add := func(part, title string, s *reticule.Story) {
		f := parts[part]
		if f == nil {
			f = newPart(whole, part, title)
			parts[part] = f
		}
		if n := len(f.Stories); n == 0 || f.Stories[n-1].Key != s.Key {
			f.Stories = append(f.Stories, *s)
		}
	}
	for i := range shown.Stories {
		s := &shown.Stories[i]
		if feed.Week(s.FirstSeen) == running {
			add(running+"/", running, s)
		}
	}
	for _, p := range site.Parts(c.Site.Lang, shown) {
		for _, s := range p.Stories {
			add(p.Path, p.Title, s)
		}
	}
	for _, w := range weeks {
		shown.Parts = append(shown.Parts, w+"/")
	}
	var files []feed.File
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		shown.Parts = append(shown.Parts, part)
		files = append(files, parts[part].Files(path.Join(shown.Name, part))...)
	}
	return files
}

// runningWeek is the week in which the latest story was first seen; "" where that
// is over, since others of the topic were seen later.
func runningWeek(list []reticule.Story, over []string) string {
	var last time.Time
	for _, s := range list {
		last = latestOf(last, s.FirstSeen)
	}
	if week := feed.Week(last); !slices.Contains(over, week) {
		return week
	}
	return ""
}

// newPart is the feed of a part of another. No hub is told of its changes, and
// it has no history of its own.
func newPart(whole feed.Feed, part, title string) *feed.Feed {
	f := whole
	f.Name, f.Title, f.Description = whole.Name+"/"+strings.TrimSuffix(part, "/"), whole.Title+": "+title, whole.Title+": "+title
	f.Stories, f.Hubs, f.History, f.PerSource = nil, nil, feed.History{}, 0
	if whole.Base != "" {
		f.Base = whole.Base + part
		f.Home = f.Base
	}
	return &f
}
