// Package zone tells an article's own text from what pages put around it:
// navigation, cookie and newsletter boxes, "read also" lines, tags, the author
// box, comments. It looks at each line's own cues, kept as data in ten and more
// languages, and at the line's neighbours.
package zone

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"reticule"
)

// Of tells the zone of a line that names it by a cue of its own, such as
// "Read also: …" or "Sign up for …". Without a cue it gives the body and false.
func Of(line string) (reticule.Zone, bool) {
	folded := fold(line)
	if c, _, ok := cues().find(folded); ok {
		return c.zone, true
	}
	if isNavigation(folded) {
		return reticule.ZoneBoilerplate, true
	}
	return reticule.ZoneBody, false
}

// Split cuts a body of plain text into its lines and gives each its zone and
// kind, in reading order. White space within a line is one space.
func Split(body string) []reticule.Block {
	var s splitter
	for line := range strings.Lines(body) {
		s.add(strings.Join(strings.Fields(line), " "))
	}
	return s.blocks
}

// splitter holds what the lines before have opened.
type splitter struct {
	blocks []reticule.Block
	open   reticule.Zone // a label without words of its own holds for the next lines
	first  bool          // none of which has come yet
	spaced bool          // empty lines part them
	gap    bool          // an empty line stood before this one
}

func (s *splitter) add(line string) {
	if line == "" {
		s.gap = true
		return
	}
	gap := s.gap
	s.gap = false
	folded := fold(line)
	if c, rest, ok := cues().find(folded); ok {
		s.open = ""
		if rest == "" {
			s.open, s.first, s.spaced = c.zone, true, false
		}
		s.put(headZone(c.zone, rest), "h", line)
		return
	}
	if isNavigation(folded) {
		s.put(reticule.ZoneBoilerplate, "li", line)
		return
	}
	s.put(s.inherited(line, gap), kindOf(line), line)
}

// headZone is where the line of a cue itself stands: a heading over the
// article's own captions is the article's.
func headZone(z reticule.Zone, rest string) reticule.Zone {
	if z == reticule.ZoneCaption && rest == "" {
		return reticule.ZoneBody
	}
	return z
}

// inherited is the zone of a line without a cue. Captions go on until another
// cue. Teasers under "Related" go on while the lines are short and
// unpunctuated; an empty line ends them, unless one stood before the first.
func (s *splitter) inherited(line string, gap bool) reticule.Zone {
	if s.first {
		s.spaced = gap && s.open == reticule.ZoneRelated
	}
	s.first = false
	switch {
	case s.open == "":
		return reticule.ZoneBody
	case s.open == reticule.ZoneCaption:
		return s.open
	case isTeaser(line) && (!gap || s.spaced) || kindOf(line) == "li" && len(line) < 120:
		return s.open
	}
	s.open = ""
	return reticule.ZoneBody
}

func (s *splitter) put(z reticule.Zone, kind, text string) {
	if z == reticule.ZoneCaption {
		kind = "caption"
	}
	s.blocks = append(s.blocks, reticule.Block{Zone: z, Kind: kind, Text: text})
}

// isTeaser tells whether a line can be the title of another story.
func isTeaser(line string) bool {
	return len(line) < 160 && !strings.HasSuffix(line, ".") && !strings.HasSuffix(line, "。")
}

// isNavigation tells whether a line is a row of links: three or more short
// pieces between bars, dots or arrows, without prices or sentences.
func isNavigation(folded string) bool {
	if len(folded) > shortLine || strings.ContainsAny(folded, "£$€¥₩") {
		return false
	}
	for _, sep := range []string{" | ", " > ", " › ", " » ", " • ", " · "} {
		if strings.Count(folded, sep) >= 2 && allShort(strings.Split(folded, sep)) {
			return true
		}
	}
	return false
}

func allShort(pieces []string) bool {
	for _, p := range pieces {
		if utf8.RuneCountInString(p) > 28 || strings.HasSuffix(p, ".") {
			return false
		}
	}
	return true
}

// kindOf tells a list item and a heading from a paragraph.
func kindOf(line string) string {
	r, size := utf8.DecodeRuneInString(line)
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	switch {
	case strings.ContainsRune("•*–—-·▪●‣", r) && strings.HasPrefix(line[size:], " "):
		return "li"
	case digits > 0 && digits < 4 && len(line) > digits && strings.ContainsRune(".)", rune(line[digits])):
		return "li"
	case len(line) < 80 && !strings.ContainsAny(line, ".!?。！？,;£$€¥"):
		return "h"
	}
	return "p"
}

// fold makes a line comparable: normal form C, lower case, straight quotes,
// single spaces.
func fold(s string) string {
	s = strings.ToLower(norm.NFC.String(strings.Join(strings.Fields(s), " ")))
	for _, x := range [...]struct{ mark, plain string }{{"’", "'"}, {"‘", "'"}, {"\u00ad", ""}} {
		s = strings.ReplaceAll(s, x.mark, x.plain)
	}
	return s
}
