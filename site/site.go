// Package site shows stories to people: the pages of a small magazine, rendered
// on the server, and the HTTP handler that serves them beside the feeds.
//
// [Pages] turns a [View] into files. It reads no clock and does no I/O, so that
// the same view gives the same bytes; every link is relative, so that the files
// can be hosted anywhere. [Handler] serves a published folder from memory.
//
// The pages carry no script. Everything shown of an article comes from the web
// and is hostile: html/template escapes it where it lands, addresses other than
// http and https are dropped, and the Content-Security-Policy forbids the rest.
package site

import (
	"time"

	"reticule"
	"reticule/trend"
)

// View is everything that the pages of one build show.
type View struct {
	Title       string       // of the whole site
	Description string       // one sentence beneath it; may be empty
	Lang        string       // BCP 47: the language of Title and of the feeds' titles; "en" where empty
	BaseURL     string       // where the files will stand; empty where unknown
	Generator   string       // program and version
	Images      bool         // whether the publishers' images are shown
	Excerpt     int          // words of an article that are shown; 0 means 60
	Feeds       []FeedView   // the first of them leads the front page
	Sources     []SourceView // in the order they are shown
	Health      string       // folder of the feed on the sources' health; empty where there is none
	Updated     time.Time    // when what is shown last changed
}

// FeedView is one published feed.
type FeedView struct {
	Name        string // its folder
	Title       string
	Description string // one sentence: what is in it
	Topic       string
	Stories     []reticule.Story // newest first
	Trend       *trend.Report    // how attention to the topic moves; nil where that is not measured

	// Since is the time from which on Stories is complete: weeks that began
	// before it keep the page of an earlier build. Zero means that Stories
	// holds all there ever was.
	Since time.Time
	// Archive names the earlier weeks that have such a page, "2026-W31",
	// newest first.
	Archive []string
	// Parts are the lists that have feeds of their own, as paths from the
	// feed's folder: "brands/jacquemus/" ([BrandPath]), "2026-W47/".
	Parts []string
	// Digest is the folder, beside the feed's, of the feed that sums up each
	// week; empty where there is none.
	Digest string
}

// SourceView is the health of one source.
type SourceView struct {
	Name        string
	Title       string
	URL         string
	Kind        string // reticule.KindFeed and so on
	State       State
	LastSuccess time.Time // zero: never
	LastNew     time.Time // when it last had something new; zero: never
	Sentence    string    // what is the matter, or that nothing is
}

// State is the health of a source at a glance.
type State string

const (
	StateGreen State = "green" // answers as it should
	StateAmber State = "amber" // stumbles, or has been silent for long
	StateRed   State = "red"   // cannot be read
	StateGrey  State = "grey"  // not read: new, paused or switched off
)
