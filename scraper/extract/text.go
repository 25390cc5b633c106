package extract

import (
	"bytes"
	"context"
	"strings"

	"golang.org/x/net/html/atom"

	"reticule"
	"reticule/scraper/extract/zone"
)

// Text makes an article of a source's item or a line of data. The summary's
// tags are stripped; body may be plain text or HTML. Blocks get their zones
// by textual cues, and by markup where there is some. lang may be empty.
func Text(title, summary, body, lang string) *reticule.Article {
	a := &reticule.Article{Title: strip(title), Summary: strip(summary), Lang: primary(lang), Depth: reticule.DepthRead, SourceOf: map[string]string{}}
	switch tags, blocks := markup(body); {
	case blocks:
		a.Blocks = markedUp(body)
	case tags: // plain lines with a tag here and there
		var b strings.Builder
		for line := range strings.Lines(body) {
			b.WriteString(strip(line) + "\n")
		}
		a.Blocks = zone.Split(b.String())
	default:
		a.Blocks = zone.Split(normal(appendLines(nil, body)))
	}
	a.Text = reticule.JoinZone(a.Blocks, reticule.ZoneBody)
	return a
}

// markedUp gives the blocks of an article's own HTML, all of which is taken for
// the article but what its markup or words put elsewhere.
func markedUp(body string) (all []reticule.Block) {
	p := Page{ContentType: "text/html; charset=utf-8", Body: []byte(body)}
	o, err := newOutline(context.Background(), p, true)
	if err != nil {
		return nil
	}
	c := newChoice(o, newMetadata(o, p))
	c.weigh()
	c.inherit()
	c.classify()
	c.assign()
	c.asides()
	for i := range c.blocks {
		all = append(all, reticule.Block{Zone: c.zones[i], Kind: c.kinds[i], Text: c.line(i)})
	}
	return all
}

// strip gives the words of a piece that may have markup, in one line.
func strip(s string) string {
	if tags, _ := markup(s); !tags {
		return plain(s)
	}
	return strings.Join(lines(s), " ")
}

// lines gives the visible lines of a piece of HTML.
func lines(s string) (all []string) {
	o, err := newOutline(context.Background(), Page{ContentType: "text/html; charset=utf-8", Body: []byte(s)}, false)
	if err != nil {
		return nil
	}
	defer o.release()
	for i := range o.blocks {
		all = append(all, normal(o.text[o.blocks[i].lo:o.blocks[i].hi]))
	}
	return all
}

// maxLook bounds the tokens looked at to tell whether a text is marked up.
const maxLook = 1000

// markup tells whether a text has tags, and whether any of them parts lines.
func markup(s string) (tags, blocks bool) {
	l := lexer{src: []byte(s)}
	for range maxLook {
		switch l.next() {
		case tokenEnd:
			return tags, false
		case tokenOpen, tokenClose:
			tags = tags || l.tag != 0
			if isBlock(l.tag) || l.tag == atom.Br {
				return true, true
			}
		}
	}
	return tags, false
}

// appendLines appends plain text, its lines kept, each cleaned.
func appendLines(dst []byte, s string) []byte {
	for line := range strings.Lines(s) {
		dst = appendText(dst, []byte(strings.TrimRight(line, "\r\n")))
		dst = append(bytes.TrimRight(dst, " "), '\n')
	}
	return dst
}

// primary is the primary tag of a BCP 47 language, lower case.
func primary(lang string) string {
	lang, _, _ = strings.Cut(strings.ReplaceAll(strings.TrimSpace(lang), "_", "-"), "-")
	return strings.ToLower(lang)
}
