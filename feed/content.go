package feed

import (
	"html"
	"strconv"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"reticule"
)

// The most that one entry's content names.
const (
	maxAlso = 12
	maxRows = 20
)

// content writes an entry's HTML: what the publisher says, then, in our own
// words, where it stands, why it counts, who else carries it, and the prices.
func content(e entry) string {
	var h htmlWriter
	if e.image.url != "" {
		h.tag("p").tag("img", e.image.attributes()...).end("p")
	}
	if e.body != "" {
		h.tag("div", direction(e.lang, e.story.Face.Text)...).raw(e.body).end("div")
	} else if e.excerpt != "" {
		h.tag("p", direction(e.lang, e.excerpt)...).text(e.excerpt).end("p")
	}
	h.attribution(e)
	if e.bare {
		return h.String()
	}
	if why := plain(e.story.Verdict.Reason); why != "" {
		h.tag("p").text("Why it counts: " + why).end("p")
	}
	h.also(e.story.Copies)
	h.prices(e.story.Verdict.Products)
	return h.String()
}

// direction gives the lang and dir attributes of the publisher's words.
func direction(lang, text string) []string {
	var attrs []string
	if lang != "" {
		attrs = append(attrs, "lang", lang)
	}
	if rightToLeft(text) {
		attrs = append(attrs, "dir", "rtl")
	}
	return attrs
}

// attributes are those of an img element. The publisher learns nothing of the
// reader from it, and pages do not jump where the size is known.
func (p picture) attributes() []string {
	attrs := []string{"src", p.url, "alt", "", "referrerpolicy", "no-referrer"}
	if p.width > 0 && p.height > 0 {
		attrs = append(attrs, "width", strconv.Itoa(p.width), "height", strconv.Itoa(p.height))
	}
	return attrs
}

// htmlWriter builds HTML from trusted tags and untrusted text.
type htmlWriter struct{ strings.Builder }

// tag opens an element; attrs are names and values in turn.
func (h *htmlWriter) tag(name string, attrs ...string) *htmlWriter {
	h.WriteString("<" + name)
	for i := 0; i+1 < len(attrs); i += 2 {
		h.WriteString(" " + attrs[i] + `="` + html.EscapeString(attrs[i+1]) + `"`)
	}
	h.WriteByte('>')
	return h
}

func (h *htmlWriter) end(name string) *htmlWriter {
	h.WriteString("</" + name + ">")
	return h
}

func (h *htmlWriter) text(s string) *htmlWriter {
	h.WriteString(html.EscapeString(s))
	return h
}

func (h *htmlWriter) raw(s string) *htmlWriter {
	h.WriteString(s)
	return h
}

func (h *htmlWriter) link(url, text string) *htmlWriter {
	return h.tag("a", "href", url).text(text).end("a")
}

// attribution says where the article stands and who wrote it.
func (h *htmlWriter) attribution(e entry) {
	where := e.source.title
	if where == "" {
		where = e.link
	}
	h.tag("p").text("Read it at ").link(e.link, where)
	if len(e.authors) > 0 {
		h.text(", by " + strings.Join(e.authors, ", "))
	}
	if e.story.Face.Paywalled {
		h.text(" (subscribers only)")
	}
	h.end("p")
}

// also names the other places that carry the story.
func (h *htmlWriter) also(copies []reticule.Copy) {
	places := linkable(copies)
	if len(places) == 0 {
		return
	}
	h.tag("p").text("Also at ")
	for i, c := range places[:min(len(places), maxAlso)] {
		if i > 0 {
			h.text(", ")
		}
		h.link(c.URL, c.Title)
	}
	if more := len(places) - maxAlso; more > 0 {
		h.text(" and " + strconv.Itoa(more) + " more")
	}
	h.end("p")
}

// linkable gives the copies that have an address, each address once, with
// clean titles.
func linkable(copies []reticule.Copy) []reticule.Copy {
	var out []reticule.Copy
	seen := map[string]bool{}
	for _, c := range copies {
		c.URL = webURL(c.URL)
		if c.URL == "" || seen[c.URL] {
			continue
		}
		seen[c.URL] = true
		if c.Title = plain(c.Title); c.Title == "" {
			c.Title = plain(c.Source)
		}
		if c.Title == "" {
			c.Title = c.URL
		}
		out = append(out, c)
	}
	return out
}

// prices lists what the story offers, a row each.
func (h *htmlWriter) prices(products []reticule.Product) {
	rows := priced(products)
	if len(rows) == 0 {
		return
	}
	h.tag("table").tag("tr")
	for _, head := range []string{"Bag", "Price", "At"} {
		h.tag("th").text(head).end("th")
	}
	h.end("tr")
	for _, p := range rows[:min(len(rows), maxRows)] {
		h.tag("tr")
		for _, cell := range []string{productName(p), price(p), p.Retailer} {
			h.tag("td").text(cell).end("td")
		}
		h.end("tr")
	}
	h.end("table")
	if more := len(rows) - maxRows; more > 0 {
		h.tag("p").text("and " + strconv.Itoa(more) + " more").end("p")
	}
}

// priced gives the products that have a name and a price, with clean strings.
func priced(products []reticule.Product) []reticule.Product {
	var out []reticule.Product
	for _, p := range products {
		p.Name, p.Brand, p.Retailer = plain(p.Name), plain(p.Brand), plain(p.Retailer)
		if p.Name != "" && isCurrency(p.Price) {
			p.High, p.Was = sameCurrency(p.High, p.Price), sameCurrency(p.Was, p.Price)
			out = append(out, p)
		}
	}
	return out
}

// isCurrency tells whether an amount's currency looks like a code of ISO 4217.
func isCurrency(m reticule.Money) bool {
	return len(m.Currency) == 3 && strings.Trim(m.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// sameCurrency gives m, or no price where its currency is not that of the
// product's price.
func sameCurrency(m, price reticule.Money) reticule.Money {
	if m.Currency != price.Currency {
		return reticule.Money{}
	}
	return m
}

// productName puts the brand before the name, where the name lacks it.
func productName(p reticule.Product) string {
	if p.Brand == "" || strings.Contains(strings.ToLower(p.Name), strings.ToLower(p.Brand)) {
		return p.Name
	}
	return p.Brand + " " + p.Name
}

// price writes a price for people: "from 95 GBP", "80–120 EUR (was 150 EUR)".
func price(p reticule.Product) string {
	s := p.Price.String()
	if !p.High.IsZero() {
		s = p.Price.Decimal() + "–" + p.High.String()
	}
	if p.From {
		s = "from " + s
	}
	if !p.Was.IsZero() {
		s += " (was " + p.Was.String() + ")"
	}
	return s
}

// sanitize lets through the markup of an article and nothing that acts: the
// article was sanitised when it was read, but it has been in a database since.
// Every element is closed, so that what follows stands outside. Markup that
// cannot be parsed, being too deep, gives "".
func sanitize(s string) string {
	safe := policy().Sanitize(clean(s))
	body := &xhtml.Node{Type: xhtml.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := xhtml.ParseFragment(strings.NewReader(safe), body)
	if err != nil {
		return ""
	}
	var b strings.Builder
	for _, n := range nodes {
		if err := xhtml.Render(&b, n); err != nil {
			return ""
		}
	}
	return strings.TrimSpace(clean(b.String()))
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
