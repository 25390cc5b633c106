package scraper

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"reticule"
)

const listPage = `<!doctype html><html><head><title>Latest</title><link rel="next" href="/page/2"></head><body>
<header><a href="/"><img alt="Hemline"></a><nav><a href="/fashion/">Fashion and more of it today</a><a href="/about-us">About us and our people here</a></nav></header>
<main>
 <article><a href="/2026/11/tiny-bags-are-back?utm_source=home"><img></a><h2><a href="/2026/11/tiny-bags-are-back">Tiny bags are back</a></h2><p><a href="/author/ada">Ada Holm writes about this</a></p></article>
 <article><h2><a href="/fashion/shoes-that-do-not-hurt-1234">Shoes that do not hurt</a></h2></article>
 <div class="card"><a href="https://www.hemline.example/beauty/a-lipstick-for-every-bag"><h3>A lipstick for every bag</h3><p>Teaser</p></a></div>
 <article><h2><a href="https://elsewhere.example/2026/11/other-site-story">Other site story, quite long</a></h2></article>
 <a href="/tag/bags/">All about bags and more bags</a> <a href="/photo-of-a-very-small-bag.jpg">A photo of a very small bag</a>
 <a href="javascript:alert(1)">Script that should not be</a>
</main>
<aside><a href="/2020/01/an-old-favourite-of-ours-again">An old favourite of ours again</a></aside>
<footer><a href="/privacy-policy">Privacy policy of this site</a><a href="https://hemline.example/terms">Terms</a></footer></body></html>`

func linksOf(t *testing.T, page string, sel reticule.Select) ([]string, error) {
	t.Helper()
	doc, err := parsePage([]byte(page), "text/html; charset=utf-8")
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse("https://www.hemline.example/latest/")
	if err != nil {
		t.Fatal(err)
	}
	found, err := findLinks(doc, base, sel)
	var out []string
	for _, c := range found {
		out = append(out, strings.TrimPrefix(c.key, "https://www.hemline.example")+" "+c.title)
	}
	return out, err
}

func TestArticleLinksAreFoundWithoutSelectors(t *testing.T) {
	got, err := linksOf(t, listPage, reticule.Select{})
	want := []string{
		"/2026/11/tiny-bags-are-back Tiny bags are back",
		"/fashion/shoes-that-do-not-hurt-1234 Shoes that do not hurt",
		"/beauty/a-lipstick-for-every-bag A lipstick for every bag",
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("found %q, %v", got, err)
	}
}

func TestSelectorsOverride(t *testing.T) {
	got, err := linksOf(t, listPage, reticule.Select{Container: "aside", Link: "a"})
	if err != nil || !slices.Equal(got, []string{"/2020/01/an-old-favourite-of-ours-again An old favourite of ours again"}) {
		t.Errorf("found %q, %v", got, err)
	}
}

func TestMissingContainerIsAFaultAndAnEmptyOneIsNot(t *testing.T) {
	if _, err := linksOf(t, listPage, reticule.Select{Container: "ul.stories"}); outcomeOf(err) != reticule.OutcomeNoLinks {
		t.Errorf("missing container: %v", err)
	}
	if got, err := linksOf(t, "<main class=stories></main>", reticule.Select{Container: ".stories"}); err != nil || got != nil {
		t.Errorf("empty container: %q, %v", got, err)
	}
}

func TestSameSite(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"https://a.example/x", "http://www.a.example/y", true}, {"https://a.co.uk/", "https://b.co.uk/", false},
		{"http://127.0.0.1:80/", "http://127.0.0.1:81/", false}, {"http://127.0.0.1:81/", "http://127.0.0.2:81/", false}, {"http://127.0.0.1/", "http://10.2.0.1/", false},
		{"http://[::1]/", "http://[::1]/x", true}, {"://", "http://a.example/", false},
	} {
		if got := sameSite(c.a, c.b); got != c.want {
			t.Errorf("sameSite(%s, %s) = %v", c.a, c.b, got)
		}
	}
}

func FuzzFindLinks(f *testing.F) {
	f.Add(listPage)
	f.Add(`<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"url":"/2026/11/tiny-bags-are-back","name":"Tiny bags are back"}]}</script><script id="__NEXT_DATA__">{"a":[{"link":"/x","title":{"rendered":"y"}}]}</script>`)
	f.Add(`<link rel="alternate" type="application/rss+xml" href="//[x"><a href="/feed">Feed</a><a rel=next href="?page=2">`)
	base, err := url.Parse("https://www.hemline.example/latest/")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, page string) {
		doc, err := parsePage([]byte(page), "text/html")
		if err != nil {
			return
		}
		found, err := findLinks(doc, base, reticule.Select{})
		if err != nil {
			t.Errorf("an error without selectors: %v", err)
		}
		for _, c := range found {
			if !sameSite(c.url, base.String()) {
				t.Errorf("a link leads away: %s", c.url)
			}
		}
		for _, u := range append(namedFeeds(doc, base), nextPage(doc, base, reticule.Select{})) {
			if u != "" && !strings.HasPrefix(u, "http") {
				t.Errorf("a feed or a next page at %q", u)
			}
		}
	})
}

func TestArticlesInThePagesData(t *testing.T) {
	for name, page := range map[string]string{
		"item list": `<script type="application/ld+json">{"@context":"https://schema.org","@type":"ItemList","itemListElement":[
			{"@type":"ListItem","position":1,"url":"https://www.hemline.example/2026/11/tiny-bags-are-back","name":"Tiny bags are back"},
			{"@type":"ListItem","position":2,"item":"/2026/11/shoes-that-do-not-hurt"}]}</script>
			<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","item":"https://www.hemline.example/2026/11/no-article-of-ours","name":"x"}]}</script>`,
		"next": `<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"posts":[{"slug":"x","path":"/2026/11/tiny-bags-are-back","title":"Tiny bags are back","publishedAt":"2026-11-16T08:00:00Z"},
			{"link":"https://www.hemline.example/2026/11/shoes-that-do-not-hurt","title":{"rendered":"Shoes that do not hurt"}}],"me":{"url":"https://elsewhere.example/2026/11/not-of-this-site","title":"Not of this site"}}}}</script>`,
	} {
		got, err := linksOf(t, "<html><body><div id=app></div>"+page+"</body></html>", reticule.Select{})
		if err != nil || len(got) != 2 || !strings.HasPrefix(got[0], "/2026/11/tiny-bags-are-back Tiny") || !strings.HasPrefix(got[1], "/2026/11/shoes-that-do-not-hurt") {
			t.Errorf("%s: found %q, %v", name, got, err)
		}
	}
	for name, page := range map[string]string{
		"deep":   strings.Repeat("[", 10_000),
		"empty":  "[" + strings.Repeat("{},", dataMarks/2) + `{"url":"/2026/11/tiny-bags-are-back","title":"Tiny bags are back"}]`,
		"nested": strings.Repeat(`{"a":`, 5_000) + "1" + strings.Repeat("}", 5_000),
	} {
		if got, err := linksOf(t, `<script type="application/json">`+page+`</script>`, reticule.Select{}); err != nil || len(got) > 0 {
			t.Errorf("%s: found %q, %v", name, got, err)
		}
	}
}
