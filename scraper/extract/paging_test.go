package extract

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"reticule"
)

func TestNextPage(t *testing.T) {
	const own = "https://www.pages.example/bags/the-smallest"
	for name, c := range map[string]struct{ own, page, want string }{
		"a link in the head":                       {own, `<link rel="next" href="/bags/the-smallest/2">`, own + "/2"},
		"a number under the text":                  {own, `<p>Text</p><a href="?page=2#more">2</a>`, own + "?page=2"},
		"the third":                                {own + "/page/2/", `<a rel="next" href="../3/">on</a>`, own + "/page/3/"},
		"a file's name":                            {own + ".html", `<a href="the-smallest-2.html">Seite 2</a>`, own + "-2.html"},
		"a word in the step":                       {own, `<a href="/bags/the-smallest/seite-2">Weiter</a>`, own + "/seite-2"},
		"not the next article":                     {own, `<link rel="next" href="/bags/the-second-smallest">`, ""},
		"nor one whose number is a date's":         {"https://www.pages.example/2026/08", `<a href="/2026/09">9</a>`, ""},
		"nor the page after the next":              {own, `<a href="?page=3">3</a>`, ""},
		"nor a page of another host":               {own, `<a rel="next" href="https://elsewhere.example/bags/the-smallest/2">on</a>`, ""},
		"nor anything that only looks like a page": {own, `<a href="/bags/the-smallest/2-more">on</a><a href="javascript:page(2)">2</a>`, ""},
	} {
		a, err := Read(context.Background(), Page{URL: c.own, Body: []byte("<!doctype html>" + c.page)})
		if err != nil {
			t.Fatal(err)
		}
		if a.NextPage != c.want {
			t.Errorf("%s: %q, want %q", name, a.NextPage, c.want)
		}
	}
}

// part is a page of an article in parts.
func part(n, next int, title string, lines ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><title>%s</title><h1>%s</h1><article>", title, title)
	for _, l := range lines {
		b.WriteString("<p>" + l + "</p>")
	}
	b.WriteString("</article>")
	if next > 0 {
		fmt.Fprintf(&b, `<a rel="next" href="/bags/%d">next</a>`, next)
	}
	return b.String()
}

func line(n int) string {
	return fmt.Sprintf("On page %d the small bag is carried through the rain by somebody who has nothing to put in it, and says so to all who ask, and to some who do not.", n)
}

func TestWhole(t *testing.T) {
	const title = "The smallest bag of the season"
	web := map[string]string{}
	for n := 1; n <= 14; n++ {
		web[fmt.Sprint("https://www.pages.example/bags/", n)] = part(n, n+1, title, line(n), line(100+n))
	}
	for name, c := range map[string]struct {
		change map[string]string
		joined int
		fails  bool
	}{
		"no more than ten pages":           {nil, MostPages - 1, false},
		"three pages":                      {map[string]string{"/3": part(3, 0, title+" - page 3", line(3))}, 2, false},
		"another article":                  {map[string]string{"/3": part(3, 4, "Boots for wet streets", line(3))}, 1, false},
		"the same again, other comments":   {map[string]string{"/2": part(2, 3, title, line(1), line(101), "Nice.")}, 0, false},
		"a loop":                           {map[string]string{"/4": part(4, 2, title, line(4))}, 3, false},
		"a page that is not there":         {map[string]string{"/3": ""}, 1, true},
		"a page that leads to other hosts": {map[string]string{"/3": "elsewhere"}, 1, false},
	} {
		get := func(_ context.Context, url string) (Page, error) {
			body := web[url]
			for suffix, other := range c.change {
				if strings.HasSuffix(url, suffix) {
					body = other
				}
			}
			switch body {
			case "":
				return Page{}, errors.New("not there")
			case "elsewhere":
				return Page{URL: "https://elsewhere.example/"}, nil
			}
			return Page{URL: url, Body: []byte(body)}, nil
		}
		first, err := get(context.Background(), "https://www.pages.example/bags/1")
		if err != nil {
			t.Fatal(err)
		}
		a, err := Read(context.Background(), first)
		if err != nil {
			t.Fatal(err)
		}
		joined, err := Whole(context.Background(), a, get)
		if len(joined) != c.joined || (err != nil) != c.fails {
			t.Errorf("%s: joined %d, %v; want %d", name, len(joined), err, c.joined)
		}
		if got := lastPage(a); got != c.joined+1 {
			t.Errorf("%s: the text ends on page %d of %d:\n%s", name, got, c.joined+1, a.Text)
		}
	}
}

// lastPage tells up to which page an article has all lines, each once.
func lastPage(a *reticule.Article) (n int) {
	lines := strings.Split(a.Text, "\n")
	for n = 1; slices.Contains(lines, line(n)); n++ {
	}
	slices.Sort(lines)
	if len(slices.Compact(lines)) != len(strings.Split(a.Text, "\n")) {
		return -1
	}
	return n - 1
}
