package site

import "strings"

// row is a source on the page of sources.
type row struct {
	SourceView
	Word, LastSuccess, LastNew string
}

// sourcesPage shows the health of every source.
func (b *builder) sourcesPage() {
	p := b.layout(sourcesDir, "Sources")
	rows := make([]row, 0, len(b.view.Sources))
	well := map[State]int{}
	for _, s := range b.view.Sources {
		well[s.State]++
		r := row{SourceView: s, Word: s.State.Word(), LastSuccess: dateOr(s.LastSuccess, "never"), LastNew: dateOr(s.LastNew, "none yet")}
		r.URL = webAddress(s.URL)
		r.Title = clip(s.title(), maxName)
		r.Sentence = clip(s.Sentence, maxTitle)
		rows = append(rows, r)
	}
	body := struct {
		Standfirst string
		Rows       []row
		Subscribe  *subscribe
	}{healthSentence(well, len(rows)), rows, nil}
	if plainName(b.view.Health) {
		s := b.feedIn(b.view.Health+"/", b.view.Title+": the sources", p)
		s.Heading, s.What = "For whoever runs this", "A feed with an entry when a source breaks, and one when it recovers."
		body.Subscribe = &s
	}
	p.Body = body
	b.put(sourcesDir, "sources", p)
}

// healthSentence sums up the sources' health.
func healthSentence(by map[State]int, n int) string {
	if n == 0 {
		return "No sources are read yet."
	}
	s := "We read " + plural(n, "source", "sources")
	var parts []string
	for _, x := range []struct {
		state     State
		one, many string
	}{{StateGreen, "is well", "are well"}, {StateAmber, "stumbles", "stumble"}, {StateRed, "cannot be read", "cannot be read"}, {StateGrey, "rests", "rest"}} {
		if k := by[x.state]; k > 0 {
			parts = append(parts, plural(k, x.one, x.many))
		}
	}
	return s + ": " + strings.Join(parts, ", ") + "."
}

func (s *SourceView) title() string {
	if s.Title != "" {
		return s.Title
	}
	return s.Name
}
