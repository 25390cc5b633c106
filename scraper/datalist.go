package scraper

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"reticule/scraper/extract"
)

// Limits on the data within a listing page.
const (
	dataMost  = 4 << 20 // bytes of one script
	dataMarks = 400_000 // values in it, about, each of which takes some forty bytes
	dataDepth = 40      // of nested objects and lists
	dataLinks = 500
)

// addData finds the articles that a listing page names in its data rather than
// in its markup: JSON-LD's ItemList and lists of articles (schema.org), and
// what Next.js and others load their pages from.
func (s *linkSet) addData(doc *goquery.Document) {
	doc.Find(`script[type="application/ld+json"], script#__NEXT_DATA__, script[type="application/json"]`).Each(func(_ int, script *goquery.Selection) {
		text := []byte(script.Text())
		if len(text) > dataMost || countMarks(text) > dataMarks {
			return
		}
		var value any
		if json.Unmarshal(text, &value) == nil {
			s.walk(value, script.AttrOr("type", "") == "application/ld+json", 0)
		}
	})
}

// walk looks at every object of a value. linked says that it is JSON-LD, whose
// ItemList is believed by its word.
func (s *linkSet) walk(value any, linked bool, depth int) {
	if depth > dataDepth || len(s.links) > dataLinks {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, x := range v {
			s.walk(x, linked, depth+1)
		}
	case map[string]any:
		if v["@type"] == "BreadcrumbList" {
			return
		}
		s.object(v, linked)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if key != "author" && key != "publisher" && key != "breadcrumb" {
				s.walk(v[key], linked, depth+1)
			}
		}
	}
}

// object takes an object for an article if it has an address and a title, and
// the address looks like an article's.
func (s *linkSet) object(v map[string]any, linked bool) {
	kind, _ := v["@type"].(string)
	if linked && kind != "ListItem" && !strings.HasSuffix(kind, "Article") && !strings.HasSuffix(kind, "Posting") {
		return
	}
	address := text(v, "url", "href", "link", "permalink", "canonicalUrl", "path", "@id")
	title := text(v, "headline", "title", "name")
	var c candidate
	if item, ok := v["item"].(string); ok && address == "" {
		address = item
	}
	if address == "" || title == "" && !linked || !c.at(address, s.base) || !sameSite(c.url, s.base.String()) {
		return
	}
	u, err := url.Parse(c.url)
	if err != nil || u.Path == s.base.Path {
		return
	}
	c.title = strings.Join(strings.Fields(title), " ")
	c.published, _ = extract.ParseTime(text(v, "datePublished", "publishedAt", "published", "date"))
	c.modified, _ = extract.ParseTime(text(v, "dateModified", "updatedAt", "modified"))
	score := shapeScore(u) + textScore(c.title)
	if linked {
		score += 3
	}
	s.put(c, score)
}

// text is the first of the keys that has a text, itself or as WordPress nests
// it, {"rendered": …}.
func text(v map[string]any, keys ...string) string {
	for _, k := range keys {
		switch x := v[k].(type) {
		case string:
			if x != "" {
				return x
			}
		case map[string]any:
			if r, ok := x["rendered"].(string); ok && r != "" {
				return r
			}
		}
	}
	return ""
}
