package extract

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// claim is a title and where it stands.
type claim struct{ title, from string }

// told decides between og:title and JSON-LD's headline where they differ; none
// of them where the page gives no reason to prefer one. Publishers write up to
// three titles: one for readers, one for search engines (it also fills the
// tab) and a short one for those who share the page.
//
//   - An h1 at the end of the trail that leads to the page, above a heading of
//     its own, is written for search engines: the other claim is the readers',
//     unless it carries a kicker.
//   - Any other h1 that says the headline is what readers see. A short form of
//     it that is shared everywhere stands for it.
func (m *metadata) told(c claims) claim {
	if c.graph == "" || c.linked == "" || same(c.graph, c.linked) {
		return claim{}
	}
	graph, linked := claim{c.graph, "og:title"}, claim{c.linked, "JSON-LD"}
	switch {
	case c.seo && same(c.shown, c.linked):
		return graph
	case c.seo && says(c.shown, c.graph) && !m.kicked(c.linked):
		return linked
	case !c.seo && same(c.shown, c.linked):
		if same(c.social, c.graph) && !same(c.tab, c.graph) && shortens(c.graph, c.linked) {
			return graph
		}
		return linked
	}
	return claim{}
}

// same tells whether two titles have the same letters.
func same(a, b string) bool { return squeeze(a) == squeeze(b) }

// says tells whether a heading begins with a claim, as it does with one that a
// quotation mark cut short.
func says(heading, claim string) bool { return strings.HasPrefix(squeeze(heading), squeeze(claim)) }

// shortens tells whether most words of a stand in b, and b has more.
func shortens(a, b string) bool {
	short, long := strings.Fields(fold(a)), fold(b)
	return len(short) < len(strings.Fields(long)) && common(short, long)*5 >= len(short)*4
}

// common counts the words that stand in a folded text.
func common(all []string, text string) (n int) {
	have := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		have[w] = true
	}
	for _, w := range all {
		if have[w] {
			n++
		}
	}
	return n
}

// kicked tells whether a claim is a kicker and a headline with a colon that
// the page's own heading does not have.
func (m *metadata) kicked(claim string) bool {
	q, colons, tries := squeeze(claim), strings.Count(claim, ":"), 0
	for i := range m.blocks {
		b := &m.blocks[i]
		if b.tag != atom.H1 && b.tag != atom.H2 || b.hi-b.lo > maxTitle {
			continue
		}
		if tries++; tries > maxHeadings {
			break
		}
		if line := m.blockText(i); squeeze(line) == q && strings.Count(line, ":") < colons {
			return true
		}
	}
	return false
}

// leastHeadline is the length in bytes from which a heading may be a headline.
const leastHeadline = 20

// headed tells whether another heading stands between a block and the prose.
func (m *metadata) headed(i int) bool {
	for j := i + 1; j < len(m.blocks); j++ {
		b := &m.blocks[j]
		n := b.hi - b.lo
		switch {
		case 2*b.link > n:
		case b.tag == atom.H1 || b.tag == atom.H2:
			if n >= leastHeadline && n <= maxTitle {
				return true
			}
		case n > longAuthors:
			return false
		}
	}
	return false
}
