package feed

import (
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"reticule"
	"reticule/phrase"
)

// The names of the documents in a feed's folder.
const (
	RSSFile  = "rss.xml"
	AtomFile = "atom.xml"
	JSONFile = "feed.json"
)

// The media types of the documents.
const (
	RSSType  = "application/rss+xml"
	AtomType = "application/atom+xml"
	JSONType = "application/feed+json"
	OPMLType = "text/x-opml"
)

// DefaultMaxBytes keeps a document well within what readers fetch gladly: a
// quarter of a megabyte.
const DefaultMaxBytes = 250_000

const ttlMinutes = 60

// Feed is everything that rendering needs.
//
// Where Base is empty, because nobody has said where the files will stand, the
// documents leave out what only an address can say: self, hub and archive
// links, feed_url, next_url. RSS demands a channel link; without Home it is
// the feed's id.
type Feed struct {
	Name        string // the folder's name; part of the feed's permanent id
	Title       string // Name where empty
	Query       string // what the stories match, for a part that is made on demand; empty for the whole
	Description string // Title where empty
	Lang        string // BCP 47, of the feed's own words; "en" where empty
	Home        string // absolute URL of the feed's page
	Base        string // absolute URL of the feed's folder
	Icon        string // absolute URL of a square picture; may be empty
	IDPrefix    string // "tag:bags.example,2026:", fixed when the store was made
	Generator   string
	Rights      string   // whose the items are; a sentence where empty
	Hubs        []string // WebSub hubs; named only where Base is public

	Updated time.Time        // last change that matters; the newest story's where zero
	Stories []reticule.Story // newest first

	Items     int  // at most so many entries; 0 means all
	PerSource int  // at most so many of one source, the newest; 0 means any number
	MaxBytes  int  // at most so large a document, but one entry at least; 0 means any size
	Excerpt   int  // words of an article that are shown; 0 means none
	Images    bool // whether the publishers' images are shown
	History   History
}

// History links a feed's documents as RFC 5005 describes. Folders are absolute
// URLs ending in a slash; the document of the same format is meant. Archives
// fills it in.
type History struct {
	Archive bool   // this document is an archive, not the living feed
	Current string // folder of the living feed; for archives
	Prev    string // folder of the archive before this document
	Next    string // folder of the archive after this one; for archives
}

// ID is the feed's permanent identity, shared by its archives.
func (f Feed) ID() string { return f.IDPrefix + "feed/" + pathSafe(f.Name) + f.asked() }

// asked is what the addresses of a part on demand end in.
func (f Feed) asked() string {
	if f.Query == "" {
		return ""
	}
	return "?q=" + url.QueryEscape(f.Query)
}

// EntryID is the permanent identity of a story's entry, the same in every feed
// of the store.
func (f Feed) EntryID(s reticule.Story) string { return f.IDPrefix + "story/" + pathSafe(s.Key) }

// URL is the address of one of the feed's documents, or "" without Base.
func (f Feed) URL(file string) string {
	if u := within(f.Base, file); u != "" {
		return u + f.asked()
	}
	return ""
}

// Files are the feed's three documents, rendered when they are asked for.
func (f Feed) Files(folder string) []File {
	entries := sync.OnceValue(f.entries)
	files := documents(folder, "",
		func() ([]byte, error) { return f.rss(entries()) },
		func() ([]byte, error) { return f.atom(entries()) },
		func() ([]byte, error) { return f.json(entries()) })
	version := sync.OnceValue(func() string { return VersionOf(f) })
	for i := range files {
		files[i].Inputs = version
	}
	return files
}

// documents are the three documents of a folder.
func documents(folder, version string, rss, atom, json func() ([]byte, error)) []File {
	return []File{
		{Path: path.Join(folder, RSSFile), Version: version, Render: rss},
		{Path: path.Join(folder, AtomFile), Version: version, Render: atom},
		{Path: path.Join(folder, JSONFile), Version: version, Render: json},
	}
}

// within gives the address of a document in a folder, "" without a folder.
func within(folder, file string) string {
	u := webURL(folder)
	if u == "" {
		return ""
	}
	return strings.TrimSuffix(u, "/") + "/" + file
}

func (f Feed) title() string {
	if t := plain(f.Title); t != "" {
		return t
	}
	return plain(f.Name)
}

func (f Feed) description() string {
	if d := plain(f.Description); d != "" {
		return d
	}
	return f.title()
}

func (f Feed) lang() string {
	if l := langTag(f.Lang); l != "" {
		return l
	}
	return "en"
}

func (f Feed) rights() string {
	if r := plain(f.Rights); r != "" {
		return r
	}
	return f.book().Say("feed.rights")
}

// book has the feed's own words.
func (f Feed) book() *phrase.Book { return phrase.For(f.lang()) }

// home is the link of an RSS channel, which must not be empty.
func (f Feed) home() string {
	if u := webURL(f.Home); u != "" {
		return u
	}
	return f.ID()
}

// hubs are the WebSub hubs that may be named: a feed that nobody outside can
// fetch must not name a public hub, nor one whose changes no hub is told of.
func (f Feed) hubs() []string {
	var hubs []string
	if f.Query != "" {
		return nil
	}
	for _, h := range f.Hubs {
		if u := webURL(h); u != "" && Public(f.Base) {
			hubs = append(hubs, u)
		}
	}
	return hubs
}

// updated is the feed's last change. An empty feed has the date in its
// IDPrefix, which is as old as the store and never changes.
func (f Feed) updated(entries []entry) time.Time {
	if plausible(f.Updated) {
		return f.Updated.UTC().Truncate(time.Second)
	}
	var last time.Time
	for _, e := range entries {
		if e.updated.After(last) {
			last = e.updated
		}
	}
	if last.IsZero() {
		return tagDate(f.IDPrefix)
	}
	return last
}

// fit renders as many of n entries as the byte cap allows, but at least one.
func (f Feed) fit(n int, render func(n int) ([]byte, error)) ([]byte, error) {
	for {
		data, err := render(n)
		if err != nil || f.MaxBytes <= 0 || len(data) <= f.MaxBytes || n <= 1 {
			return data, err
		}
		n = max(1, min(n-1, n*f.MaxBytes/len(data)))
	}
}
