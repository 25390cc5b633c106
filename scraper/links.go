package scraper

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"reticule"
)

// findLinks finds the links to articles on a listing page, in its order: those
// that the selectors name, or else those that look like it.
//
// A container that is missing is a fault, since the page has changed; one
// that is there and empty is not.
func findLinks(doc *goquery.Document, base *url.URL, sel reticule.Select) ([]candidate, error) {
	if href, ok := doc.Find("base[href]").First().Attr("href"); ok {
		if u, err := base.Parse(href); err == nil {
			base = u
		}
	}
	root := doc.Selection
	if sel.Container != "" {
		if root = doc.Find(sel.Container); root.Length() == 0 {
			return nil, faultf(reticule.OutcomeNoLinks, "nothing on the page matches the container %q; the layout has changed", sel.Container)
		}
	}
	named := sel.Link != ""
	anchors := root.Find("a[href]")
	if named {
		anchors = root.Find(sel.Link)
	}
	found := linkSet{base: base, at: map[string]int{}}
	anchors.Each(func(_ int, a *goquery.Selection) {
		found.add(a, named)
	})
	if sel == (reticule.Select{}) {
		found.addData(doc)
	}
	return found.candidates(named), nil
}

// linkSet gathers the links of a page; an article often has several: its
// picture, its headline, "read more".
type linkSet struct {
	base  *url.URL
	at    map[string]int
	links []link
}

type link struct {
	candidate
	score int
}

// add notes a link and how much it looks like an article's.
func (s *linkSet) add(a *goquery.Selection, named bool) {
	href, _ := a.Attr("href")
	if href == "" {
		href, _ = a.Find("a[href]").First().Attr("href")
	}
	var c candidate
	if !c.at(href, s.base) || !sameSite(c.url, s.base.String()) {
		return
	}
	u, err := url.Parse(c.url)
	if err != nil || u.Path == s.base.Path && u.RawQuery == s.base.RawQuery {
		return
	}
	c.title = linkTitle(a)
	score := 100
	if !named {
		score = shapeScore(u) + placeScore(a) + textScore(c.title)
	}
	s.put(c, score)
}

// put adds a link, or what is better of it to the same one.
func (s *linkSet) put(c candidate, score int) {
	i, ok := s.at[c.key]
	if !ok {
		s.at[c.key] = len(s.links)
		s.links = append(s.links, link{c, score})
		return
	}
	l := &s.links[i]
	l.score = max(l.score, score)
	if len(c.title) > len(l.title) && len(c.title) < 200 {
		l.title = c.title
	}
	l.published, l.modified = pickTime(l.published, c.published), pickTime(l.modified, c.modified)
}

// enough is the score from which a link is taken for an article's.
const enough = 4

func (s *linkSet) candidates(named bool) (out []candidate) {
	for _, l := range s.links {
		if named || l.score >= enough {
			out = append(out, l.candidate)
		}
	}
	return out
}

// linkTitle is the headline of a link: its heading if there is one.
func linkTitle(a *goquery.Selection) string {
	text := a.Find("h1, h2, h3, h4, h5").First().Text()
	if text == "" {
		text = a.Text()
	}
	if text == "" {
		text, _ = a.Attr("title")
	}
	return strings.Join(strings.Fields(text), " ")
}

var (
	datedPath = regexp.MustCompile(`/(19|20)\d\d[/-](0?[1-9]|1[0-2])([/-]|$)`)
	numbered  = regexp.MustCompile(`\d{4,}`)
)

// sections are path parts that lead to lists, accounts and the site's own
// affairs rather than to articles.
const sections = " tag tags category categories topic topics author authors contributor contributors people page search login signin sign-in register account subscribe newsletter newsletters about about-us contact contact-us privacy privacy-policy terms cookies cookie-policy advertise jobs careers help faq shop cart video videos gallery rss feed feeds sitemap wp-admin wp-login.php privacy.html terms.html about.html "

// shapeScore judges an address: articles have long names, dates or numbers.
func shapeScore(u *url.URL) (score int) {
	parts := strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' })
	if len(parts) == 0 {
		return -10
	}
	for _, p := range parts {
		if strings.Contains(sections, " "+strings.ToLower(p)+" ") {
			return -10
		}
	}
	switch ext := strings.ToLower(path.Ext(u.Path)); ext {
	case "", ".html", ".htm", ".php", ".asp", ".aspx", ".shtml":
		if ext != "" {
			score++
		}
	default:
		if strings.Contains(" .jpg .jpeg .png .gif .webp .svg .pdf .zip .mp4 .mp3 .css .js .xml .rss .json ", " "+ext+" ") {
			return -10
		}
	}
	last := parts[len(parts)-1]
	if n := strings.Count(last, "-") + strings.Count(last, "_"); n >= 3 {
		score += 3
	} else if n >= 1 {
		score++
	}
	if datedPath.MatchString(u.Path) {
		score += 3
	}
	if numbered.MatchString(last) || u.RawQuery != "" && numbered.MatchString(u.RawQuery) {
		score += 2
	}
	if len(parts) >= 2 {
		score++
	}
	return score
}

// placeScore judges where a link stands: in a headline or a list of cards, or
// in the page's furniture.
func placeScore(a *goquery.Selection) (score int) {
	if a.Find("h1, h2, h3, h4").Length() > 0 {
		score += 3
	}
	const furniture = -10
	steps := 0
	for n := a.Get(0).Parent; n != nil && steps < 30; n, steps = n.Parent, steps+1 {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "h1", "h2", "h3", "h4":
			score += 3
		case "article":
			score += 2
		case "main":
			score++
		case "header":
			if !within(n, "article") {
				score += furniture
			}
		case "nav", "footer", "aside", "form":
			score += furniture
		}
		if role := attr(n, "role"); role == "navigation" || role == "banner" || role == "contentinfo" {
			score += furniture
		}
	}
	return score
}

// within tells whether a node stands in an element of that name.
func within(n *html.Node, name string) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && n.Data == name {
			return true
		}
	}
	return false
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// textScore judges a link's words: headlines are long. Scripts without spaces
// say as much in fewer characters.
func textScore(title string) int {
	words := len(strings.Fields(title))
	switch {
	case words >= 4 || len(title) >= 24 && words < 3:
		return 2
	case words >= 2 || len(title) >= 12:
		return 1
	}
	return 0
}
