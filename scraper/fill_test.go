package scraper

import (
	"fmt"
	"testing"

	"reticule"
)

func TestFillFollowsOlderDocuments(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	for i := range 6 {
		g.article(fmt.Sprintf("/%d", i), fmt.Sprint(i), "Text of one")
	}
	g.text("/feed.xml", "text/xml", `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>G</title><atom:link rel="self" href="$BASE/feed.xml"/><atom:link rel="next" href="/page2.xml"/>
<item><title>5</title><link>$BASE/5</link></item><item><title>4</title><link>$BASE/4</link></item></channel></rss>`)
	g.text("/page2.xml", "text/xml", `<feed xmlns="http://www.w3.org/2005/Atom"><title>G</title><link rel="prev-archive" href="/archive.json"/>
<entry><title>4</title><link href="$BASE/4"/></entry><entry><title>3</title><link href="$BASE/3"/></entry><entry><title>2</title><link href="$BASE/2"/></entry></feed>`)
	g.text("/archive.json", "application/feed+json", `{"version":"https://jsonfeed.org/version/1.1","title":"G","next_url":"$BASE/feed.xml","items":[{"id":"1","url":"$BASE/1","title":"1"},{"id":"0","url":"$BASE/0","title":"0"}]}`)
	first := c.visit(t.Context(), Job{Source: feedOf(g)})
	if len(c.found) != 2 {
		t.Errorf("unasked: %d found", len(c.found))
	}
	h := c.visit(t.Context(), Job{Source: feedOf(g), Last: first.Visit, Fill: true})
	if h.Visit.Outcome != reticule.OutcomeOK || h.Visit.Listed != 6 || h.Visit.New != 4 {
		t.Errorf("visit %+v", h.Visit)
	}
}

func TestFillIsBounded(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	for i := range 100 {
		g.text(fmt.Sprintf("/%d.xml", i), "text/xml", fmt.Sprintf(`<feed xmlns="http://www.w3.org/2005/Atom"><title>G</title><link rel="next" href="/%d.xml"/></feed>`, i+1))
	}
	src := feedOf(g)
	src.URL = g.URL + "/0.xml"
	if v := c.visit(t.Context(), Job{Source: src, Fill: true}).Visit; v.Failed() || v.Message == "" || len(g.requests()) != 1+fillMost {
		t.Errorf("visit %+v", v)
	}
	g.text("/0.xml", "text/xml", `<feed xmlns="http://www.w3.org/2005/Atom"><title>G</title><link rel="next" href="https://elsewhere.example/1.xml"/></feed>`)
	if v := c.visit(t.Context(), Job{Source: src, Fill: true}).Visit; v.Failed() || v.Message != "" || len(g.requests()) != 1 {
		t.Errorf("another site's: %+v", v)
	}
}
