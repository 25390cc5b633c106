package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"

	"reticule"
)

// nsOutline marks our own attributes of an outline:
//
//	<outline text="Bag Post" type="rss" xmlUrl="https://…" htmlUrl="https://…" r:name="bag-post" r:every="6h"/>
//
// A source that is not a feed has type="link" and url, which makes other
// programs leave it alone, and says what it is in r:kind.
const nsOutline = "tag:reticule,2026:opml"

// Outline is a line of an OPML list: a folder, or something to subscribe to.
type Outline struct {
	Title    string
	Kind     string            // reticule.KindFeed, KindSite or KindSitemap; "" for a folder
	URL      string            // the feed, listing page or sitemap; "" for a folder
	Home     string            // the page for people
	Settings map[string]string // our own, by name: letters, digits, dashes
	Items    []Outline         // of a folder
	Login    bool              // when read: its address named a user, who is left out of it
}

// OPML writes a list as OPML 2.0. Addresses other than http and https are left
// out, and outlines of a kind that needs one with them.
func OPML(title string, list []Outline) []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	fmt.Fprintf(&b, "<opml version=\"2.0\" xmlns:r=%q>\n  <head>\n    <title>%s</title>\n  </head>\n  <body>\n", nsOutline, newText(plain(title)).XML)
	writeOutlines(&b, list, 2)
	b.WriteString("  </body>\n</opml>\n")
	return b.Bytes()
}

func writeOutlines(b *bytes.Buffer, list []Outline, depth int) {
	if depth > maxFolders {
		return
	}
	indent := strings.Repeat("  ", depth)
	for _, o := range list {
		attrs, ok := o.attributes()
		if !ok {
			continue
		}
		b.WriteString(indent + "<outline")
		for _, a := range attrs {
			b.WriteString(" " + a[0] + `="`)
			xml.EscapeText(b, []byte(a[1]))
			b.WriteByte('"')
		}
		if len(o.Items) == 0 {
			b.WriteString("/>\n")
			continue
		}
		b.WriteString(">\n")
		writeOutlines(b, o.Items, depth+1)
		b.WriteString(indent + "</outline>\n")
	}
}

// attributes are names and values in a fixed order; ok is false where the
// address that the kind needs is missing.
func (o Outline) attributes() (attrs [][2]string, ok bool) {
	title := plain(o.Title)
	u := webURL(o.URL)
	if title == "" {
		title = u
	}
	attrs = [][2]string{{"text", title}, {"title", title}}
	switch o.Kind {
	case "":
	case reticule.KindFeed:
		attrs = append(attrs, [2]string{"type", "rss"}, [2]string{"xmlUrl", u})
	default:
		attrs = append(attrs, [2]string{"type", "link"}, [2]string{"url", u}, [2]string{"r:kind", plain(o.Kind)})
	}
	if home := webURL(o.Home); home != "" {
		attrs = append(attrs, [2]string{"htmlUrl", home})
	}
	for _, name := range slices.Sorted(maps.Keys(o.Settings)) {
		if settingName(name) {
			attrs = append(attrs, [2]string{"r:" + name, Clean(o.Settings[name])})
		}
	}
	return attrs, o.Kind == "" || u != ""
}

// settingName tells whether a name can be that of an attribute.
func settingName(s string) bool {
	ok := s != "" && s != "kind" && len(s) <= 64 && s[0] >= 'a' && s[0] <= 'z'
	for i := range len(s) {
		c := s[i]
		ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_')
	}
	return ok
}
