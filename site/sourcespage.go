package site

import (
	"cmp"
	"slices"
	"strings"

	"reticule"
	"reticule/phrase"
)

// row is a source on the page of sources.
type row struct {
	SourceView
	Word, Kind, LastSuccess, LastNew string
}

// weigh tells about how many bytes a row takes.
func (r row) weigh() int {
	return 220 + weigh(r.Title, r.Sentence, r.Kind) + weighAddress(r.URL)
}

// sourcesBody is a page of sources.
type sourcesBody struct {
	Standfirst   string
	Rows         []row
	Newer, Older *link
	Subscribe    *subscribe
}

// sourcesPages show the health of every source. Where one page cannot hold them
// all, those that something is the matter with come first.
func (b *builder) sourcesPages() {
	rows := make([]row, 0, len(b.view.Sources))
	well := map[State]int{}
	for _, s := range b.view.Sources {
		well[s.State]++
		rows = append(rows, b.sourceRow(s))
	}
	standfirst := healthSentence(b.book, well, len(rows))
	if fitting(rows, tableRoom, row.weigh) < len(rows) {
		slices.SortStableFunc(rows, func(x, y row) int { return cmp.Compare(x.State.trouble(), y.State.trouble()) })
	}
	pages := portions(rows, tableRoom, row.weigh)
	for n := range max(1, len(pages)) {
		b.put(pagePath(sourcesDir, n), "sources", func() *page {
			p := b.layout(pagePath(sourcesDir, n), b.pageTitle(b.book.Say("sources"), n))
			body := sourcesBody{Standfirst: standfirst, Subscribe: b.healthFeed(p)}
			if len(pages) > 0 {
				body.Rows = pages[n]
			}
			body.Newer, body.Older = b.turn(p.Root+sourcesDir, n, len(pages))
			p.Body = body
			return p
		})
	}
}

// trouble orders states, the worst first.
func (s State) trouble() int {
	switch s {
	case StateRed:
		return 0
	case StateAmber:
		return 1
	}
	return 2
}

func (b *builder) sourceRow(s SourceView) row {
	r := row{SourceView: s, Word: b.stateWord(s.State), LastSuccess: b.dateOr(s.LastSuccess, b.book.Say("never")), LastNew: b.dateOr(s.LastNew, b.book.Say("none.yet"))}
	r.Kind = b.kindWord(s.Kind)
	r.URL = webAddress(s.URL)
	r.Title = clip(s.title(), maxName)
	r.Sentence = clip(s.Sentence, maxTitle)
	return r
}

// healthFeed says how to follow the sources' health; nil where there is no feed
// of it.
func (b *builder) healthFeed(p *page) *subscribe {
	if !plainName(b.view.Health) {
		return nil
	}
	s := b.feedIn(b.view.Health+"/", b.view.Title+": "+b.book.Say("sources"), p)
	s.Heading, s.What = b.book.Say("health.heading"), b.book.Say("health.what")
	return &s
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
