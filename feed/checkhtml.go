package feed

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// unsafeElements are those that readers cut out, or refuse a feed for.
const unsafeElements = " script style iframe object embed applet meta link base frame frameset html head body title form "

// Elements that are never closed, and those that need not be.
const (
	voidElements = " area base br col embed hr img input link meta param source track wbr "
	mayStayOpen  = " p li dt dd option optgroup tr td th thead tbody tfoot colgroup rp rt "
)

// htmlText checks markup: known elements, each closed, nothing that acts, no
// address that is not whole.
func (c *checker) htmlText(line int, what, s string) {
	var open []string
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if open = slices.DeleteFunc(open, staysOpen); len(open) > 0 {
				c.report(line, "html-unclosed", "%s does not close <%s>", what, open[0])
			}
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			c.htmlElement(line, what, t)
			if !strings.Contains(voidElements, " "+t.Data+" ") && len(open) < maxDepth {
				open = append(open, t.Data)
			}
		case html.EndTagToken:
			open = c.htmlEnd(line, what, z.Token().Data, open)
		}
	}
}

func staysOpen(name string) bool { return strings.Contains(mayStayOpen, " "+name+" ") }

// htmlEnd closes an element, and those within it that need not be closed.
func (c *checker) htmlEnd(line int, what, name string, open []string) []string {
	for i := len(open) - 1; i >= 0; i-- {
		if open[i] == name {
			return open[:i]
		}
		if !staysOpen(open[i]) {
			break
		}
	}
	c.report(line, "html-unclosed", "%s: </%s> closes nothing", what, name)
	return open
}

func (c *checker) htmlElement(line int, what string, t html.Token) {
	switch {
	case strings.Contains(unsafeElements, " "+t.Data+" "):
		c.report(line, "unsafe-html", "%s holds <%s>", what, t.Data)
	case t.DataAtom == 0:
		c.report(line, "html-unknown", "%s holds <%s>", what, t.Data)
	}
	for _, a := range t.Attr {
		switch {
		case strings.HasPrefix(a.Key, "on"), a.Key == "srcdoc", a.Key == "style" && !harmless(a.Val):
			c.report(line, "unsafe-html", "%s has <%s %s>", what, t.Data, a.Key)
		case atom.Lookup([]byte(a.Key)) == 0 && !strings.Contains(a.Key, "-") && !strings.Contains(oldAttributes, " "+a.Key+" "):
			c.report(line, "html-unknown", "%s has <%s %s>", what, t.Data, a.Key)
		case a.Key == "href" || a.Key == "src":
			c.htmlAddress(line, what, a.Val)
		}
	}
}

// oldAttributes were HTML's once, or are new to it, and do no harm.
const oldAttributes = " align bgcolor border cellpadding cellspacing clear hspace vspace valign nowrap noshade compact rules frame summary axis " +
	"rev char charoff background bordercolor referrerpolicy decoding fetchpriority loading enterkeyhint inputmode "

// harmless tells whether a style attribute cannot draw over the reader's own
// page, fetch anything, or run.
func harmless(style string) bool {
	style = strings.ToLower(style)
	return !slices.ContainsFunc([]string{"position", "url(", "expression", "behavior", "binding", "import", "\\", "z-index"}, func(bad string) bool { return strings.Contains(style, bad) })
}

// htmlAddress checks an address in markup.
func (c *checker) htmlAddress(line int, what, s string) {
	scheme, _, full := strings.Cut(strings.TrimSpace(s), ":")
	switch {
	case !full || strings.ContainsAny(scheme, "/?#"):
		c.relative(line, what, s)
	case slices.Contains([]string{"javascript", "vbscript", "data"}, strings.ToLower(scheme)):
		c.report(line, "unsafe-html", "%s links %q", what, s)
	}
}
