package extract

import (
	"context"
	"testing"
)

// TestTitle holds which of a page's titles is the article's.
func TestTitle(t *testing.T) {
	const prose = `<p>The smallest bag of the season holds a key, and the key opens nothing. It was shown on a Tuesday, in the rain, to people who had come for the shoes and stayed for the bag.</p>`
	linked := func(headline string) string {
		return `<script type="application/ld+json">{"@type":"NewsArticle","headline":"` + headline + `"}</script>`
	}
	for name, c := range map[string]struct{ page, want string }{
		"the heading of a trail is for search engines": {
			`<title>Tiny bags 2026: trends and prices</title><meta property="og:title" content="Smaller than a key">` + linked("Tiny bags 2026: trends and prices") +
				`<ol><li><a href="/">Home</a></li><li><h1>Tiny bags 2026: trends and prices</h1></li></ol><h2><span>The shows</span> Smaller than a key</h2>` + prose,
			"Smaller than a key"},
		"so is what is shared, where it says the same": {
			`<title>Tiny bags 2026: trends and prices</title><meta property="og:title" content="Tiny bags 2026: trends and prices">` + linked("Smaller than a key, dearer than a car") +
				`<ol><li><a href="/">Home</a></li><li><h1>Tiny bags 2026: trends and prices</h1></li></ol><h2>Where the bags went this year</h2>` + prose,
			"Smaller than a key, dearer than a car"},
		"unless the data's headline carries a kicker": {
			`<title>Tiny bags: trends and prices</title><meta property="og:title" content="Tiny bags: trends and prices">` + linked("After the shows: Smaller than a key") +
				`<ol><li><a href="/">Home</a></li><li><h1>Tiny bags: trends and prices</h1></li></ol><h2><span>After the shows</span> Smaller than a key</h2>` + prose,
			"Tiny bags: trends and prices"},
		"what the page shows and its data confirm": {
			`<title>Bags: what to know</title><meta property="og:title" content="You will not believe these bags">` + linked("A small bag comes back from the cold") +
				`<h1>A small bag comes back from the cold</h1>` + prose,
			"A small bag comes back from the cold"},
		"a short form that is shared everywhere": {
			`<title>A small bag comes back from the cold after all these years</title><meta property="og:title" content="A small bag comes back after all"><meta name="twitter:title" content="A small bag comes back after all">` +
				linked("A small bag comes back from the cold after all these years") + `<h1>A small bag comes back from the cold after all these years</h1>` + prose,
			"A small bag comes back after all"},
		"a tail that both kinds of data have is its own": {
			`<title>A small bag comes back - live</title><meta property="og:title" content="A small bag comes back - live">` + linked("A small bag comes back - live") +
				`<h1>A small bag comes back</h1>` + prose,
			"A small bag comes back - live"},
		"a site's name never is": {
			`<title>A small bag comes back - Pages</title><meta property="og:title" content="A small bag comes back - Pages">` + linked("A small bag comes back - Pages") +
				`<h1>A small bag comes back</h1>` + prose,
			"A small bag comes back"},
		"a heading in a link to the front page is a logo": {
			`<title>A small bag comes back - Pages</title><a href="/"><h1>The wide world</h1></a>` + prose,
			"A small bag comes back"},
	} {
		a, err := Read(context.Background(), Page{URL: "https://www.pages.example/a", Body: []byte("<!doctype html>" + c.page)})
		if err != nil {
			t.Fatal(err)
		}
		if a.Title != c.want {
			t.Errorf("%s: %q from %s, want %q", name, a.Title, a.SourceOf["title"], c.want)
		}
		g, err := Scan(Page{URL: "https://www.pages.example/a", Body: []byte("<!doctype html>" + c.page)}, nil)
		if err != nil || g.Title != a.Title {
			t.Errorf("%s: scan says %q, %v", name, g.Title, err)
		}
	}
}
