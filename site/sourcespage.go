package site

import (
	"strings"

	"reticule"
	"reticule/phrase"
)

// row is a source on the page of sources.
type row struct {
	SourceView
	Word, Kind, LastSuccess, LastNew string
}

// sourcesPage shows the health of every source.
func (b *builder) sourcesPage() *page {
	p := b.layout(sourcesDir, b.book.Say("sources"))
	rows := make([]row, 0, len(b.view.Sources))
	well := map[State]int{}
	for _, s := range b.view.Sources {
		well[s.State]++
		r := row{SourceView: s, Word: b.stateWord(s.State), LastSuccess: b.dateOr(s.LastSuccess, b.book.Say("never")), LastNew: b.dateOr(s.LastNew, b.book.Say("none.yet"))}
		r.Kind = b.kindWord(s.Kind)
		r.URL = webAddress(s.URL)
		r.Title = clip(s.title(), maxName)
		r.Sentence = clip(s.Sentence, maxTitle)
		rows = append(rows, r)
	}
	body := struct {
		Standfirst string
		Rows       []row
		Subscribe  *subscribe
	}{healthSentence(b.book, well, len(rows)), rows, nil}
	if plainName(b.view.Health) {
		s := b.feedIn(b.view.Health+"/", b.view.Title+": "+b.book.Say("sources"), p)
		s.Heading, s.What = b.book.Say("health.heading"), b.book.Say("health.what")
		body.Subscribe = &s
	}
	p.Body = body
	return p
}

// stateWord says a source's health without colour.
func (b *builder) stateWord(s State) string {
	switch s {
	case StateGreen, StateAmber, StateRed:
		return b.book.Say("state." + string(s))
	}
	return b.book.Say("state." + string(StateGrey))
}

// kindWord says what a source is; a kind that we do not know is left as it is.
func (b *builder) kindWord(kind string) string {
	switch kind {
	case reticule.KindFeed, reticule.KindSite, reticule.KindSitemap:
		return b.book.Say("source.kind." + kind)
	}
	return clip(kind, maxName)
}

// healthSentence sums up the sources' health.
func healthSentence(book *phrase.Book, by map[State]int, n int) string {
	if n == 0 {
		return book.Say("no.sources")
	}
	var parts []string
	for _, s := range [...]State{StateGreen, StateAmber, StateRed, StateGrey} {
		if k := by[s]; k > 0 {
			parts = append(parts, book.Count("well."+string(s), k))
		}
	}
	return book.Say("reads", book.Count("count.sources", n), strings.Join(parts, ", "))
}

func (s *SourceView) title() string {
	if s.Title != "" {
		return s.Title
	}
	return s.Name
}
