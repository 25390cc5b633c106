package feed

import (
	"bytes"
	"encoding/xml"
	"html"
	"strings"
	"time"

	"github.com/gorilla/feeds"
)

// rssDoc is an RSS 2.0 document with the extensions that we use:
//
//	<rss version="2.0" xmlns:…>
//	  <channel>
//	    <title/> <link/> <description/> … <atom:link rel="self"/> …
//	    <item> <title/> <link/> <description/> <guid/> <pubDate/> … </item>
//
// The rules are those of the RSS Advisory Board's best practices profile.
type rssDoc struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Content string   `xml:"xmlns:content,attr"`
	DC      string   `xml:"xmlns:dc,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	Media   string   `xml:"xmlns:media,attr"`
	Sy      string   `xml:"xmlns:sy,attr"`
	FH      string   `xml:"xmlns:fh,attr,omitempty"`
	Channel rssChannel
}

type rssChannel struct {
	XMLName     xml.Name `xml:"channel"`
	Title       rssText  `xml:"title"`
	Description rssText  `xml:"description"`
	*feeds.RssFeed
	Links           []rssLink `xml:"atom:link"`
	UpdatePeriod    string    `xml:"sy:updatePeriod,omitempty"`
	UpdateFrequency int       `xml:"sy:updateFrequency,omitempty"`
	Archive         *struct{} `xml:"fh:archive"`
	Items           []rssItem `xml:"item"`
}

type rssItem struct {
	XMLName xml.Name `xml:"item"`
	Title   rssText  `xml:"title"`
	*feeds.RssItem
	Creators   []rssText     `xml:"dc:creator"`
	Categories []rssText     `xml:"category"`
	Language   string        `xml:"dc:language,omitempty"`
	Rights     string        `xml:"dc:rights,omitempty"`
	Updated    string        `xml:"atom:updated,omitempty"`
	Source     *rssSource    `xml:"source"`
	Media      *mediaContent `xml:"media:content"`
	Thumbnail  *mediaContent `xml:"media:thumbnail"`
}

// rssText is plain text whose markup characters are written as numeric
// references: more readers get those right than &amp; and &lt;.
type rssText struct {
	XML string `xml:",innerxml"`
}

type rssLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type rssSource struct {
	URL   string `xml:"url,attr"`
	Title string `xml:",chardata"`
}

type mediaContent struct {
	URL    string `xml:"url,attr"`
	Medium string `xml:"medium,attr,omitempty"`
	Width  int    `xml:"width,attr,omitempty"`
	Height int    `xml:"height,attr,omitempty"`
}

// The namespaces of the extensions.
const (
	nsAtom    = "http://www.w3.org/2005/Atom"
	nsContent = "http://purl.org/rss/1.0/modules/content/"
	nsDC      = "http://purl.org/dc/elements/1.1/"
	nsMedia   = "http://search.yahoo.com/mrss/"
	nsSy      = "http://purl.org/rss/1.0/modules/syndication/"
	nsFH      = "http://purl.org/syndication/history/1.0"
	nsXHTML   = "http://www.w3.org/1999/xhtml"
)

// FeedXml lets gorilla/feeds write the document.
func (d *rssDoc) FeedXml() any { return d }

// RSS renders the feed as RSS 2.0.
func (f Feed) RSS() ([]byte, error) { return f.rss(f.entries()) }

func (f Feed) rss(entries []entry) ([]byte, error) {
	return f.fit(len(entries), func(n int) ([]byte, error) { return writeXML(f.rssDoc(entries[:n])) })
}

// writeXML writes a document, ending in a line break.
func writeXML(doc feeds.XmlFeed) ([]byte, error) {
	var b bytes.Buffer
	if err := feeds.WriteXML(doc, &b); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func (f Feed) rssDoc(entries []entry) *rssDoc {
	d := &rssDoc{Version: "2.0", Content: nsContent, DC: nsDC, Atom: nsAtom, Media: nsMedia, Sy: nsSy}
	d.Channel = rssChannel{
		RssFeed: &feeds.RssFeed{
			Link:          f.home(),
			Language:      f.lang(),
			Copyright:     f.rights(),
			LastBuildDate: rssDate(f.updated(entries)),
			Generator:     plain(f.Generator),
			Docs:          "https://www.rssboard.org/rss-specification",
			Ttl:           ttlMinutes,
		},
		Title:           newText(f.title()),
		Description:     newText(f.description()),
		Links:           f.rssLinks(),
		UpdatePeriod:    "hourly",
		UpdateFrequency: 1,
	}
	if f.History.Archive {
		d.FH, d.Channel.Archive = nsFH, &struct{}{}
	}
	for _, e := range entries {
		d.Channel.Items = append(d.Channel.Items, newRSSItem(e))
	}
	return d
}

// rssLinks are the channel's links beyond its page.
func (f Feed) rssLinks() []rssLink {
	var links []rssLink
	for _, l := range f.links(RSSFile, RSSType) {
		links = append(links, rssLink{Rel: l.Rel, Type: l.Type, Href: l.Href})
	}
	return links
}

func newRSSItem(e entry) rssItem {
	item := rssItem{
		RssItem: &feeds.RssItem{
			Link:        e.link,
			Description: e.html,
			Guid:        &feeds.RssGuid{Id: e.id, IsPermaLink: "false"},
			PubDate:     rssDate(e.published),
		},
		Title:    newText(e.title),
		Language: e.lang,
		Rights:   e.rights,
		Updated:  atomDate(e.updated),
	}
	if e.body != "" && e.excerpt != "" {
		item.Description = html.EscapeString(e.excerpt)
		item.Content = &feeds.RssContent{Content: e.html}
	}
	for _, a := range e.authors {
		item.Creators = append(item.Creators, newText(a))
	}
	for _, c := range e.categories {
		item.Categories = append(item.Categories, newText(c))
	}
	if e.source.url != "" {
		item.Source = &rssSource{URL: e.source.url, Title: e.source.title}
	}
	item.Media, item.Thumbnail = e.image.media()
	return item
}

// media gives the two elements that show a picture; readers know one or the
// other.
func (p picture) media() (content, thumbnail *mediaContent) {
	if p.url == "" {
		return nil, nil
	}
	return &mediaContent{p.url, "image", p.width, p.height}, &mediaContent{p.url, "", p.width, p.height}
}

func newText(s string) rssText { return rssText{numeric.Replace(s)} }

var numeric = strings.NewReplacer("&", "&#x26;", "<", "&#x3C;", ">", "&#x3E;")

// rssDate writes a date as RFC 822 asks, in the form that every reader knows.
func rssDate(t time.Time) string { return t.UTC().Format(time.RFC1123Z) }
