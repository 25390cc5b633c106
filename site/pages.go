package site

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"reticule"
	"reticule/feed"
	"reticule/phrase"
)

// The folders beside the feeds' own.
const (
	storiesDir = "stories/"
	sourcesDir = "sources/"
	aboutDir   = "about-feeds/"
	searchDir  = "search/"
)

// Bounds on what stands on every page.
const (
	navFeeds = 8
	navTitle = 100 // bytes
	maxHead  = 600 // bytes of a title in a page's head
)

// reserved names cannot be a feed's.
var reserved = []string{"stories", "sources", "about-feeds", "search", "healthz", "metrics"}

// Pages renders every page of the view, by path within the published folder:
//
//	index.html                            the front page
//	style.<hash>.css
//	404.html                              links by absolute path, after View.BaseURL
//	about-feeds/index.html
//	sources/index.html
//	stories/<key>/index.html              why it counts, copies, siblings, prices
//	stories/<key>/copies/index.html       the copies, where they are many
//	<feed>/index.html                     the newest stories
//	<feed>/trend/index.html               plots and figures, where View has a report
//	<feed>/trend/weeks.csv
//	<feed>/trend/gbp/index.html           prices in one currency
//	<feed>/contents/index.html            brands, languages, sources, weeks
//	<feed>/contents/brands/index.html     all of them, where they are many
//	<feed>/2026-W47/index.html            a week
//	<feed>/brands/<slug>/index.html       and so languages/<tag>/, sources/<name>/, about/, prices/
//
// A list too long for one page goes on in its folders 2/, 3/ and so on: no page
// weighs more than 60 KB with the style sheet.
//
// They are in order of path, and each is drawn when it is asked for: all pages
// together are many times what they are made of. One at a time can be drawn.
//
// Stories whose page asks not to be listed are left out. A feed's name that is
// no plain folder name, or is given twice, is an error.
func Pages(v View) ([]feed.File, error) {
	b := newBuilder(v)
	if err := checkNames(v.Feeds); err != nil {
		return nil, err
	}
	b.put("", "home", b.homePage)
	for i := range b.feeds {
		b.feedPages(&b.feeds[i])
	}
	for key, t := range b.stories {
		b.storyPages(key, t)
	}
	b.sourcesPages()
	b.put(aboutDir, "about", b.aboutPage)
	b.out = append(b.out, b.file("404.html", "missing", b.missingPage), feed.File{Path: styleName(), Data: styleSheet()})
	slices.SortFunc(b.out, func(x, y feed.File) int { return strings.Compare(x.Path, y.Path) })
	return b.out, nil
}

// checkNames holds feeds' names to what can be a folder of its own.
func checkNames(feeds []FeedView) error {
	seen := map[string]bool{}
	for _, f := range feeds {
		switch {
		case !plainName(f.Name):
			return fmt.Errorf("feed %q: the name of a feed is its folder: letters, digits and dashes only", f.Name)
		case slices.Contains(reserved, f.Name):
			return fmt.Errorf("feed %q: the name is taken by the pages' own folder", f.Name)
		case seen[f.Name]:
			return fmt.Errorf("feed %q: given twice", f.Name)
		}
		seen[f.Name] = true
	}
	return nil
}

// plainName tells whether a name can be a folder on any machine and stand in an
// address unescaped.
func plainName(s string) bool {
	if s == "" || len(s) > 100 || s[0] == '.' {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.'
	})
}

// builder makes the pages of one view.
type builder struct {
	view    View
	book    *phrase.Book
	feeds   []edition
	titles  map[string]string // of sources, by name
	stories map[string]*told  // by key
	cards   map[cardKey]*fragment
	rails   map[railKey]*fragment
	out     []feed.File
	err     error // of drawing a fragment

	hasStory func(key string) bool // whether the story has a page
}

// told is a story that has a page, and the first feed that tells it.
type told struct {
	story *reticule.Story
	feed  *edition
}

func newBuilder(v View) *builder {
	b := &builder{view: v, book: phrase.For(v.Lang), titles: map[string]string{}, stories: map[string]*told{},
		cards: map[cardKey]*fragment{}, rails: map[railKey]*fragment{}}
	b.hasStory = func(key string) bool { return b.stories[key] != nil }
	for _, s := range v.Sources {
		if s.Title != "" {
			b.titles[s.Name] = s.Title
		}
	}
	b.feeds = make([]edition, len(v.Feeds))
	for i := range v.Feeds {
		b.feeds[i] = newEdition(b.book, &v.Feeds[i], b.storySource)
		b.feeds[i].inWeek = sync.OnceValue(b.feeds[i].trendWeeks)
		for _, s := range b.feeds[i].stories {
			if plainName(s.Key) && b.stories[s.Key] == nil {
				b.stories[s.Key] = &told{story: s, feed: &b.feeds[i]}
			}
		}
	}
	return b
}

// put adds a page, to be drawn into index.html in the folder at the path.
func (b *builder) put(path, name string, draw func() *page) {
	b.out = append(b.out, b.file(path+"index.html", name, draw))
}

// file is a page that is drawn where what its template is given is not what it
// was.
func (b *builder) file(path, name string, draw func() *page) feed.File {
	draw = sync.OnceValue(draw)
	return feed.File{
		Path:   path,
		Inputs: func() string { return feed.VersionOf(b.book.Lang(), name, draw()) },
		Render: func() ([]byte, error) {
			data, err := draw().render(b.book, name)
			return data, errors.Join(b.err, err)
		},
	}
}

// putTrend adds a page about a feed's trend. Its plots are dear: so its inputs
// are not what its template is given, but all that the view has of the feed, and
// of the others as far as it does not change from day to day.
func (b *builder) putTrend(f *edition, path string, draw func() *page) {
	b.put(path, "trend", draw)
	last := &b.out[len(b.out)-1]
	last.Inputs = func() string { return feed.VersionOf(b.book.Lang(), path, still(b.view), f.version()) }
}

// aboutPage explains feeds to somebody who never used one.
func (b *builder) aboutPage() *page {
	p := b.layout(aboutDir, b.book.Say("about.feeds"))
	var feeds []link
	digests := map[string]bool{}
	for i := range b.feeds {
		f := &b.feeds[i]
		feeds = append(feeds, link{Href: p.Root + f.Name + "/", Text: clip(f.title(), maxTitle)})
		if f.Trend != nil && plainName(f.Digest) && !digests[f.Digest] {
			digests[f.Digest] = true
			feeds = append(feeds, link{Href: p.Root + f.Name + "/" + trendPath, Text: clip(f.title(), maxTitle) + ": " + b.book.Say("digest")})
		}
	}
	p.Body = struct{ Feeds []link }{feeds[:fitting(feeds, aboutRoom, link.weigh)]} // the list to import has them all
	return p
}

// missingPage makes 404.html, which is shown at any depth: its links start at
// the path of the base URL.
func (b *builder) missingPage() *page {
	root := "/"
	if u, err := url.Parse(webAddress(b.view.BaseURL)); err == nil && strings.Trim(u.Path, "/") != "" {
		root = "/" + strings.Trim(u.EscapedPath(), "/") + "/"
	}
	p := b.view.frame(root, b.book.Say("missing"))
	p.NoIndex = true
	return p
}

func (f *FeedView) title() string {
	if f.Title != "" {
		return f.Title
	}
	return f.Name
}

// dateOr writes a day, or the word where there is none.
func (b *builder) dateOr(t time.Time, none string) string {
	if t.IsZero() {
		return none
	}
	return b.book.Date("date.short", t.UTC())
}

func momentOf(book *phrase.Book, t time.Time) *moment {
	t = t.UTC()
	return &moment{Machine: t.Format(time.RFC3339), Text: book.Date("date.long", t)}
}

// changed is when one of the stories that a page shows last changed; nil where
// there are none.
func (b *builder) changed(stories []*reticule.Story) *moment {
	var last time.Time
	for _, s := range stories {
		if s.Updated.After(last) {
			last = s.Updated
		}
	}
	if last.IsZero() {
		return nil
	}
	return momentOf(b.book, last)
}
