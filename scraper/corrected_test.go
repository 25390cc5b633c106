package scraper

import (
	"fmt"
	"testing"
	"time"
)

func TestCorrectionIsReadOnce(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	list := func(title, updated string) {
		g.text("/feed.xml", "application/atom+xml", fmt.Sprintf(`<feed xmlns="http://www.w3.org/2005/Atom"><title>G</title>
<entry><title>%s</title><link href="$BASE/a"/><published>2026-11-16T07:00:00Z</published><updated>%s</updated></entry></feed>`, title, updated))
	}
	list("Wrists", "2026-11-16T07:00:00Z")
	g.article("/a", "Wrists", "The micro bag is back")
	c.visit(t.Context(), Job{Source: feedOf(g)})
	remember := func(counts bool) {
		f := c.found[0]
		c.known[f.Article.URL] = Seen{Counts: counts, Source: "gazette", Mark: f.Mark, Read: c.clock}
	}
	reads := func(name string, want int) {
		t.Helper()
		g.requests()
		h := c.visit(t.Context(), Job{Source: feedOf(g)})
		if got := len(g.requests()) - 1; got != want || h.Visit.New != 0 {
			t.Errorf("%s: %d pages asked for, want %d; %d new", name, got, want, h.Visit.New)
		}
	}
	remember(true)
	c.clock = c.clock.Add(7 * time.Hour)
	reads("unchanged", 0)
	list("Wrists", "2026-11-16T16:00:00Z")
	reads("a newer date", 1)
	remember(true)
	reads("read again already", 0)
	list("Wrists, corrected", "2026-11-16T16:00:00Z")
	reads("another title, but right after", 0)
	c.clock = c.clock.Add(7 * time.Hour)
	reads("another title", 1)
	remember(false)
	list("Wrists, corrected again", "2026-11-16T23:00:00Z")
	c.clock = c.clock.Add(7 * time.Hour)
	reads("one that does not count", 0)
}
