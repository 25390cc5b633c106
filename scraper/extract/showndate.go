package extract

import "strings"

// shownDates are the dates that a reader sees: those under the headline, or
// where it has none those right above it, or any on the page.
func (m *metadata) shownDates() (all []stamp) {
	head := m.masthead()
	under := head
	if at := m.headlineBlock(); at >= 0 {
		under.lo = m.blocks[at].lo
	}
	for _, s := range []span{under, head, {0, int32(len(m.text)) + 1}} {
		if t, ok := m.shownTime(s); ok {
			all = append(all, t)
		}
		if t, ok := m.shownDate(s, s == under); ok {
			all = append(all, t)
		}
		if len(all) > 0 {
			break
		}
	}
	return all
}

// shownTime is the first time element that does not speak of changes.
func (m *metadata) shownTime(s span) (stamp, bool) {
	for _, t := range m.times {
		if !s.holds(t.at) || strings.Contains(t.name, "modif") || strings.Contains(t.name, "updat") {
			continue
		}
		if s, ok := newStamp(t.value, "time"); ok {
			return s, true
		}
	}
	return stamp{}, false
}

// shownDate is the date of the first line of dates, or that begins with one;
// a by-line may have one, too.
func (m *metadata) shownDate(s span, byline bool) (stamp, bool) {
	american := strings.EqualFold(m.head.lang, "en-us")
	for i := range m.blocks {
		b := &m.blocks[i]
		text := m.text[b.lo:min(int(b.hi), int(b.lo)+maxDateText)]
		if b.known || !s.holds(b.lo) || !hasDigit(text) {
			continue
		}
		line := string(text)
		is, _ := dateline(line)
		rest, dated := strings.CutPrefix(line, "date ")
		if !is && !dated {
			if _, signed := cutBy(line); !signed || !byline || b.hi-b.lo > longAuthors {
				continue
			}
		}
		if dated {
			line = rest[:min(len(rest), 20)]
		}
		if t, clock, ok := textDate(line, american); ok {
			return stamp{t, line, "text", clock, false}, true
		}
	}
	return stamp{}, false
}

func hasDigit(text []byte) bool {
	for _, c := range text {
		if c >= '0' && c <= '9' || c >= 0xD9 && c <= 0xDB || c == 0xEF {
			return true
		}
	}
	return false
}
