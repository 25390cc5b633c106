package scraper

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"reticule/scraper/fetch"
)

// parted is a page of an article that runs over several.
func parted(title, body, next string) string {
	p := `<!doctype html><html lang="en"><head><title>` + title + `</title>`
	if next != "" {
		p += `<link rel="next" href="` + next + `">`
	}
	return p + `</head><body><article><h1>` + title + `</h1><p>` + body + `</p></article></body></html>`
}

func TestArticleOverSeveralPages(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	sentence := func(n int) string {
		return fmt.Sprintf("On page %d the micro bag goes out into the rain again, is photographed from three sides, and comes home with nothing in it but the receipt.", n)
	}
	const title = "The micro bag goes out"
	html := "text/html; charset=utf-8"
	g.text("/bag", html, parted(title, sentence(1), "/bag/2"))
	g.text("/bag/2", html, parted(title+" - page 2", sentence(2), "/bag/3"))
	g.text("/bag/3", html, parted(title+" - page 3", sentence(3), ""))
	g.text("/lone", html, parted("A micro bag stays in", sentence(7), "/lone/2")) // whose next page robots.txt forbids
	g.text("/robots.txt", "text/plain", "User-agent: *\nDisallow: /lone/2\n")
	g.text("/rain", html, parted("Rain", "It rained on the shows from the first day to the last, and the guests held their programmes over their heads until those were wet too.", "/rain/2"))
	g.feed("/bag", "/lone", "/rain")
	h := c.visit(context.Background(), Job{Source: feedOf(g)})
	if h.Visit.Failed() || h.Visit.Pages != 5 {
		t.Fatalf("%+v", h.Visit)
	}
	if h.Habit.Reads != 2 || h.Habit.SureNow == 0 {
		t.Errorf("two pages were read in full: %+v", h.Habit)
	}
	if asked := g.requests(); slices.Contains(asked, "/lone/2") || slices.Contains(asked, "/rain/2") {
		t.Error("asked for", asked)
	}
	for _, f := range c.found {
		switch {
		case strings.HasSuffix(f.Article.URL, "/bag"):
			for n := 1; n <= 3; n++ {
				if !strings.Contains(f.Article.Text, sentence(n)) || !strings.Contains(string(f.Prose), sentence(n)) {
					t.Errorf("no page %d in %q", n, f.Article.Text)
				}
			}
			if !slices.Contains(f.Links, g.URL+"/bag/2") || !slices.Contains(f.Links, g.URL+"/bag/3") {
				t.Errorf("links %q", f.Links)
			}
		case strings.HasSuffix(f.Article.URL, "/lone"):
			if f.Article.Text != sentence(7) || f.Problem != "" {
				t.Errorf("%q %q", f.Article.Text, f.Problem)
			}
		}
	}
}

func TestVariantForPhonesWhereThePageIsEmpty(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	html := "text/html; charset=utf-8"
	g.text("/bag", html, `<!doctype html><title>The micro bag goes out</title><link rel="amphtml" href="/bag/amp"><div id="app"></div>`)
	g.text("/bag/amp", html, `<!doctype html><html amp><head><title>The micro bag goes out</title><link rel="canonical" href="/bag"></head><body><article><h1>The micro bag goes out</h1>
<p>It went out in the rain, and whoever had said that the micro bag would never leave the house had to eat a hat, of which there were several.</p></article></body></html>`)
	g.feed("/bag")
	c.visit(context.Background(), Job{Source: feedOf(g)})
	if len(c.found) != 1 {
		t.Fatalf("%+v", c.found)
	}
	a := c.found[0].Article
	if a.URL != g.URL+"/bag" || !strings.HasPrefix(a.Text, "It went out") || a.SourceOf["text"] != "amp" {
		t.Errorf("%q %q %v", a.URL, a.Text, a.SourceOf)
	}
}

func TestBudgetEndsWithinAnArticle(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	html := "text/html; charset=utf-8"
	for n := 1; n < 9; n++ {
		g.text(fmt.Sprint("/bag/", n), html, parted("The micro bag goes out", fmt.Sprintf("On page %d the micro bag goes out into the rain again, is photographed from three sides, and comes home with nothing in it.", n), fmt.Sprint("/bag/", n+1)))
	}
	g.feed("/bag/1")
	c.Client = fetch.New(fetch.Config{UserAgent: "reticule-test", Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Now: c.Now, Most: 5})
	t.Cleanup(c.Client.Close)
	c.visit(context.Background(), Job{Source: feedOf(g)})
	if len(c.found) != 1 || !strings.Contains(c.found[0].Article.Text, "On page 2") || strings.Contains(c.found[0].Article.Text, "On page 8") {
		t.Errorf("%+v", c.found)
	}
}
