package feed

import (
	"html"
	"strconv"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"

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
		h.tag("p").tag("img", "src", e.image.url, "alt", "", "referrerpolicy", "no-referrer").end("p")
	}
	if e.full {
		h.tag("div", direction(e.lang, e.story.Face.Text)...).raw(sanitize(e.story.Face.HTML)).end("div")
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
	var rows []reticule.Product
	for _, p := range products {
		if plain(p.Name) != "" && !p.Price.IsZero() {
			rows = append(rows, p)
		}
	}
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
		for _, cell := range []string{productName(p), price(p), plain(p.Retailer)} {
			h.tag("td").text(cell).end("td")
		}
		h.end("tr")
	}
	h.end("table")
	if more := len(rows) - maxRows; more > 0 {
		h.tag("p").text("and " + strconv.Itoa(more) + " more").end("p")
	}
}

// productName puts the brand before the name, where the name lacks it.
func productName(p reticule.Product) string {
	name, brand := plain(p.Name), plain(p.Brand)
	if brand == "" || strings.Contains(strings.ToLower(name), strings.ToLower(brand)) {
		return name
	}
	return brand + " " + name
}

// price writes a price for people: "from 95 GBP", "80–120 EUR (was 150 EUR)".
func price(p reticule.Product) string {
	s := p.Price.String()
	if !p.High.IsZero() && p.High.Currency == p.Price.Currency {
		s = p.Price.Decimal() + "–" + p.High.String()
	}
	if p.From {
		s = "from " + s
	}
	if !p.Was.IsZero() {
		s += " (was " + p.Was.String() + ")"
	}
	return plain(s)
}

// sanitize lets through the markup of an article and nothing that acts: the
// article was sanitised when it was read, but it has been in a database since.
func sanitize(s string) string { return policy().Sanitize(clean(s)) }

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
