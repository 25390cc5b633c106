package trend

import (
	"fmt"
	"math"
	"strings"
)

// remark fills in the notes: what a reader must know before believing the
// figures, in words.
func (c *computation) remark() {
	c.remarkPanel()
	c.remarkData()
	c.report.warnings = len(c.report.Notes)
	c.remarkKinds()
}

// note adds a note.
func (c *computation) note(format string, args ...any) {
	c.report.Notes = append(c.report.Notes, fmt.Sprintf(format, args...))
}

// remarkPanel says what is doubtful about the sources.
func (c *computation) remarkPanel() {
	r := &c.report
	if p := r.Panel; p.Drift {
		c.note("Source drift: over all sources the share is %s, in the panel of sources compared it is %s.", fraction(p.All), fraction(r.Share))
	}
	if p := r.Panel; p.Line != p.Sources && p.Line > 0 {
		c.note("The line of weeks has the %s followed since %s; the comparison has %s.",
			plural(p.Line, "source", "sources"), p.LineSince, thousands(p.Sources))
	}
	switch r.Panel.Sources {
	case 0:
		c.note("Too few sources: none was polled in every week of the last %d.", stageWeeks)
	case 1:
		c.note("Too few sources: one alone cannot tell whether attention is broad.")
	}
}

// remarkData says what is missing.
func (c *computation) remarkData() {
	r := &c.report
	if c.in.Since > 0 && c.in.Since == c.grid.first {
		c.note("Weeks before %s were judged by another version of the rules and are left out.", c.in.Since)
	}
	n := c.grid.last + 1
	if n < stageWeeks {
		c.note("Too few weeks: %d are complete, a comparison needs %d.", n, stageWeeks)
	}
	if n < seasonNeeds {
		c.note("With fewer than %d complete weeks (%d so far) we cannot separate season from trend.", seasonNeeds, n)
	}
	var gaps []string
	for _, w := range r.Weeks {
		if w.Gap && !w.Provisional {
			gaps = append(gaps, w.Week.String())
		}
	}
	if len(gaps) > 0 {
		c.note("No data in %s: the sources were not polled.", enumerate(gaps, 6))
	}
}

// remarkKinds says how some of the figures are to be read.
func (c *computation) remarkKinds() {
	r := &c.report
	c.note("This is attention in the sources you follow, counted in stories, not copies.")
	if r.Rule != "" {
		c.note("The whole series is judged by version %s of the rules.", r.Rule)
	}
	if c.grid.last >= 0 {
		c.note("Weeks after %s are not complete and are judged by nothing.", c.grid.week(c.grid.last))
	}
	if len(r.Bursts) > 0 {
		c.note("Bursts are found looking back; new weeks can move them. Unusual is not proved.")
	}
	if r.TermsTried > 0 {
		tried := float64(r.TermsTried)
		c.note("Of %d terms tried, about %s reach z 2 and %s reach z 3 by luck alone.",
			r.TermsTried, figure(Real(tried*upperTail(2))), figure(Real(tried*upperTail(3))))
	}
	if !r.Ranked && len(r.Brands)+len(r.People) > 0 {
		c.note("Too few stories to rank names: %d, and a ranking needs %d.", r.Share.R, minRanked)
	}
	if len(r.Prices) > 0 {
		c.note("Prices are those that editors printed, not the market; of a range the lower end.")
	}
}

// upperTail is the chance that a normal deviate exceeds z.
func upperTail(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

// enumerate joins names, and counts those beyond a number.
func enumerate(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
