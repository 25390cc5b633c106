package reticule

import (
	"strings"
	"time"
)

// Zone names the part that a piece of text plays on its page. Only the
// article's own zones can make it count for a topic.
type Zone string

const (
	ZoneTitle       Zone = "title"
	ZoneStandfirst  Zone = "standfirst"  // summary or deck, under the headline
	ZoneBody        Zone = "body"        // the article's own words, headings and list items included
	ZoneCaption     Zone = "caption"     // beneath the article's own pictures
	ZoneRelated     Zone = "related"     // read also, captions and titles of other stories
	ZoneBoilerplate Zone = "boilerplate" // navigation, newsletter and cookie boxes, author box, tags, comments
)

// Block is one line of an article: a paragraph, heading, list item, table row
// or caption, in reading order. Text has no line breaks and no markup.
type Block struct {
	Zone Zone   `json:"zone"`
	Kind string `json:"kind"` // "p", "h", "li", "row", "quote" or "caption"
	Text string `json:"text"`
}

// How much of an article has been seen.
const (
	DepthListed  = "listed"  // only what the source's listing said
	DepthScanned = "scanned" // the page was scanned; no topic's words are there
	DepthRead    = "read"    // the text was read in full
)

// Article is one canonical URL at one source, as read.
//
// Title, Summary, Text and the rest are plain text in Unicode normal form C,
// without control characters. HTML is the article's text through an
// allow-list, absolute links only.
type Article struct {
	ID         int64 // given by the store
	Source     string
	URL        string // as the source gave it
	Canonical  string // what the page says it is, or the cleaned URL
	NextPage   string // where the article goes on beyond Text, if it runs over several pages
	AMP        string // the page's variant for phones
	Title      string
	Summary    string // standfirst or the listing's summary
	Authors    []string
	Published  time.Time // as claimed; to the minute where the page says so
	Modified   time.Time
	FirstSeen  time.Time
	Lang       string // BCP 47, lower case primary tag
	Site       string // the site's name for itself
	Image      string // absolute URL
	ImageW     int    // its width in pixels; 0 where unknown
	ImageH     int    // its height in pixels; 0 where unknown
	Text       string // the body's blocks, one a line
	HTML       string
	Blocks     []Block // every zone, in reading order, title and standfirst left out
	Products   []Product
	Keywords   []string
	License    string
	Paywalled  bool
	NoIndex    bool // the page asks not to be listed
	NoSnippet  bool // the page asks that no text of it is shown
	NoArchive  bool
	TDMReserve bool // the page reserves text and data mining
	Depth      string
	SourceOf   map[string]string // field -> where its value came from
	Confidence float64           // the F1 to expect of Text, 0 to 1; 0 where it is not from a page
}

// surely is the confidence below which a reading is more likely wrong than
// right.
const surely = 0.5

// Doubtful tells whether the text that was read from the article's page is
// likely not the article's.
func (a *Article) Doubtful() bool { return a.Confidence > 0 && a.Confidence < surely }

// ZoneText gives the text of one zone: the title, the standfirst, or the
// zone's blocks, one a line. Evidence offsets are byte offsets into it.
// ZoneText(ZoneBody) is Text where the blocks are at hand.
func (a *Article) ZoneText(z Zone) string {
	switch {
	case z == ZoneTitle:
		return a.Title
	case z == ZoneStandfirst:
		return a.Summary
	case z == ZoneBody && len(a.Blocks) == 0:
		return a.Text
	}
	return JoinZone(a.Blocks, z)
}

// JoinZone gives the text of the blocks in a zone, one a line.
func JoinZone(blocks []Block, z Zone) string {
	size := 0
	for _, x := range blocks {
		if x.Zone == z {
			size += len(x.Text) + 1
		}
	}
	var b strings.Builder
	b.Grow(size)
	for _, x := range blocks {
		if x.Zone != z {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(x.Text)
	}
	return b.String()
}
