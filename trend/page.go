package trend

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The heights of a sparkline.
var sparks = [8]rune{'▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'}

// printable drops what could move a terminal's cursor or turn its text round.
func printable(c rune) rune {
	if c != '\n' && (unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c)) {
		return -1
	}
	return c
}

// page is text that is broken at a width.
type page struct {
	b     strings.Builder
	width int
}

func (p *page) blank() { p.b.WriteByte('\n') }

// flow writes words behind a label, with the following lines indented to it;
// nothing where there are no words.
func (p *page) flow(label, words string) {
	if words == "" {
		return
	}
	indent := ""
	if label != "" {
		indent = strings.Repeat(" ", labelWidth)
	}
	line := label + strings.Repeat(" ", len(indent)-len(label))
	used, fresh := utf8.RuneCountInString(line), true
	for word := range strings.FieldsFuncSeq(words, func(c rune) bool { return c == ' ' }) {
		n := utf8.RuneCountInString(word)
		if !fresh && used+1+n > p.width {
			p.b.WriteString(strings.TrimRight(line, " ") + "\n")
			line, used, fresh = indent, len(indent), true
		}
		if !fresh {
			line, used = line+" ", used+1
		}
		line, used, fresh = line+word, used+n, false
	}
	p.b.WriteString(line + "\n")
}

// spark draws the weeks that fit, the provisional ones in brackets.
func (r Report) spark(p *page) {
	weeks := r.Weeks[max(0, len(r.Weeks)-(p.width-2)):]
	top := Real(0)
	for _, w := range weeks {
		if w.Share.OK() {
			top = max(top, w.Share)
		}
	}
	var line strings.Builder
	open := false
	for _, w := range weeks {
		if w.Provisional && !open {
			line.WriteByte('(')
			open = true
		}
		line.WriteRune(w.spark(top))
	}
	if open {
		line.WriteByte(')')
	}
	p.flow("", fmt.Sprintf("Share of stories by week, %s to %s, from 0 to %s", weeks[0].Week, weeks[len(weeks)-1].Week, percent(top)))
	p.b.WriteString(line.String() + "\n")
	p.flow("", "· no data   ( ) not complete yet, judged by nothing")
}

// spark is the week's height.
func (w Point) spark(top Real) rune {
	if w.Gap || !w.Share.OK() {
		return '·'
	}
	if top == 0 {
		return sparks[0]
	}
	return sparks[int(w.Share/top*Real(len(sparks)-1)+.5)]
}
