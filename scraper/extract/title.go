package extract

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"
)

// claims are the titles that a page claims to have.
type claims struct {
	graph  string // og:title
	linked string // JSON-LD
	shown  string // h1
	tab    string // <title>
	other  string // twitter:title and the like
}

// title is the article's title without the site's own name. What the page
// shows decides between its claims: a heading of the second level that says
// one of them where the first level says another was written for readers, the
// other for search engines.
func (m *metadata) title() string {
	if m.settled {
		return m.titled
	}
	m.settled = true
	c := m.claims()
	c.graph, c.linked, c.tab, c.other = m.bare(c.graph, c), m.bare(c.linked, c), m.bare(c.tab, c), m.bare(c.other, c)
	for _, x := range []struct{ title, from string }{
		{m.secondHeading(c), "h2"}, {c.graph, "og:title"}, {c.linked, "JSON-LD"}, {c.shown, "h1"}, {c.other, "meta"}, {c.tab, "title"},
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

func (m *metadata) claims() (c claims) {
	c.graph, _ = m.meta("og:title")
	c.linked = plain(m.linked.title)
	c.tab = m.head.title
	c.other, _ = m.meta("headline", "twitter:title", "title", "dc.title", "parsely-title", "sailthru.title", "cxenseparse:title")
	c.shown = m.firstHeading(c)
	for _, s := range []*string{&c.graph, &c.linked, &c.tab, &c.other, &c.shown} {
		if len(*s) > maxTitle {
			*s = (*s)[:maxTitle]
		}
		*s = strings.ToValidUTF8(*s, "")
	}
	return c
}

// maxHeadings bounds the headings compared with the page's claims.
const maxHeadings = 40

// firstHeading is the h1 that shares words with another claim, else the first.
func (m *metadata) firstHeading(c claims) string {
	found, tries := "", 0
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
			return line
		}
		found = first(found, line)
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

// separators stand between a title and the site's name.
const separators = "|-–—·•»«:：*ㅣ｜/~<>"

// bare takes the site's name off a title: what stands behind the headline as
// another claim has it, else the last parts that name the site.
func (m *metadata) bare(title string, c claims) string {
	for _, x := range []string{c.linked, c.shown, c.other} {
		if rest, ok := cutFold(title, x); ok && rest != "" && len(rest) < 90 && isSeparator(rest) {
			return strings.TrimSpace(title[:len(title)-len(rest)])
		}
	}
	for range 3 {
		i, j := lastSeparator(title)
		if i <= 0 {
			break
		}
		tail := title[j:]
		if !m.namesSite(tail) {
			break
		}
		title = strings.TrimSpace(title[:i])
	}
	return title
}

// cutFold takes a prefix off s without regard to case, quotes and dashes, and
// gives what is left.
func cutFold(s, prefix string) (rest string, ok bool) {
	if len(prefix) < 12 || len(prefix) > len(s)+8 {
		return "", false
	}
	a, b := []rune(s), []rune(strings.TrimRight(prefix, " .…"))
	if len(b) > len(a) {
		return "", false
	}
	for i, r := range b {
		if unicode.ToLower(r) != unicode.ToLower(a[i]) && (!notWord(r) || !notWord(a[i])) {
			return "", false
		}
	}
	return string(a[len(b):]), true
}

// isSeparator tells whether a tail begins as a site's name does: with a blank
// and a separator, or with one of the separators that need no blank.
func isSeparator(rest string) bool {
	trimmed := strings.TrimLeft(rest, " ")
	if trimmed == "" {
		return false
	}
	r := []rune(trimmed)[0]
	return strings.ContainsRune(separators, r) && (len(trimmed) < len(rest) && r != ':' || strings.ContainsRune("|-｜ㅣ：", r))
}

// lastSeparator finds the last separator: where it begins, and what follows.
func lastSeparator(s string) (i, j int) {
	for _, sep := range []string{" | ", " - ", " – ", " — ", " · ", " • ", " » ", " :: ", " * ", " ~ ", " < ", "ㅣ", "｜", "：", " |", "| "} {
		if k := strings.LastIndex(s, sep); k > i {
			i, j = k, k+len(sep)
		}
	}
	return i, j
}

// namesSite tells whether a part of a title is the site's name: its own word
// for itself, the publisher's, or the host's.
func (m *metadata) namesSite(part string) bool {
	p := squeeze(part)
	if p == "" {
		return true
	}
	for _, name := range m.siteNames() {
		n := squeeze(name)
		if n != "" && (p == n || len(n) >= 4 && strings.Contains(p, n) && len(p) < 3*len(n) || len(p) >= 4 && strings.Contains(n, p)) {
			return true
		}
	}
	return false
}

// siteNames are the names that a site goes by.
func (m *metadata) siteNames() []string {
	if m.names != nil {
		return m.names
	}
	site, _ := m.meta("og:site_name")
	app, _ := m.meta("application-name", "apple-mobile-web-app-title", "al:ios:app_name", "publisher")
	m.names = []string{site, app, m.linked.site, "@"}
	if u, err := url.Parse(m.page.URL); err == nil {
		host := strings.TrimPrefix(u.Hostname(), "www.")
		m.names = append(m.names, host)
		for label := range strings.SplitSeq(host, ".") {
			if len(label) > 3 || strings.HasPrefix(host, label+".") {
				m.names = append(m.names, label)
			}
		}
	}
	return m.names
}

// squeeze gives letters and digits only, lower case, without blanks.
func squeeze(s string) string {
	return strings.ReplaceAll(fold(s), " ", "")
}
