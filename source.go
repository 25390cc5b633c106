package reticule

import "time"

// The kinds of source.
const (
	KindFeed    = "feed"    // RSS, Atom or JSON Feed
	KindSite    = "site"    // listing pages, crawled for article links
	KindSitemap = "sitemap" // sitemap, sitemap index or news sitemap
)

// Source is something we read. What we publish is called a feed; what we read
// never is.
type Source struct {
	Name   string        // unique; letters, digits and dashes
	Title  string        // what people call it; the name where empty
	Kind   string        // KindFeed, KindSite or KindSitemap
	URL    string        // absolute, http or https
	Every  time.Duration // asked at most this often; 0 means that the schedule decides
	Pages  string        // PagesAuto, PagesAll or PagesNone
	Rights string        // RightsExcerpt or RightsFull
	Lang   string        // BCP 47; the pages' own word where empty
	Select Select        // overrides for finding article links
	Robots bool          // whether robots.txt is honoured; false needs the site's written consent
}

// Which of a source's article pages are read.
const (
	PagesAuto = "auto" // scanned; read in full where a topic's words occur
	PagesAll  = "all"  // every page is read in full
	PagesNone = "none" // never asked for; the listing's own words must do
)

// What may be republished of a source's articles.
const (
	RightsExcerpt = "excerpt" // title, short excerpt, attribution, link
	RightsFull    = "full"    // full text too: the operator owns or licenses it
)

// Select overrides how article links are found on a listing page. Each field
// is a CSS selector; an empty one leaves it to the structure of the page.
type Select struct {
	Container string `toml:"container"` // the part of the page that lists articles
	Link      string `toml:"link"`      // the links within it
	Next      string `toml:"next"`      // the link to the next page of the list
}
