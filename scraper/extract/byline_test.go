package extract

import (
	"context"
	"slices"
	"testing"
)

// TestByline holds whom a page names as its authors.
func TestByline(t *testing.T) {
	const (
		head  = `<!doctype html><h1>The smallest bag of the season</h1>`
		prose = `<p>The smallest bag of the season holds a key, and the key opens nothing. It was shown on a Tuesday, in the rain, to people who had come for the shoes and stayed for the bag.</p>`
	)
	for name, c := range map[string]struct {
		page string
		want []string
	}{
		"the address of a link tells": {head + `<div><a href="/authors/ida-berg"><span>Ida Berg</span></a> <span>2 hours ago</span></div>` + prose + prose, []string{"Ida Berg"}},
		"links under the next story are not ours": {head + `<p>By <a href="/author/ida-berg/">Ida Berg</a></p>` + prose + prose + prose +
			`<h3>More</h3><a rel="author" href="/author/jo-lund/">Jo Lund</a>`, []string{"Ida Berg"}},
		"a role beside the name":                     {head + `<div class="byline"><a href="/staff-list"><b>Ida Berg</b></a><span class="job">Deputy Bags Editor</span></div>` + prose + prose, []string{"Ida Berg"}},
		"each name in an element":                    {head + `<div class="article-byline"><span>Ida Berg</span> <span>Jo Lund</span></div>` + prose + prose, []string{"Ida Berg", "Jo Lund"}},
		"a name for eyes and one for screen readers": {head + `<div><a rel="author" href="mailto:ida@pages.example"><span>Ida Berg</span> <span>Ida</span> <span>Berg</span></a></div>` + prose + prose, []string{"Ida Berg"}},
		"an agency, and its section":                 {head + `<p>By AFP, in <a href="/news">News</a>, <a href="/bags">Bags</a> · 31 Jan 2025</p>` + prose + prose, []string{"AFP"}},
		"an account that everybody writes with": {`<!doctype html><script type="application/ld+json">{"@type":"NewsArticle","headline":"The smallest bag of the season","author":{"@type":"Person","name":"Pagesroom","url":"https://www.pages.example/author/admin/"}}</script>` +
			head[15:] + `<p>by <a rel="author" href="/author/admin/">Pagesroom</a></p><p><strong>IDA BERG</strong></p>` + prose + prose, []string{"IDA BERG"}},
		"the page shows more authors than its data": {`<!doctype html><script type="application/ld+json">{"@type":"NewsArticle","headline":"The smallest bag of the season","author":{"@type":"Person","name":"Jo Lund"}}</script>` +
			head[15:] + `<p><a rel="author" href="/a">Ida Berg</a> <a rel="author" href="/b">Jo Lund</a></p>` + prose + prose, []string{"Ida Berg", "Jo Lund"}},
		"a date behind the name":               {head + `<p>By Ida Berg Monday, November 18, 2026</p>` + prose + prose, []string{"Ida Berg"}},
		"what she writes, and her degrees":     {`<!doctype html><meta name="author" content="Analysis by Ida Berg, PhD, RD and Jo Lund, Editor-at-large">` + head[15:] + prose, []string{"Ida Berg", "Jo Lund"}},
		"whom she writes for":                  {`<!doctype html><meta property="og:site_name" content="The Pages"><script type="application/ld+json">{"@type":"Article","headline":"The smallest bag of the season","author":"Ida Berg, The Pages"}</script>` + head[15:] + prose, []string{"Ida Berg"}},
		"a paper and an agency are one author": {`<!doctype html><meta property="og:site_name" content="The Pages"><script type="application/ld+json">{"@type":"Article","headline":"The smallest bag of the season","author":"The Pages and Wire"}</script>` + head[15:] + prose, []string{"The Pages and Wire"}},
		"an account is nobody":                 {`<!doctype html><meta name="author" content="admin">` + head[15:] + prose, nil},
		"nobody signed it":                     {head + prose + prose, nil},
	} {
		a, err := Read(context.Background(), Page{URL: "https://www.pages.example/a", Body: []byte(c.page)})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(a.Authors, c.want) {
			t.Errorf("%s: %q from %s, want %q", name, a.Authors, a.SourceOf["authors"], c.want)
		}
	}
}

// TestShownDate holds which of the dates on a page without metadata is the
// article's.
func TestShownDate(t *testing.T) {
	const prose = `<p>The smallest bag of the season holds a key, and the key opens nothing. It was shown on a Tuesday, in the rain, to people who had come for the shoes and stayed for the bag.</p>`
	for name, page := range map[string]string{
		"today stands above the headline": `<div>Friday, 4 December 2026</div><h1>The smallest bag</h1><p>18 November 2026</p>` + prose + prose,
		"with a by-line":                  `<div>Friday, 4 December 2026</div><h1>The smallest bag</h1><p>by Ida Berg | 18 November 2026</p>` + prose + prose,
		"of another story":                `<aside><time datetime="2019-01-02">then</time></aside><h2>More</h2><p>Some</p><p>More</p><h1>The smallest bag</h1><time datetime="2026-11-18">now</time>` + prose + prose,
		"a picture's is none":             `<h1>The smallest bag</h1><p>The bag as it was carried past the old gasworks, 24 April 2026</p>` + prose + prose + `<p>18 November 2026</p>`,
	} {
		a, err := Read(context.Background(), Page{URL: "https://www.pages.example/a", Body: []byte("<!doctype html>" + page)})
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Published.Format("2006-01-02"); got != "2026-11-18" {
			t.Errorf("%s: %s from %s", name, got, a.SourceOf["published"])
		}
	}
}
