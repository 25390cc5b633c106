package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// authorMetas name the author, most trustworthy first.
var authorMetas = []string{"author", "article:author", "article:byline", "cxenseparse:author", "byl", "byline", "dc.creator", "dcterms.creator", "dc.contributor",
	"sailthru.author", "parsely-author", "rbauthors", "bt:author", "citation_author", "article.author", "article:author_name", "http://ogp.me/ns/article#author", "twitter:data1"}

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
			return distinct(names)
		}
		publisher = append(publisher, only...)
	}
	if len(publisher) > 0 {
		m.note("authors", "publisher")
		return publisher[:1]
	}
	return nil
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
		if !s.loose && len(parts) > 1 && slices.ContainsFunc(parts, m.isPublisher) {
			names, person = append(names, line), true // "The Paper and Wire" is no list
			continue
		}
		for _, n := range parts {
			if !m.isPublisher(n) {
				person = true
			} else if publisher = append(publisher, n); s.loose {
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

// bylines finds names as a page shows them: links to the author, elements
// called so, lines that begin with "By". It needs the tree.
func (m *metadata) bylines() (all []string) {
	tries := 0
	for i := range m.nodes {
		n := &m.nodes[i]
		if n.tag == atom.A && tries < maxAuthors && isAuthorLink(n.attrs) {
			tries++
			if s := m.nodeText(int32(i)); s != "" && len(s) <= maxAuthor && !m.isPublisher(s) {
				all = append(all, s)
			}
		}
	}
	if len(all) > 0 {
		return all
	}
	named, prose := []string(nil), false
	for i := range m.blocks {
		b := &m.blocks[i]
		prose = b.tag != atom.H1 && (prose || b.hi-b.lo > longAuthors && b.link == 0)
		if b.known || b.hi-b.lo > longAuthors {
			continue
		}
		line := m.blockText(i)
		if rest, ok := cutBy(line); ok && looksNamed(rest) && !m.isPublisher(rest) {
			return []string{withoutPlace(rest)}
		}
		if named == nil && (b.node >= 0 && m.called(b.node) || b.tag == atom.P && b.bold >= b.hi-b.lo && !prose && signs(line)) && looksNamed(line) {
			named = []string{line}
		}
	}
	return named
}

// signs tells whether a line on its own in bold is as short as a name.
func signs(line string) bool {
	n := strings.Count(line, " ")
	return n >= 1 && n <= 4 && len(line) <= maxAuthor && !strings.ContainsAny(line, ".,…")
}

// called tells whether an element or one right around it is called author or
// by-line.
func (m *metadata) called(n int32) bool {
	for range 3 {
		if n < 0 {
			return false
		}
		class := strings.ToLower(attr(m.nodes[n].attrs, "class"))
		if strings.Contains(class, "author") || strings.Contains(class, "byline") || strings.Contains(class, "autor") {
			return true
		}
		n = m.nodes[n].parent
	}
	return false
}

func isAuthorLink(attrs []byte) bool {
	rel, _ := rawAttr(attrs, "rel")
	for r := range strings.FieldsSeq(strings.ToLower(string(rel))) {
		if r == "author" {
			return true
		}
	}
	return false
}

// by are the words before an author's name, a blank or colon behind them.
var by = []string{"written by", "words by", "text by", "story by", "posted by", "by", "verfasst von", "ein kommentar von", "kolumne von", "von", "propos recueillis par", "par", "por", "escrito por", "di", "a cura di",
	"door", "geschreven door", "text", "tekst", "texte", "texto", "testo", "av", "af", "kirjoittanut", "oleh", "penulis", "autor", "autorin", "autorin/autor", "author", "autore", "auteur", "yazan", "haber", "автор", "текст", "بقلم", "كتب", "كتبت", "نویسنده", "文", "文・", "撮影", "글"}

// cutBy takes such a word off a line.
func cutBy(line string) (string, bool) {
	low := strings.ToLower(line)
	for _, w := range by {
		if !strings.HasPrefix(low, w) || len(low) != len(line) {
			continue
		}
		rest := line[len(w):]
		trimmed := strings.TrimLeft(rest, " :：/|")
		if len(trimmed) < len(rest) && trimmed != "" {
			if i := strings.IndexFunc(trimmed, unicode.IsDigit); i > 0 { // the date behind the name
				trimmed = trimmed[:i]
			}
			return strings.TrimSpace(trimmed), true
		}
	}
	return "", false
}

// looksNamed tells whether a line reads like names: each of its words begins
// with a capital or is a particle.
func looksNamed(line string) bool {
	names := splitNames(withoutPlace(line))
	if len(names) == 0 || len(line) > longAuthors || strings.ContainsAny(line, ":?!©") {
		return false
	}
	for _, n := range names {
		words := strings.Fields(n)
		if len(words) < 2 && n[0] < utf8.RuneSelf {
			return false
		}
		for _, w := range words {
			r, _ := utf8.DecodeRuneInString(w)
			if unicode.IsLower(r) && !particle(w) {
				return false
			}
		}
	}
	return true
}

// withoutPlace takes the place off "Seb Example, Lille".
func withoutPlace(line string) string {
	if rest, place, ok := strings.Cut(line, ", "); ok && strings.Contains(rest, " ") && !strings.Contains(place, " ") {
		return rest
	}
	return line
}

func particle(w string) bool {
	switch w {
	case "van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "bin", "ibn", "ter", "zu", "y", "e", "d'", "ten", "op", "af", "av":
		return true
	}
	return false
}
