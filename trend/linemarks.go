package trend

import (
	"fmt"
	"strings"
)

// bars draws how many stories there were, all in one path.
func (l *linePlot) bars() {
	var path pen
	for i, w := range l.weeks {
		if w.R > 0 {
			path.move(l.x(i), l.base)
			path.line(l.x(i), l.base-countHeight*float64(w.R)/float64(l.mostStories))
		}
	}
	l.put(`<path class="bars" d="%s" stroke="currentColor" stroke-opacity=".55" stroke-width="%s"/>`, path.String(), num(max(.8, min(14, l.step*.72))))
	l.text(lineLeft-6, l.base-countHeight+8, "end", "quiet", thousands(l.mostStories))
	l.text(lineLeft-6, l.base+4, "end", "quiet", "0")
	l.text(lineLeft, l.base-countHeight-5, "start", "quiet", "stories a week")
}

// dots draws the single weeks, fainter where they are not complete: one path
// of points each.
func (l *linePlot) dots() {
	var done, open pen
	for i, w := range l.weeks {
		if !w.Share.OK() {
			continue
		}
		path := &done
		if w.Provisional {
			path = &open
		}
		path.dot(l.x(i), l.y(w.Share))
	}
	width := num(2 * min(3, max(1.1, l.step*.28)))
	const form = `<path class="dots" d="%s" stroke="currentColor" stroke-opacity="%s" stroke-width="%s" stroke-linecap="round"/>`
	l.put(form, done.String(), ".6", width)
	l.put(form, open.String(), ".3", width)
}

// hits lays an unseen column over each week, which says what it was and leads
// to its stories.
func (l *linePlot) hits() {
	if !l.plot.Alone && l.plot.Href == nil {
		return
	}
	l.put(`<g class="hits" stroke="currentColor" stroke-opacity="0" stroke-width="%s">`, num(l.step))
	top := l.bottom - shareHeight
	for i, w := range l.weeks {
		l.linked(w.IDs, w.words(), fmt.Sprintf(`<path d="M%s %sV%s"/>`, num(l.x(i)), num(top), num(l.base)))
	}
	l.put("</g>")
}

// words says what a week was.
func (w Point) words() string {
	switch {
	case w.Gap:
		return w.Week.String() + ": no data"
	case !w.Share.OK():
		return w.Week.String() + ": " + TooFew
	}
	s := fmt.Sprintf("%s: %s stories, %s", w.Week, counts(w.R, w.D), percent(w.Share))
	if w.Provisional {
		s += ", not complete yet"
	}
	return s
}

// runMarks draws bursts as bars above the line, the heaviest with its weeks.
func (l *linePlot) runMarks() {
	y := l.bottom - shareHeight - 10
	best := -1
	for i, b := range l.runs {
		from, to := int(b.From-l.weeks[0].Week), int(b.To-l.weeks[0].Week)
		x1, x2 := l.x(from)-l.step/2, l.x(to)+l.step/2
		words := fmt.Sprintf("burst %s: %s stories, weight %s", b.span(), counts(b.R, b.D), figure(b.Weight))
		l.linked(b.IDs, words, fmt.Sprintf(`<rect class="mark" x="%s" y="%s" width="%s" height="4" rx="2"/>`, num(x1), num(y), num(max(4, x2-x1))))
		if best < 0 || b.Weight > l.runs[best].Weight {
			best = i
		}
	}
	if best >= 0 {
		b := l.runs[best]
		middle := (l.x(int(b.From-l.weeks[0].Week)) + l.x(int(b.To-l.weeks[0].Week))) / 2
		label := "burst, " + b.span()
		half := float64(len(label)) * 11 * glyph / 2
		l.text(min(max(middle, lineLeft+half), l.w-lineRight-half), y-5, "middle", "quiet", label)
	}
}

// changes marks below the axis where sources came or went.
func (l *linePlot) changes() {
	for i, w := range l.weeks {
		if len(w.Joined)+len(w.Left) == 0 {
			continue
		}
		var words []string
		if len(w.Joined) > 0 {
			words = append(words, "new: "+enumerate(w.Joined, 5))
		}
		if len(w.Left) > 0 {
			words = append(words, "gone: "+enumerate(w.Left, 5))
		}
		l.linked(nil, w.Week.String()+", sources "+strings.Join(words, "; "),
			fmt.Sprintf(`<path class="change" d="M%s %sl4 6h-8z" fill-opacity=".7"/>`, num(l.x(i)), num(l.base+1)))
	}
}
