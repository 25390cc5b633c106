package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"
)

// span is a stretch of the page's text.
type span struct{ lo, hi int32 }

func (s span) holds(at int32) bool { return at >= s.lo && at < s.hi }

// bylines finds the names under the article's headline: links to who wrote it,
// a line that begins with "By", elements called so, a line in bold. Where the
// headline has none they are looked for on all of the page. It needs the tree.
func (m *metadata) bylines() []string {
	head := m.masthead()
	page := span{head.lo, int32(len(m.text)) + 1}
	for _, find := range []func() []string{
		func() []string { return m.authorLinks(head) },
		func() []string { return m.signedLine(head) },
		func() []string { return m.authorElements(head) },
		m.boldLine,
		func() []string { return m.signedLine(page) },
		func() []string { return m.authorLinks(page) },
	} {
		if all := find(); len(all) > 0 {
			return all
		}
	}
	return nil
}

// beforeTitle is how many blocks above the headline may name the author.
const beforeTitle = 3

// masthead is the text around the headline: from a little above it to the
// second paragraph behind it, for the first may be the standfirst. Nothing,
// where the page has no headline.
func (m *metadata) masthead() span {
	at := m.headlineBlock()
	if at < 0 {
		return span{}
	}
	s := span{m.blocks[max(0, at-beforeTitle)].lo, int32(len(m.text))}
	for i, prose := at+1, 0; i < len(m.blocks); i++ {
		b := &m.blocks[i]
		if b.hi-b.lo > longAuthors && 3*b.link < b.hi-b.lo {
			if prose++; prose == 2 {
				s.hi = b.lo
				break
			}
		}
	}
	return s
}

// headlineBlock is the block of the heading that has the title; -1 where none has.
func (m *metadata) headlineBlock() int {
	at := m.firstHeading(claims{graph: m.titled, linked: m.titled})
	if at >= 0 && same(m.blockText(at), m.titled) {
		return at // further down it may stand again, among other stories
	}
	for i := range m.blocks {
		if b := &m.blocks[i]; b.tag == atom.H2 && b.hi-b.lo <= maxTitle && m.titled != "" && m.blockText(i) == m.titled {
			at = i
			break
		}
	}
	return at
}

// signedLine gives the names in the first line that begins with "By", outside
// of links to other articles.
func (m *metadata) signedLine(s span) []string {
	for i := range m.blocks {
		b := &m.blocks[i]
		if !s.holds(b.lo) || b.known || b.hi-b.lo > longAuthors || b.link >= b.hi-b.lo {
			continue
		}
		rest, ok := cutBy(m.blockText(i))
		if !ok {
			continue
		}
		rest = withoutPlace(rest)
		if m.isNamed(rest) || isInitials(rest) && !m.isPublisher(rest) {
			return []string{rest}
		}
	}
	return nil
}

// isInitials tells whether a signature is a short form in capitals: "AFP".
func isInitials(s string) bool {
	return len(s) >= 2 && len(s) <= 5 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// boldLine gives the names that stand alone in bold before the prose begins.
func (m *metadata) boldLine() []string {
	prose := false
	for i := range m.blocks {
		b := &m.blocks[i]
		prose = b.tag != atom.H1 && (prose || b.hi-b.lo > longAuthors && b.link == 0)
		if b.known || prose || b.tag != atom.P || b.bold < b.hi-b.lo {
			continue
		}
		if line := m.blockText(i); signs(line) && m.isNamed(line) {
			return []string{line}
		}
	}
	return nil
}

// signs tells whether a line on its own in bold is as short as a name.
func signs(line string) bool {
	n := strings.Count(line, " ")
	return n >= 1 && n <= 4 && len(line) <= maxAuthor && !strings.ContainsAny(line, ".,…")
}

// withoutMonth takes the words off a name's end that a date began with:
// "Seb Example Monday, November".
func withoutMonth(line string) string {
	all, words := strings.Fields(line), dateWords()
	for len(all) > 2 {
		if kind, ok := words[fold(all[len(all)-1])]; !ok || kind > wordDay {
			break
		}
		all = all[:len(all)-1]
	}
	return strings.TrimRight(strings.Join(all, " "), ",")
}

// by are the words before an author's name, a blank or colon behind them.
var by = []string{"written by", "words by", "text by", "story by", "posted by", "reporting by", "analysis by", "opinion by", "commentary by", "perspective by", "review by", "interview by", "by", "verfasst von", "ein kommentar von", "kolumne von", "von", "propos recueillis par", "par", "por", "escrito por", "di", "a cura di",
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
				trimmed = withoutMonth(trimmed[:i])
			}
			return strings.TrimSpace(trimmed), true
		}
	}
	return "", false
}
