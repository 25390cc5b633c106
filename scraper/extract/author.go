package extract

import (
	"slices"
	"strings"
)

// authorMetas name the author, most trustworthy first.
var authorMetas = []string{"author", "article:author", "article:byline", "cxenseparse:author", "byl", "byline", "dc.creator", "dcterms.creator", "dc.contributor",
	"sailthru.author", "parsely-author", "articleauthor", "article-author", "author_name", "authors", "rbauthors", "bt:author", "citation_author", "article.author", "article:author_name", "http://ogp.me/ns/article#author", "twitter:data1"}

const (
	maxAuthors    = 20
	maxAuthor     = 60  // bytes of a name
	longAuthors   = 160 // bytes of a line of names
	authorWords   = 6   // words of a name
	minAuthorName = 2   // runes of a name
)

// authors are the names of who wrote the article, in order; the publisher only
// where the page names nobody else.
func (m *metadata) authors() []string {
	var publisher []string
	for s := range m.signatures {
		names, only := m.namesIn(s)
		if len(names) > 0 {
			m.note("authors", s.from)
			return m.completed(distinct(names))
		}
		publisher = append(publisher, only...)
	}
	if publisher = slices.DeleteFunc(publisher, isNobody); len(publisher) > 0 {
		m.note("authors", "publisher")
		return publisher[:1]
	}
	return nil
}

// completed gives the names with those beside them: under some headlines stand
// links to more authors than the page's data knows.
func (m *metadata) completed(names []string) []string {
	if !m.full {
		return names
	}
	shown, _ := m.namesIn(signature{"byline", m.authorLinks(m.masthead()), false})
	shown = distinct(shown)
	have := map[string]bool{}
	for _, n := range shown {
		have[fold(n)] = true
	}
	if len(shown) <= len(names) || slices.ContainsFunc(names, func(n string) bool { return !have[fold(n)] }) {
		return names
	}
	m.note("authors", "byline")
	return shown
}

// signature is one place where a page says who wrote it.
type signature struct {
	from  string
	raw   []string
	loose bool // whoever filled it in also put the publisher there
}

// signatures gives the places in order of trust. By-lines need the tree.
func (m *metadata) signatures(yield func(signature) bool) {
	if !yield(signature{"JSON-LD", m.linked.authors, false}) {
		return
	}
	for _, name := range authorMetas {
		if !yield(signature{name, m.authorMeta(name), true}) {
			return
		}
	}
	if yield(signature{"microdata", m.authorProps(), true}) && m.full {
		yield(signature{"byline", m.bylines(), false})
	}
}

// namesIn gives the names in a signature, none where they are only the
// publisher's, which it gives apart.
func (m *metadata) namesIn(s signature) (names, publisher []string) {
	person := false
	for _, raw := range s.raw[:min(len(s.raw), maxAuthors)] {
		line := plain(raw)
		parts := splitNames(line)
		if !s.loose && len(parts) > 1 && m.isPublisher(parts[0]) {
			names, person = append(names, line), true // "The Paper and Wire" is no list
			continue
		}
		for i, n := range parts {
			if !m.isPublisher(n) {
				person = true
			} else if publisher = append(publisher, n); s.loose || i > 0 { // "Jane Doe, The Paper"
				continue
			}
			names = append(names, n)
		}
	}
	if !person {
		return nil, publisher
	}
	return names, nil
}

// authorMeta gives a meta's values; a card's first datum is a name only where
// its label says so.
func (m *metadata) authorMeta(name string) []string {
	if name != "twitter:data1" {
		return m.metaAll(name)
	}
	label, _ := m.meta("twitter:label1")
	switch strings.ToLower(label) {
	case "written by", "verfasst von", "geschrieben von", "écrit par", "escrito por", "scritto da", "geschreven door", "yazan", "автор", "author", "by", "napisane przez", "skriven av", "skrevet av", "skrevet af":
		return m.metaAll(name)
	}
	return nil
}

// authorProps gives the authors that microdata names.
func (m *metadata) authorProps() (all []string) {
	for i, p := range m.props {
		if p.name != "author" && p.name != "creator" {
			continue
		}
		if p.value != "" {
			if !strings.ContainsAny(p.value, "()/:") {
				all = append(all, p.value)
			}
			continue
		}
		if i+1 < len(m.props) && m.props[i+1].name == "name" {
			if next := m.props[i+1]; next.value != "" {
				all = append(all, next.value)
				continue
			}
			p = m.props[i+1]
		}
		if s := m.nodeText(p.node); s != "" && len(s) <= maxAuthor {
			all = append(all, s)
		}
	}
	return all
}

// nodeText gives the text of a small element in one line; "" for one with
// more text than a line of names has.
func (m *metadata) nodeText(n int32) string {
	if !m.full || n < 0 || int(n) >= len(m.nodes) {
		return ""
	}
	lo, hi := m.nodes[n].lo, min(m.nodes[n].hi, int32(len(m.text)))
	if hi <= lo || hi-lo > longAuthors {
		return ""
	}
	return strings.ReplaceAll(strings.Trim(normal(m.text[lo:hi]), " \n,"), "\n", ", ")
}
