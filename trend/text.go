package trend

import (
	"fmt"
	"strings"
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
