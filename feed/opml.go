package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html/charset"

	"reticule"
)

// Limits on an OPML document that is read.
const (
	maxOPML     = 16 << 20 // bytes
	maxOutlines = 50_000
	maxFolders  = 32 // one in another
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
			attrs = append(attrs, [2]string{"r:" + name, clean(o.Settings[name])})
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

// ParseOPML reads a list from any program: any charset, undeclared entities,
// unclosed tags. Outlines without an address or lines beneath are dropped, and
// so are addresses other than http, https and feed. An error means that there
// is no outline to be had at all, or that the document is beyond all bounds.
func ParseOPML(data []byte) ([]Outline, error) {
	if len(data) > maxOPML {
		return nil, fmt.Errorf("opml: longer than %d bytes", maxOPML)
	}
	dec := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	dec.Strict = false
	dec.AutoClose = nil
	dec.Entity = xml.HTMLEntity
	dec.CharsetReader = charset.NewReaderLabel
	root, opml, err := readOutlines(dec)
	list := prune(root.Items)
	switch {
	case errors.Is(err, errBounds):
		return nil, err
	case !opml && err != nil && !errors.Is(err, io.EOF):
		return nil, fmt.Errorf("opml: %w", err)
	case !opml:
		return nil, errors.New("opml: no <opml> or <outline> in it")
	}
	return list, nil
}

var errBounds = errors.New("opml: too many outlines, or too deep")

// readOutlines reads to the end or to the first error; what was read counts.
func readOutlines(dec *xml.Decoder) (root *Outline, opml bool, err error) {
	root = &Outline{}
	stack := []*Outline{root}
	for n := 0; ; {
		tok, err := dec.Token()
		if err != nil {
			fold(stack)
			return root, opml, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			opml = opml || strings.EqualFold(t.Name.Local, "opml") || strings.EqualFold(t.Name.Local, "outline")
			if !strings.EqualFold(t.Name.Local, "outline") {
				continue
			}
			if n++; n > maxOutlines || len(stack) > maxFolders {
				return root, opml, errBounds
			}
			o := newOutline(t.Attr)
			stack = append(stack, &o)
		case xml.EndElement:
			if strings.EqualFold(t.Name.Local, "outline") && len(stack) > 1 {
				stack = pop(stack)
			}
		}
	}
}

// pop closes the innermost outline.
func pop(stack []*Outline) []*Outline {
	n := len(stack) - 1
	stack[n-1].Items = append(stack[n-1].Items, *stack[n])
	return stack[:n]
}

// fold closes all outlines that are still open.
func fold(stack []*Outline) {
	for len(stack) > 1 {
		stack = pop(stack)
	}
}

func newOutline(attrs []xml.Attr) Outline {
	var o Outline
	var text, url, kind string
	for _, a := range attrs {
		v := strings.TrimSpace(clean(a.Value))
		if a.Name.Space == nsOutline {
			if a.Name.Local == "kind" {
				kind = v
			} else if settingName(a.Name.Local) {
				o.set(a.Name.Local, v)
			}
			continue
		}
		switch strings.ToLower(a.Name.Local) {
		case "title":
			o.Title = plain(v)
		case "text":
			text = plain(v)
		case "xmlurl":
			o.URL, o.Kind = subscribable(v), reticule.KindFeed
		case "url":
			url = subscribable(v)
		case "htmlurl":
			o.Home = webURL(v)
		}
	}
	if o.Title == "" {
		o.Title = text
	}
	if o.URL == "" {
		o.URL, o.Kind = url, kind
	}
	if o.URL == "" || o.Kind != reticule.KindFeed && o.Kind != reticule.KindSite && o.Kind != reticule.KindSitemap {
		o.URL, o.Kind = "", ""
	}
	return o
}

func (o *Outline) set(name, value string) {
	if o.Settings == nil {
		o.Settings = map[string]string{}
	}
	o.Settings[name] = value
}

// subscribable reads an address, also in the "feed:" form that some programs
// write.
func subscribable(s string) string {
	if len(s) > 5 && strings.EqualFold(s[:5], "feed:") {
		s = s[5:]
		if strings.HasPrefix(s, "//") {
			s = "http:" + s
		}
	}
	return webURL(s)
}

// prune drops the lines that say nothing.
func prune(list []Outline) []Outline {
	var out []Outline
	for _, o := range list {
		o.Items = prune(o.Items)
		if o.URL != "" || len(o.Items) > 0 {
			out = append(out, o)
		}
	}
	return out
}
