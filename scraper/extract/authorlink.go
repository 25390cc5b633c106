package extract

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// nearby is how many bytes of text may lie between two names of one by-line.
const nearby = 200

// authorLinks gives the names of the first links to authors, one beside the
// other.
func (m *metadata) authorLinks(s span) (all []string) {
	last, tries := int32(-1), 0
	for i := range m.nodes {
		n := &m.nodes[i]
		if n.lo >= s.hi {
			break
		}
		if n.tag != atom.A || n.lo < s.lo || !isAuthorLink(n.attrs) {
			continue
		}
		if tries++; tries > maxAuthors || last >= 0 && n.lo-last > nearby {
			break
		}
		for _, name := range m.namesAt(int32(i)) {
			all, last = append(all, name), n.hi
		}
	}
	return all
}

// authorElements gives the names in the first elements that are called author
// or by-line.
func (m *metadata) authorElements(s span) (all []string) {
	last, tries := int32(-1), 0
	for i := 0; i < len(m.nodes); i++ {
		n := &m.nodes[i]
		if n.lo >= s.hi {
			break
		}
		if n.lo < s.lo || n.hi <= n.lo || n.hi-n.lo > longAuthors || !isCalled(n.attrs) {
			continue
		}
		if tries++; tries > maxAuthors || last >= 0 && n.lo-last > nearby {
			break
		}
		for _, name := range m.namesAt(int32(i)) {
			all, last = append(all, name), n.hi
		}
		i = int(n.end) - 1
	}
	return all
}

// namesAt gives the names in an element: all text of a link that reads like
// names, else those that stand in elements of their own, apart from a role or
// a button beside them, else all of its text.
func (m *metadata) namesAt(n int32) (all []string) {
	whole := once(m.nodeText(n))
	if m.nodes[n].tag == atom.A && m.isNamed(whole) && !strings.ContainsAny(whole, "–—") {
		return []string{whole}
	}
	for i := n + 1; i < min(m.nodes[n].end, n+4*maxAuthors); i++ {
		if m.nodes[i].end == i+1 { // a leaf
			if s := m.nodeText(i); m.isNamed(s) {
				all = append(all, s)
			}
		}
	}
	if len(all) > 0 {
		return distinct(all)
	}
	if rest, ok := cutBy(whole); ok {
		whole = rest
	}
	if whole = withoutPlace(whole); m.isNamed(whole) {
		return []string{whole}
	}
	return nil
}

// once gives a text that stands there twice once: pages write a name for eyes
// and for screen readers.
func once(s string) string {
	if half := len(s) / 2; len(s)%2 == 1 && s[:half] == s[half+1:] {
		return s[:half]
	}
	return s
}

// isNamed tells whether a text is names, and not the publisher's.
func (m *metadata) isNamed(s string) bool {
	return s != "" && looksNamed(s) && !isJob(s) && !m.isPublisher(s)
}

// isCalled tells whether an element is called author or by-line.
func isCalled(attrs []byte) bool {
	class := strings.ToLower(attr(attrs, "class") + " " + attr(attrs, "itemprop"))
	return strings.Contains(class, "author") || strings.Contains(class, "byline") || strings.Contains(class, "autor")
}

// isAuthorLink tells whether a link leads to who wrote the article: it says
// so, or its address does.
func isAuthorLink(attrs []byte) bool {
	rel, _ := rawAttr(attrs, "rel")
	for r := range strings.FieldsSeq(strings.ToLower(string(rel))) {
		if r == "author" {
			return true
		}
	}
	ref, _ := rawAttr(attrs, "href")
	return len(ref) <= maxAuthorRef && ofAuthor(string(ref))
}

// maxAuthorRef bounds the addresses looked into, in bytes.
const maxAuthorRef = 300

// ofAuthor tells whether an address is that of an author's page: a step before
// the last says so.
func ofAuthor(ref string) bool {
	path, _, _ := strings.Cut(bare(ref), "?")
	steps := strings.Split(strings.ToLower(path), "/")
	for _, step := range steps[:len(steps)-1] {
		switch step {
		case "author", "authors", "autor", "autoren", "autores", "autore", "autori", "auteur", "auteurs", "contributor", "contributors",
			"journalist", "journalists", "reporter", "reporters", "writer", "writers", "meet-the-team", "penulis", "yazar":
			return true
		}
	}
	return false
}
