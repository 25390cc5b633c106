package extract

import (
	"strings"
)

// linked is what schema.org data says of the page's article.
type linked struct {
	title     string
	summary   string
	body      string
	authors   []string
	nobody    map[string]bool // squeezed names of accounts that many write with
	published string
	modified  string
	site      string
	image     string
	lang      string
	url       string
	license   string
	keywords  []string
	paywalled bool
	offers    []offer
}

// thing is a schema.org object.
type thing = map[string]any

// graph holds a page's objects, and those with an @id by it.
type graph struct {
	things []thing
	byID   map[string]thing
	nobody map[string]bool
}

// maxThings bounds the objects looked at.
const maxThings = 4000

// readLinked reads the page's linked data and picks its article's.
func readLinked(scripts [][]byte, page string) (best linked) {
	g := graph{byID: map[string]thing{}, nobody: map[string]bool{}}
	for _, s := range scripts {
		for _, v := range readJSON(s) {
			g.gather(v)
		}
	}
	rank := 0
	for _, t := range g.things {
		if r := g.rank(t, page); r > rank {
			rank, best = r, g.article(t)
		}
	}
	for _, t := range g.things { // what the article leaves out its page may say
		if r := kindRank(t); r == rankPage || r > rankPage && g.isPage(t, page) {
			g.complete(&best, t)
		}
	}
	best.offers, best.nobody = g.offers(), g.nobody
	return best
}

// gather collects objects, the nested ones too.
func (g *graph) gather(v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			g.gather(x)
		}
	case thing:
		if len(g.things) >= maxThings {
			return
		}
		if id := str(v["@id"]); id != "" && len(v) > 1 {
			if g.byID[id] == nil {
				g.byID[id] = v
			}
		}
		g.things = append(g.things, v)
		for _, key := range nested {
			g.gather(v[key])
		}
	}
}

// nested are the properties whose objects are looked at, too.
var nested = []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemReviewed", "review", "article", "itemListElement", "item", "mentions"}

const (
	rankNone = iota
	rankPage
	rankMedia
	rankPost
	rankArticle
)

// kindRank tells how likely an object of this type is the page's article.
func kindRank(t thing) int {
	best := rankNone
	for _, k := range list(t["@type"]) {
		k = strings.TrimPrefix(strings.TrimPrefix(k, "http://schema.org/"), "https://schema.org/")
		r := rankNone
		switch {
		case strings.HasSuffix(k, "Article"), k == "Report", k == "BlogPosting", k == "LiveBlogPosting":
			r = rankArticle
		case strings.HasSuffix(k, "Posting"), k == "Review", k == "Recipe", k == "CreativeWork", k == "ClaimReview":
			r = rankPost
		case k == "VideoObject", k == "AudioObject", k == "PodcastEpisode":
			r = rankMedia
		case strings.HasSuffix(k, "Page"):
			r = rankPage
		}
		best = max(best, r)
	}
	return best
}

// rank orders the objects: the type, whether the object says that it is this
// page, whether it has what an article has.
func (g *graph) rank(t thing, page string) int {
	r := kindRank(t)
	if r == rankNone {
		return 0
	}
	score := r * 10
	if g.isPage(t, page) {
		score += 5
	}
	if str(t["headline"]) != "" {
		score += 3
	}
	if str(t["datePublished"]) != "" {
		score += 2
	}
	if str(t["articleBody"]) != "" {
		score++
	}
	return score
}

// isPage tells whether an object says that it is this page, or its main part.
func (g *graph) isPage(t thing, page string) bool {
	if page == "" {
		return false
	}
	whole := t["mainEntityOfPage"]
	for _, u := range []string{str(t["url"]), str(whole), id(whole), id(t)} {
		if samePage(u, page) {
			return true
		}
	}
	return false
}

// samePage compares addresses without scheme, query and closing slash.
func samePage(a, b string) bool {
	return a != "" && bare(a) == bare(b)
}

func bare(u string) string {
	if _, rest, ok := strings.Cut(u, "://"); ok {
		u = rest
	}
	if i := strings.IndexAny(u, "?#"); i >= 0 {
		u = u[:i]
	}
	return strings.TrimSuffix(strings.TrimPrefix(u, "www."), "/")
}

// article reads an object's fields.
func (g *graph) article(t thing) linked {
	l := linked{
		title: first(str(t["headline"]), str(t["name"])), summary: first(str(t["description"]), str(t["abstract"])),
		body: first(str(t["articleBody"]), str(t["reviewBody"])), published: str(t["datePublished"]), modified: str(t["dateModified"]),
		lang: first(str(t["inLanguage"]), name(t["inLanguage"])), url: str(t["url"]), license: first(str(t["license"]), id(t["license"])),
		authors: g.names(first2(t["author"], t["creator"]), 0), image: g.image(t["image"], 0),
		keywords: split(t["keywords"]), site: g.name(t["publisher"]),
	}
	if l.published == "" {
		l.published = str(t["dateCreated"])
	}
	l.paywalled = strings.EqualFold(str(t["isAccessibleForFree"]), "false")
	if len(l.body) > maxBodies {
		l.body = l.body[:maxBodies]
	}
	return l
}

// complete fills in what the article leaves out.
func (g *graph) complete(l *linked, t thing) {
	o := g.article(t)
	l.published, l.modified = first(l.published, o.published), first(l.modified, o.modified)
	l.image, l.site, l.lang = first(l.image, o.image), first(l.site, o.site), first(l.lang, o.lang)
	l.license = first(l.license, o.license)
	l.summary = first(l.summary, o.summary)
	if len(l.authors) == 0 {
		l.authors = o.authors
	}
	if l.body == "" {
		l.body = o.body
	}
	l.paywalled = l.paywalled || o.paywalled
}
