package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	whatwg "github.com/nlnwa/whatwg-url/url"
	"golang.org/x/net/html/charset"

	"reticule"
)

// Limits on an OPML document that is read.
const (
	maxOPML     = 16 << 20 // bytes
	maxOutlines = 50_000
	maxElements = 200_000
	maxFolders  = 32 // one in another
)

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

var errBounds = errors.New("opml: too many elements, or too deep")

// readOutlines reads to the end or to the first error; what was read counts.
func readOutlines(dec *xml.Decoder) (root *Outline, opml bool, err error) {
	root = &Outline{}
	stack := []*Outline{root}
	for n, elements := 0, 0; ; {
		tok, err := dec.Token()
		if err != nil {
			fold(stack)
			return root, opml, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			opml = opml || strings.EqualFold(t.Name.Local, "opml") || strings.EqualFold(t.Name.Local, "outline")
			if elements++; elements > maxElements {
				return root, opml, errBounds
			}
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
		v := strings.TrimSpace(Clean(a.Value))
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
			o.URL, o.Kind, o.Login = subscribable(v), reticule.KindFeed, namesUser(v)
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

// namesUser tells whether an address has a user name or password in it.
func namesUser(s string) bool {
	u, err := whatwg.Parse(s)
	return err == nil && u.Username()+u.Password() != ""
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
