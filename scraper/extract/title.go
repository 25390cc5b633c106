package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// claims are the titles that a page claims to have.
type claims struct {
	graph  string // og:title
	linked string // JSON-LD
	shown  string // h1
	tab    string // <title>
	social string // twitter:title
	other  string // metas of other names
	agreed bool   // og:title and JSON-LD say the same
	seo    bool   // the h1 is the end of a trail, and another heading stands above the prose
}

// title is the article's title without the site's own name.
func (m *metadata) title() string {
	if m.settled {
		return m.titled
	}
	m.settled = true
	c := m.claims()
	for _, x := range []struct{ title, from string }{
		{m.secondHeading(c), "h2"}, m.told(c), {c.graph, "og:title"}, {c.linked, "JSON-LD"}, {c.shown, "h1"}, {c.social, "meta"}, {c.other, "meta"}, {c.tab, "title"},
	} {
		if x.title == "" || x.title != c.shown && m.isSite(x.title) {
			continue
		}
		m.note("title", x.from)
		if fold(x.title) == fold(c.shown) { // with the page's own quotes and dashes
			x.title = c.shown
		}
		m.titled = x.title
		return x.title
	}
	m.titled = first(c.graph, c.tab)
	return m.titled
}

// isSite tells whether a title says no more than the site's name.
func (m *metadata) isSite(title string) bool {
	t := squeeze(title)
	return slices.ContainsFunc(m.siteNames()[:3], func(name string) bool { return t != "" && t == squeeze(name) })
}

// claims gathers what the page says, without the site's name.
func (m *metadata) claims() (c claims) {
	c.graph, _ = m.meta("og:title")
	c.linked = plain(m.linked.title)
	c.tab = m.head.title
	c.social, _ = m.meta("twitter:title")
	c.other, _ = m.meta("headline", "title", "dc.title", "parsely-title", "sailthru.title", "cxenseparse:title")
	i := m.firstHeading(c)
	if i >= 0 {
		c.shown = m.blockText(i)
		c.seo = m.blocks[i].trail && m.headed(i)
	}
	for _, s := range []*string{&c.graph, &c.linked, &c.tab, &c.social, &c.other, &c.shown} {
		*s = strings.ToValidUTF8((*s)[:min(len(*s), maxTitle)], "")
	}
	c.agreed = fold(c.graph) == fold(c.linked)
	raw := c
	for _, s := range []*string{&c.graph, &c.linked, &c.tab, &c.social, &c.other} {
		*s = m.bare(*s, raw)
	}
	return c
}

// maxHeadings bounds the headings compared with the page's claims.
const maxHeadings = 40

// firstHeading finds the h1 that shares words with another claim, else the
// first that is no link; -1 where there is none.
func (m *metadata) firstHeading(c claims) int {
	found, tries := -1, 0
	for i := range m.blocks {
		b := &m.blocks[i]
		if b.tag != atom.H1 || b.hi-b.lo > maxTitle {
			continue
		}
		if tries++; tries > maxHeadings {
			break
		}
		line := m.blockText(i)
		if overlap(line, c.graph) || overlap(line, c.linked) || overlap(line, c.tab) {
			return i
		}
		if found < 0 && 2*b.link <= b.hi-b.lo { // else it is a logo
			found = i
		}
	}
	return found
}

// overlap tells whether half of the words of a stand in b.
func overlap(a, b string) bool {
	have := map[string]bool{}
	for w := range strings.FieldsSeq(fold(b)) {
		have[w] = true
	}
	n, hit := 0, 0
	for w := range strings.FieldsSeq(fold(a)) {
		n++
		if have[w] {
			hit++
		}
	}
	return n > 0 && hit*2 >= n
}

// secondHeading is an h2 that says a claim, or its part behind a kicker, where
// the claims differ.
func (m *metadata) secondHeading(c claims) string {
	if fold(c.graph) == fold(c.linked) && fold(c.graph) == fold(c.shown) {
		return ""
	}
	for i := range m.blocks {
		b := &m.blocks[i]
		if b.tag != atom.H2 || b.hi-b.lo < 20 || b.hi-b.lo > maxTitle || 2*b.link > b.hi-b.lo {
			continue
		}
		line := m.blockText(i)
		if line == c.linked || line == c.graph {
			return line
		}
		if _, rest, ok := strings.Cut(c.graph, ": "); ok && rest == line {
			return line
		}
	}
	return ""
}
