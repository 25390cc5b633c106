package trend

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	minWidth   = 40
	labelWidth = 11
	shownNames = 5
	shownRuns  = 3
)

// Text is the report on one screen of a terminal: the stage, the share with
// its interval, momentum in words, the line, bursts, names, prices, terms and
// who was first. It holds no control characters but the line breaks.
func (r Report) Text(width int) string {
	p := page{width: max(width, minWidth)}
	p.flow("", fmt.Sprintf("%s, as known on %s", r.Title, r.At.Format("2 January 2006")))
	p.blank()
	p.flow("", r.Headline())
	if past := r.past(); past != "" {
		p.flow("", past)
	}
	if len(r.Weeks) > 0 {
		p.blank()
		r.spark(&p)
	}
	p.blank()
	p.flow("This week", r.thisWeek())
	for i, line := range r.burstLines() {
		p.flow([]string{"Bursts", " "}[min(i, 1)], line)
	}
	p.flow("Brands", strings.Join(r.brandWords(), " · "))
	p.flow("Prices", strings.Join(r.priceWords(), " · "))
	p.flow("Called", strings.Join(r.termWords(), " · "))
	p.flow("People", strings.Join(r.peopleWords(), " · "))
	p.flow("Told by", r.tellerWords())
	for i, note := range r.Notes[:min(r.warnings, len(r.Notes))] {
		if i == 0 {
			p.blank()
		}
		p.flow("", note)
	}
	return strings.Map(printable, p.b.String())
}

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

// past says how the share stands to its own history.
func (r Report) past() string {
	s := r.StageFrom
	var parts []string
	switch {
	case !s.OfBest.OK():
	case s.OfBest == 1:
		parts = append(parts, fmt.Sprintf("The highest 8 weeks since %s.", r.Panel.LineSince))
	case s.OfBest > .95:
		parts = append(parts, fmt.Sprintf("Close to the highest 8 weeks since %s.", r.Panel.LineSince))
	case s.Now > 0:
		parts = append(parts, fmt.Sprintf("The highest 8 weeks since %s had %s times that share.", r.Panel.LineSince, figure(s.Best/s.Now)))
	}
	if s := r.seasonSentence(); s != "" {
		parts = append(parts, s)
	}
	return strings.Join(parts, " ")
}

// seasonSentence compares with a year ago; empty where that is unknown.
func (r Report) seasonSentence() string {
	s := r.Season
	if !s.Known || s.Verdict == TooFew {
		return ""
	}
	return fmt.Sprintf("Against the same weeks a year ago: %s (%s then; %s).", s.Verdict,
		fraction(ShareOf(Count{s.R0, s.D0})), times(s.Momentum))
}

// times writes a ratio with its interval.
func times(m Momentum) string {
	return fmt.Sprintf("%s times, likely %s to %s", figure(m.Ratio), figure(m.Low), figure(m.High))
}

// The heights of a sparkline.
var sparks = [8]rune{'▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'}

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

// thisWeek tells whether the last complete week was unusual.
func (r Report) thisWeek() string {
	b := r.Burst
	if b.Week == nil || !b.Score.OK() {
		return TooFew + " weeks to say what is usual"
	}
	word := "not unusual"
	if b.Alert {
		word = "unusual"
	}
	return fmt.Sprintf("%s: %s. %s, %s expected; score %s, and 3 is unusual", b.Week, word,
		counts(b.R, b.D)+space+"stories", figure(b.Expected), figure(b.Score))
}

// burstLines describes the latest bursts, newest first, by their first lead.
func (r Report) burstLines() []string {
	var out []string
	for i := len(r.Bursts) - 1; i >= 0 && len(out) < shownRuns; i-- {
		b := r.Bursts[i]
		line := fmt.Sprintf("%s, %s, weight %s", b.span(), counts(b.R, b.D), figure(b.Weight))
		if len(b.Lead) > 0 {
			line += fmt.Sprintf(": “%s” (%s, %s)", b.Lead[0].Title, b.Lead[0].Source, plural(b.Lead[0].Pickups, "place", "places"))
		}
		out = append(out, line)
	}
	return out
}

// span writes the weeks of a burst.
func (b Run) span() string {
	switch {
	case b.From == b.To:
		return b.From.String()
	case b.Open:
		return b.From.String() + " on"
	}
	return b.From.String() + " to " + b.To.String()
}

// brandWords lists the first brands.
func (r Report) brandWords() []string {
	var out []string
	for _, b := range r.Brands[:min(len(r.Brands), shownNames)] {
		out = append(out, b.words(r.Ranked))
	}
	if rest := len(r.Brands) - len(out); rest > 0 {
		out = append(out, fmt.Sprintf("%d more", rest))
	}
	return out
}

// peopleWords lists the first people.
func (r Report) peopleWords() []string {
	var out []string
	for _, n := range r.People[:min(len(r.People), shownNames)] {
		out = append(out, n.words(r.Ranked))
	}
	return out
}

// words writes a voice; what rests on too few stories has no percentage.
func (v Voice) words(ranked bool) string {
	s := v.Name + " " + counts(v.Stories, v.Of)
	if ranked && v.Stories >= 3 {
		s += fmt.Sprintf(" (%s, %s)", percent(v.Reach), likely(v.Low, v.High))
	}
	if v.Change.Verdict == Rising || v.Change.Verdict == Falling {
		s += ", " + v.Change.Verdict
	}
	return s
}

// priceWords sums up each currency.
func (r Report) priceWords() []string {
	var out []string
	for _, p := range r.PriceRange[:min(len(r.PriceRange), 3)] {
		s := fmt.Sprintf("%s %s in %s", plural(p.N, "price", "prices"), p.Currency, plural(p.Stories, "story", "stories"))
		if p.Median.OK() {
			s += ", median " + amount(p.Median)
		}
		if p.Low.OK() {
			s += fmt.Sprintf(" (likely %s to %s)", amount(p.Low), amount(p.High))
		}
		if p.Change == "lower" || p.Change == "higher" {
			s += ", " + p.Change + " than before"
		}
		out = append(out, s)
	}
	return out
}

// termWords lists the topic's own commonest terms and then what is new.
func (r Report) termWords() []string {
	var own, fresh []string
	for _, t := range r.Terms {
		switch {
		case t.Verdict == TermNew || t.Verdict == TermWatch && !t.Own:
			word := map[string]string{TermNew: "new", TermWatch: "to watch"}[t.Verdict]
			fresh = append(fresh, fmt.Sprintf("%s: %s %s, %s before, first at %s", word, t.Term, counts(t.A, t.N1), counts(t.B, t.N0), t.Source))
		case t.Own && t.A > 0:
			own = append(own, t.Term+" "+counts(t.A, t.N1))
		}
	}
	return append(own[:min(len(own), shownNames)], fresh[:min(len(fresh), shownRuns)]...)
}

// tellerWords says how broad the attention is, and who was first.
func (r Report) tellerWords() string {
	b := r.Breadth
	if b.Of == 0 {
		return TooFew + " sources"
	}
	s := fmt.Sprintf("%s of %s in these weeks", thousands(b.With), plural(b.Of, "source", "sources"))
	if b.Balanced.OK() {
		s += fmt.Sprintf("; each weighed alike the share is %s", percent(b.Balanced))
	}
	best := -1
	for i, x := range r.Sources {
		if x.Lead.OK() && x.Lead > 0 && (best < 0 || x.Lead > r.Sources[best].Lead) {
			best = i
		}
	}
	if best >= 0 {
		x := r.Sources[best]
		s += fmt.Sprintf("; earliest %s, %s days ahead (%s)", x.Source, figure(x.Lead), plural(x.Bursts, "burst", "bursts"))
	}
	return s
}
