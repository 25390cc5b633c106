package site

import (
	"bytes"
	"flag"
	"io"
	"maps"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"reticule"
)

var update = flag.Bool("update", false, "write the golden pages anew")

// mustPages renders a view.
func mustPages(t testing.TB, v View) map[string][]byte {
	t.Helper()
	files, err := Pages(v)
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string][]byte{}
	for _, f := range files {
		if pages[f.Path] = f.Data; f.Render != nil {
			if pages[f.Path], err = f.Render(); err != nil {
				t.Fatal(err)
			}
		}
	}
	return pages
}

func TestGoldenPages(t *testing.T) {
	pages := mustPages(t, sampleView())
	french := sampleView()
	french.Lang = "fr"
	for name, data := range mustPages(t, french) {
		pages["fr/"+name] = data
	}
	for name, golden := range map[string]string{
		"fr/micro-bags/index.html":               "french.html",
		"index.html":                             "home.html",
		"micro-bags/index.html":                  "feed.html",
		"micro-bags/2026-W47/index.html":         "week.html",
		"micro-bags/brands/orvane/index.html":    "brand.html",
		"micro-bags/languages/ar/index.html":     "arabic.html",
		"micro-bags/contents/index.html":         "contents.html",
		"stories/k01/index.html":                 "story.html",
		"stories/k06/index.html":                 "nosnippet.html",
		"sources/index.html":                     "sources.html",
		"about-feeds/index.html":                 "about.html",
		"404.html":                               "404.html",
		"micro-bags-about/prices/index.html":     "prices.html",
		"micro-bags/sources/pinpoint/index.html": "source.html",
	} {
		file := filepath.Join("testdata", "pages", golden)
		got := bytes.ReplaceAll(pages[name], []byte(styleName()), []byte("style.css"))
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not as in %s; go test -update writes it anew\n%s", name, file, firstDifference(got, want))
		}
	}
}

// firstDifference shows the first lines that differ.
func firstDifference(got, want []byte) string {
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got  " + g[i] + "\nwant " + w[i]
		}
	}
	return "one is longer"
}

func TestSameViewSameBytes(t *testing.T) {
	a, b := mustPages(t, sampleView()), mustPages(t, sampleView())
	if !maps.EqualFunc(a, b, bytes.Equal) {
		t.Error("two builds of one view differ")
	}
}

// walk visits every node of a page.
func walk(t testing.TB, data []byte, visit func(*html.Node)) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		visit(n)
	}
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// TestLinksResolve follows every link of every page within the export.
func TestLinksResolve(t *testing.T) {
	pages := mustPages(t, sampleView())
	for name, data := range pages {
		if path.Ext(name) != ".html" || name == "404.html" {
			continue
		}
		walk(t, data, func(n *html.Node) {
			for _, key := range []string{"href", "src"} {
				to, ok := attr(n, key)
				if !ok {
					continue
				}
				u, err := url.Parse(to)
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				if u.IsAbs() || u.RawQuery != "" {
					continue
				}
				if strings.HasPrefix(to, "/") {
					t.Errorf("%s: %s is not relative", name, to)
				}
				target := strings.TrimPrefix((&url.URL{Path: "/" + name}).ResolveReference(u).Path, "/")
				if target == "" || strings.HasSuffix(target, "/") {
					target += "index.html"
				}
				dir, base := path.Split(target)
				if target == "feeds.opml" {
					continue
				}
				if strings.Contains("rss.xml atom.xml feed.json", base) && (pages[dir+"index.html"] != nil || dir == "health/" || dir == "micro-bags-digest/") {
					continue // the feed package's
				}
				if slices.Contains([]string{"micro-bags/2026-W45/index.html", "micro-bags/2026-W44/index.html"}, target) {
					continue // an earlier build's
				}
				if pages[target] == nil && u.Fragment == "" {
					t.Errorf("%s: %s leads nowhere (%s)", name, to, target)
				}
			}
		})
	}
}

// TestMarkup holds every page to what HTML, the policy and readers who listen
// ask for.
func TestMarkup(t *testing.T) {
	v := sampleView()
	v.Images = true
	for name, data := range mustPages(t, v) {
		if path.Ext(name) == ".html" {
			checkBalanced(t, name, data)
			checkMarkup(t, name, data)
		}
	}
}

// checkBalanced fails where a tag is not closed, or closes another.
func checkBalanced(t *testing.T, name string, data []byte) {
	var open []string
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF || len(open) > 0 {
				t.Errorf("%s: ends with %v open (%v)", name, open, z.Err())
			}
			return
		case html.StartTagToken:
			tag, _ := z.TagName()
			if !slices.Contains([]string{"meta", "link", "input", "img", "br"}, string(tag)) {
				open = append(open, string(tag))
			}
		case html.EndTagToken:
			tag, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(tag) {
				t.Errorf("%s: </%s> while %v is open", name, tag, open)
				return
			}
			open = open[:len(open)-1]
		}
	}
}

func checkMarkup(t *testing.T, name string, data []byte) {
	t.Helper()
	count, ids, level := map[string]int{}, map[string]bool{}, 0
	walk(t, data, func(n *html.Node) {
		if n.Type != html.ElementNode {
			return
		}
		if n.Namespace == "" {
			count[n.Data]++
		}
		checkAttributes(t, name, n)
		if id, ok := attr(n, "id"); ok {
			if ids[id] {
				t.Errorf("%s: id %q twice", name, id)
			}
			ids[id] = true
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			if now := int(n.Data[1] - '0'); now > level+1 {
				t.Errorf("%s: heading %s after level %d", name, n.Data, level)
			} else {
				level = now
			}
		}
	})
	for _, one := range []string{"h1", "main", "title", "footer"} {
		if count[one] != 1 {
			t.Errorf("%s: %d of %s", name, count[one], one)
		}
	}
	for _, none := range []string{"script", "style", "iframe", "object", "embed", "base"} {
		if count[none] > 0 {
			t.Errorf("%s: has %s", name, none)
		}
	}
	walk(t, data, func(n *html.Node) {
		for _, key := range []string{"aria-labelledby", "for"} {
			list, _ := attr(n, key)
			for _, id := range strings.Fields(list) {
				if !ids[id] {
					t.Errorf("%s: %s=%q names nothing", name, key, id)
				}
			}
		}
	})
}

func checkAttributes(t *testing.T, name string, n *html.Node) {
	for _, a := range n.Attr {
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
			t.Errorf("%s: <%s %s>", name, n.Data, a.Key)
		}
		if a.Key == "href" || a.Key == "src" || a.Key == "action" {
			u, err := url.Parse(a.Val)
			if err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
				t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
			}
		}
	}
	if alt, ok := attr(n, "alt"); n.Data == "img" && (!ok || alt != "") {
		t.Errorf("%s: image without empty alt: it repeats its headline", name)
	}
}

func TestManners(t *testing.T) {
	v := sampleView()
	v.Feeds[0].Stories[2].Face.NoIndex = true
	v.Feeds[1].Stories[2].Face.NoIndex = true
	pages := mustPages(t, v)
	all := string(bytes.Join(slices.Collect(maps.Values(pages)), nil))
	if strings.Contains(all, "NOSNIPPET") {
		t.Error("the text of a page that asks for no snippet is shown")
	}
	if strings.Contains(all, v.Feeds[0].Stories[2].Face.Title) {
		t.Error("a page that asks not to be listed is listed")
	}
	if strings.Contains(all, "<img") {
		t.Error("images are shown though the operator did not allow them")
	}
	if !strings.Contains(string(pages["stories/k01/index.html"]), `<meta name="robots" content="noindex">`) {
		t.Error("a story's page does not leave the search engines to the publisher")
	}
}

func TestFullPagesStaySmall(t *testing.T) {
	v := sampleView()
	long := strings.Repeat("the smallest bag of the season ", 20)
	base := v.Feeds[0].Stories[0]
	base.Face.Summary = long
	v.Excerpt = 60
	v.Feeds[0].Stories = nil
	for i := range 400 {
		s := base
		s.Key = "s" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("y", i/26)
		s.Published = clock.AddDate(0, 0, -i/60)
		s.Source.Name = "source-" + string(rune('a'+i%26)) + string(rune('a'+i/26))
		v.Feeds[0].Stories = append(v.Feeds[0].Stories, s)
	}
	pages := mustPages(t, v)
	if pages["micro-bags/2026-W47/2/index.html"] == nil {
		t.Error("a long week has no second page")
	}
	most, at := 0, ""
	for name, data := range pages {
		if len(data) > most {
			most, at = len(data), name
		}
	}
	if total := most + len(styleSheet()); total > 60_000 {
		t.Errorf("%s weighs %d bytes with its style sheet", at, total)
	}
}

func TestNames(t *testing.T) {
	for _, name := range []string{"", "..", ".hidden", "a/b", "stories", "about-feeds", "micro bags", `a\b`, "twice"} {
		v := View{Feeds: []FeedView{{Name: "twice"}, {Name: name}}}
		if _, err := Pages(v); err == nil {
			t.Errorf("feed %q: no error", name)
		}
	}
}

func TestEmptyView(t *testing.T) {
	for name, data := range mustPages(t, View{}) {
		if path.Ext(name) == ".html" {
			checkBalanced(t, name, data)
			checkMarkup(t, name, data)
		}
	}
	pages := mustPages(t, View{Feeds: []FeedView{{Name: "quiet"}}})
	if !strings.Contains(string(pages["quiet/index.html"]), "Nothing yet") {
		t.Error("an empty feed does not say so")
	}
}

func TestOddStories(t *testing.T) {
	s := reticule.Story{Key: "../../etc/passwd", Verdict: reticule.Verdict{Brands: []string{"", "!!!", "../up", "Ça & Là"}}}
	pages := mustPages(t, View{Feeds: []FeedView{{Name: "odd", Stories: []reticule.Story{s}}}})
	for name := range pages {
		if strings.Contains(name, "..") || strings.Contains(name, "//") || !isLocal(name) {
			t.Errorf("path %q", name)
		}
	}
	if pages["odd/brands/ca-la/index.html"] == nil {
		t.Errorf("no page for the brand among %v", slices.Sorted(maps.Keys(pages)))
	}
}

func isLocal(name string) bool { return filepath.IsLocal(filepath.FromSlash(name)) }
