package feed

import (
	"encoding/xml"
	"hash/fnv"
	"html"
	"time"

	"github.com/gorilla/feeds"
)

// atomDoc is an Atom 1.0 document (RFC 4287):
//
//	<feed xml:lang="…">
//	  <title/> <id/> <updated/> <author/> <link rel="self"/> …
//	  <entry xml:lang="…"> <title/> <id/> <link/> <content type="html"/> … </entry>
//
// The Atom namespace is declared before all others: newsboat takes the first
// declaration for the document's own and reads nothing otherwise.
type atomDoc struct {
	XMLName xml.Name `xml:"feed"`
	Xmlns   string   `xml:"xmlns,attr"`
	Lang    string   `xml:"xml:lang,attr"`
	Media   string   `xml:"xmlns:media,attr"`
	FH      string   `xml:"xmlns:fh,attr,omitempty"`
	*feeds.AtomFeed
	Generator string           `xml:"generator,omitempty"`
	Link      []feeds.AtomLink `xml:"link"`
	Archive   *struct{}        `xml:"fh:archive"`
	Entries   []atomEntry      `xml:"entry"`
}

type atomEntry struct {
	XMLName xml.Name `xml:"entry"`
	Lang    string   `xml:"xml:lang,attr,omitempty"`
	*feeds.AtomEntry
	Author     []feeds.AtomPerson `xml:"author"`
	Links      []atomLink         `xml:"link"`
	Categories []atomCategory     `xml:"category"`
	Content    atomText           `xml:"content"`
	Media      *mediaContent      `xml:"media:content"`
	Thumbnail  *mediaContent      `xml:"media:thumbnail"`
}

type atomLink struct {
	Rel   string `xml:"rel,attr"`
	Href  string `xml:"href,attr"`
	Title string `xml:"title,attr,omitempty"`
	Lang  string `xml:"hreflang,attr,omitempty"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// atomText is text in the feed's language inside an entry of another.
type atomText struct {
	Lang string `xml:"xml:lang,attr,omitempty"`
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// FeedXml lets gorilla/feeds write the document.
func (d *atomDoc) FeedXml() any { return d }

// Atom renders the feed as Atom 1.0.
func (f Feed) Atom() ([]byte, error) { return f.atom(f.entries()) }

func (f Feed) atom(entries []entry) ([]byte, error) {
	return f.fit(len(entries), func(n int) ([]byte, error) { return writeXML(f.atomDoc(entries[:n])) })
}

func (f Feed) atomDoc(entries []entry) *atomDoc {
	d := &atomDoc{
		Xmlns: nsAtom, Lang: f.lang(), Media: nsMedia,
		AtomFeed: &feeds.AtomFeed{
			Title:   f.title(),
			Id:      f.ID(),
			Updated: atomDate(f.updated(entries)),
			Icon:    webURL(f.Icon),
			Rights:  f.rights(),
			Author:  &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: f.title(), Uri: webURL(f.Home)}},
		},
		Generator: plain(f.Generator),
		Link:      f.links(AtomFile, AtomType),
	}
	if f.Description != "" {
		d.Subtitle = f.description()
	}
	if u := webURL(f.Home); u != "" {
		d.Link = append(d.Link, feeds.AtomLink{Rel: "alternate", Type: "text/html", Href: u})
	}
	if f.History.Archive {
		d.FH, d.Archive = nsFH, &struct{}{}
	}
	for _, e := range entries {
		d.Entries = append(d.Entries, f.atomEntry(e))
	}
	return d
}

// links are the addresses that RSS and Atom share: the document's own, its
// hubs, and its place in the history.
func (f Feed) links(file, mime string) []feeds.AtomLink {
	var links []feeds.AtomLink
	add := func(rel, mime, href string) {
		if href != "" {
			links = append(links, feeds.AtomLink{Rel: rel, Type: mime, Href: href})
		}
	}
	add("self", mime, f.URL(file))
	for _, h := range f.hubs() {
		add("hub", "", h)
	}
	if f.History.Archive {
		add("current", mime, within(f.History.Current, file))
		add("next-archive", mime, within(f.History.Next, file))
	}
	add("prev-archive", mime, within(f.History.Prev, file))
	return links
}

func (f Feed) atomEntry(e entry) atomEntry {
	out := atomEntry{
		Lang: e.lang,
		AtomEntry: &feeds.AtomEntry{
			Title:     e.title,
			Id:        e.id,
			Updated:   e.updated.Add(grain(e.id)).Format(time.RFC3339Nano),
			Published: atomDate(e.published),
			Rights:    e.rights,
		},
		Links:   []atomLink{{Rel: "alternate", Href: e.link, Lang: e.lang}},
		Content: atomText{Lang: f.book().Lang(), Type: "html", Text: e.html},
	}
	if e.excerpt != "" {
		out.Summary = &feeds.AtomSummary{Type: "html", Content: html.EscapeString(e.excerpt)}
	}
	if e.source.url != "" {
		out.Links = append(out.Links, atomLink{Rel: "via", Href: e.source.url, Title: e.source.title})
	}
	for _, name := range e.writers() {
		out.Author = append(out.Author, feeds.AtomPerson{Name: name})
	}
	for _, c := range e.categories {
		out.Categories = append(out.Categories, atomCategory{c})
	}
	out.Media, out.Thumbnail = e.image.media()
	return out
}

// grain is a fraction of a second, always the same for an entry, that is added
// to the time of its update. Stories of one run change in the same second;
// readers that sort by the time, and the W3C's validator, want them distinct.
func grain(id string) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(id))
	return time.Duration(h.Sum32()%1_000_000) * time.Microsecond
}

// writers are an entry's authors; the publisher where none is named, since the
// feed's own author wrote nothing of it.
func (e entry) writers() []string {
	if len(e.authors) == 0 && e.source.title != "" {
		return []string{e.source.title}
	}
	return e.authors
}

// atomDate writes a date as RFC 3339 asks.
func atomDate(t time.Time) string { return t.UTC().Format(time.RFC3339) }
