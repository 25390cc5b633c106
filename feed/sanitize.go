package feed

import (
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// sanitize lets through the markup of an article and nothing that acts: the
// article was sanitised when it was read, but it has been in a database since.
// Every element is closed, so that what follows stands outside; pictures are
// left out unless they are wanted. Markup that cannot be parsed, being too
// deep, gives "".
func sanitize(s string, images bool) string {
	safe := policy().Sanitize(Clean(s))
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(safe), body)
	if err != nil {
		return ""
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	pictures(body, images)
	var b strings.Builder
	for n := range body.ChildNodes() {
		if err := html.Render(&b, n); err != nil {
			return ""
		}
	}
	return strings.TrimSpace(Clean(b.String()))
}

// pictures takes the pictures out of a tree, or lets them be fetched without
// telling the publisher who reads.
func pictures(body *html.Node, wanted bool) {
	for n := range body.Descendants() {
		if n.DataAtom != atom.Img {
			continue
		}
		n.Attr = append(n.Attr, html.Attribute{Key: "referrerpolicy", Val: "no-referrer"})
		if !wanted {
			*n = html.Node{Type: html.TextNode, Parent: n.Parent, PrevSibling: n.PrevSibling, NextSibling: n.NextSibling}
		}
	}
}

// policy is what a full text may hold.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre",
		"code", "em", "strong", "b", "i", "s", "del", "ins", "sub", "sup", "small", "q", "cite", "abbr", "figure", "figcaption",
		"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")
	p.AllowURLSchemes("http", "https")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src").OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("dir").Matching(bluemonday.Direction).Globally()
	return p
})
