package extract

import (
	"bytes"
	"context"
	"strings"

	"reticule"
	"reticule/scraper/extract/zone"
)

// Text makes an article of a source's item or a line of data. The summary's
// tags are stripped; body may be plain text or HTML. Blocks get their zones
// by textual cues. lang may be empty.
func Text(title, summary, body, lang string) *reticule.Article {
	a := &reticule.Article{Title: strip(title), Summary: strip(summary), Lang: primary(lang), Depth: reticule.DepthRead, SourceOf: map[string]string{}}
	if looksHTML(body) {
		body = strings.Join(lines(body), "\n")
	}
	a.Blocks = zone.Split(normal(appendLines(nil, body)))
	a.Text = reticule.JoinZone(a.Blocks, reticule.ZoneBody)
	return a
}

// strip gives the words of a piece that may have markup, in one line.
func strip(s string) string {
	if !looksHTML(s) {
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
	for i := range o.blocks {
		all = append(all, normal(o.text[o.blocks[i].lo:o.blocks[i].hi]))
	}
	return all
}

// looksHTML tells whether a text has tags.
func looksHTML(s string) bool {
	l := lexer{src: []byte(s)}
	for range 1000 {
		switch l.next() {
		case tokenEnd:
			return false
		case tokenOpen, tokenClose:
			if l.tag != 0 {
				return true
			}
		}
	}
	return true
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
