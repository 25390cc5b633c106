// Package demo is a small web of our own: twelve fashion magazines on .example
// names, one of them broken, with what they published in the eight weeks
// before now. The demonstration crawls it over real HTTP, and tests use it.
//
// Every word of it is invented for the purpose. Houses and shops may be real;
// people, prices, shows and events are not, and none of it is news.
//
// The prose stands in plain text under sites/, a folder for each magazine. Its
// site.txt is a list of "key: value" lines about the magazine; every other
// file is an article, named by its slug: "key: value" lines, an empty line, and
// blocks separated by empty lines. A block is a paragraph, or by its first
// characters
//
//	# a heading
//	> a quotation
//	- a list item
//	! a picture, given by its caption
//	1. a product | its price | its shop | what is said of it
//
// The keys of an article are title, standfirst, author, section, label (about,
// mention or none), kind, age (before now, "3d4h") and, where they apply,
// updated (an age too), paywall, noindex, charset, copy (the article it
// copies, "selvage/slug"), canonical (yes, where the copy names the original
// as such) and keep (how many of the original's blocks a copy takes over,
// after its own; all of them unless said).
package demo

import (
	"embed"
	"fmt"
	"time"
)

//go:embed sites templates
var files embed.FS

// Web is the magazines with their pages, as they stand at one moment. It is
// safe for use by several goroutines.
type Web struct {
	sites []*site
	pages map[string]document // by host and path
}

// Source is a magazine as a line of config names it.
type Source struct {
	Name  string
	Title string
	Kind  string // "feed", "site" or "sitemap"
	URL   string
	Lang  string // BCP 47
}

// Truth is what a careful reader says of one article.
type Truth struct {
	URL   string
	Label string // "about", "mention" or "none"
	Copy  string // the URL of the article that it copies; empty for none
	Kind  string // "essay", "round-up", "hard" for one that tempts a matcher, ...
}

// New makes the web with its newest article just before now. The same now
// gives the same bytes. It panics where the embedded files are at fault.
func New(now time.Time) *Web {
	w, err := build(now.UTC())
	if err != nil {
		panic(fmt.Sprintf("the demonstration's web: %v", err))
	}
	return w
}

func build(now time.Time) (*Web, error) {
	sites, err := loadSites(now)
	if err != nil {
		return nil, err
	}
	w := &Web{sites: sites, pages: map[string]document{}}
	layouts, err := parseLayouts()
	if err != nil {
		return nil, err
	}
	for _, s := range sites {
		if err := w.publish(s, layouts); err != nil {
			return nil, fmt.Errorf("%s: %w", s.Host, err)
		}
	}
	return w, nil
}

// Hosts names the hosts of the web; all of them are to be mapped to the one
// address where it is served.
func (w *Web) Hosts() []string {
	out := make([]string, 0, len(w.sites))
	for _, s := range w.sites {
		out = append(out, s.Host)
	}
	return out
}

// Sources gives the magazines as sources, in the order for a config. One of
// them is broken: where its feed should be there is a web page.
func (w *Web) Sources() []Source {
	out := make([]Source, 0, len(w.sites))
	for _, s := range w.sites {
		out = append(out, Source{Name: s.name, Title: s.Title, Kind: s.form.kind(), URL: s.Root() + s.Feed, Lang: s.Lang})
	}
	return out
}

// Truth gives every article of the web with its true label, site by site,
// newest first.
func (w *Web) Truth() []Truth {
	var out []Truth
	for _, s := range w.sites {
		for _, p := range s.pieces {
			t := Truth{URL: p.URL(), Label: p.label, Kind: p.kind}
			if p.original != nil {
				t.Copy = p.original.URL()
			}
			out = append(out, t)
		}
	}
	return out
}
