package feed

import (
	"html"
	"strconv"
	"strings"

	"reticule"
	"reticule/phrase"
)

// maxAlso bounds the places that an entry names.
const maxAlso = 12

// content writes an entry's HTML: what the publisher says, then, in our own
// words, where it stands, why it counts, who else carries it, and the prices.
func content(book *phrase.Book, e entry) string {
	h := htmlWriter{book: book}
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
		h.tag("p").text(book.Say("feed.why", why)).end("p")
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
type htmlWriter struct {
	strings.Builder
	book *phrase.Book
}

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
	h.tag("p").text(h.book.Say("feed.read")+" ").link(e.link, where)
	if len(e.authors) > 0 {
		h.text(", " + h.book.Say("feed.by", strings.Join(e.authors, ", ")))
	}
	if e.story.Face.Paywalled {
		h.text(" " + h.book.Say("feed.subscribers"))
	}
	h.end("p")
}

// also names the other places that carry the story.
func (h *htmlWriter) also(copies []reticule.Copy) {
	places := linkable(copies)
	if len(places) == 0 {
		return
	}
	h.tag("p").text(h.book.Say("feed.also") + " ")
	for i, c := range places[:min(len(places), maxAlso)] {
		if i > 0 {
			h.text(", ")
		}
		h.link(c.URL, c.Title)
	}
	if more := len(places) - maxAlso; more > 0 {
		h.text(" " + h.book.Say("feed.more", strconv.Itoa(more)))
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
