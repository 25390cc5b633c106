package topic

import (
	"fmt"
	"strings"

	"reticule"
)

// reason says in a short phrase why an article counts: "micro bag in the
// headline, Le Chiquito twice".
func (r *reading) reason(valid []hit, label string) string {
	if len(valid) == 0 || label == reticule.LabelNone {
		return ""
	}
	type tally struct {
		text  string
		zone  reticule.Zone
		count int
	}
	var tallies []tally
	index := map[string]int{}
	for _, h := range valid {
		text, _, _ := h.passage.span(h.first, h.last)
		text = strings.Join(strings.Fields(text), " ")
		key := strings.ToLower(text)
		i, ok := index[key]
		if !ok {
			i = len(tallies)
			index[key] = i
			tallies = append(tallies, tally{text: text, zone: h.passage.zone})
		}
		tallies[i].count++
	}
	var parts []string
	for _, x := range tallies {
		if len(parts) == 2 {
			break
		}
		parts = append(parts, clip(x.text, 60)+placed(x.zone, x.count))
	}
	if more := len(tallies) - len(parts); more > 0 {
		return strings.Join(parts, ", ") + fmt.Sprintf(", %d more", more)
	}
	return strings.Join(parts, ", ")
}

func placed(z reticule.Zone, count int) string {
	switch z {
	case reticule.ZoneTitle:
		return " in the headline"
	case reticule.ZoneStandfirst:
		return " in the standfirst"
	}
	switch count {
	case 1:
		return ""
	case 2:
		return " twice"
	}
	return fmt.Sprintf(" %d times", count)
}

// clip shortens a text to about n runes.
func clip(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return strings.TrimSpace(string(runes[:n-1])) + "…"
}
