package scraper

import (
	"fmt"
	"strings"
	"testing"

	"reticule"
)

func TestSiteIsCrawledPageByPage(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	list := func(path, next string, links ...string) {
		var b strings.Builder
		for _, l := range links {
			fmt.Fprintf(&b, `<article><h2><a href="%s">%s</a></h2></article>`, l, strings.ReplaceAll(strings.Trim(l, "/"), "-", " "))
		}
		g.text(path, "text/html", `<html><body><main>`+b.String()+`</main>`+next+`</body></html>`)
	}
	list("/latest", `<a rel="next" href="/page-2">Older</a>`, "/the-micro-bag-is-back", "/shoes-are-sensible-again")
	list("/page-2", `<a rel="next" href="/page-3">Older</a>`, "/an-older-piece-of-news")
	list("/page-3", "", "/the-micro-bag-is-back")
	for _, p := range []string{"/the-micro-bag-is-back", "/shoes-are-sensible-again", "/an-older-piece-of-news"} {
		g.article(p, p, "Text")
	}
	src := feedOf(g)
	src.Kind, src.URL = reticule.KindSite, g.URL+"/latest"
	h := c.visit(t.Context(), Job{Source: src})
	if h.Visit.Outcome != reticule.OutcomeOK || h.Visit.Listed != 3 || len(c.found) != 3 {
		t.Errorf("visit %+v, found %d", h.Visit, len(c.found))
	}
	g.requests()
	if h = c.visit(t.Context(), Job{Source: src, Last: h.Visit}); len(g.requests()) != 1 {
		t.Errorf("the second visit goes on though nothing is new: %+v", h.Visit)
	}
}

// TestEncodingOfAListingPage: it may be named by the header, the page, or both.
func TestEncodingOfAListingPage(t *testing.T) {
	const meta = "<meta charset=windows-1251>"
	for kind, head := range map[string]string{"text/html; charset=windows-1251": "", "text/html": meta, "text/html; charset=Windows-1251": meta} {
		g, c := newGazette(t), newCrew(t)
		g.text("/latest", kind, head+"<article><h2><a href=/a-very-fine-piece-of-news>\xcc\xee\xe4\xe0</a></h2></article>")
		list, err := c.list(t.Context(), Job{Source: reticule.Source{Name: "gazette", Kind: reticule.KindSite, URL: g.URL + "/latest"}})
		if err != nil || len(list.candidates) != 1 || list.candidates[0].title != "Мода" {
			t.Errorf("%s %s: %+v, %v", kind, head, list.candidates, err)
		}
	}
}

// TestLaterListingPageThatFails: what the first page listed is read whatever the
// second one is.
func TestLaterListingPageThatFails(t *testing.T) {
	for name, second := range map[string]string{
		"other layout": "<html><body><p>nothing</p></body></html>", "all tags": strings.Repeat("<b>", maxTags+1), "gone": "",
	} {
		g, c := newGazette(t), newCrew(t)
		g.text("/latest", "text/html", `<ul class="news"><li><a href="/the-micro-bag-is-back">Back</a></li></ul><a rel="next" href="/page-2">Older</a>`)
		if second != "" {
			g.text("/page-2", "text/html", second)
		}
		g.article("/the-micro-bag-is-back", "Back", "The micro bag is back")
		src := reticule.Source{Name: "gazette", Kind: reticule.KindSite, URL: g.URL + "/latest", Select: reticule.Select{Container: "ul.news", Link: "a"}}
		h := c.visit(t.Context(), Job{Source: src})
		if v := h.Visit; v.Outcome != reticule.OutcomeOK || len(c.found) != 1 || !strings.HasPrefix(v.Message, "page 2 of the listing: ") {
			t.Errorf("%s: %s, %q, found %d", name, v.Outcome, v.Message, len(c.found))
		}
	}
}
