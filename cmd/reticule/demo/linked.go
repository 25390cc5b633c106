package demo

import "time"

// ldThing is a piece of JSON-LD, in the vocabulary of schema.org.
type ldThing map[string]any

// Linked is the article as JSON-LD.
func (p *piece) Linked() ldThing {
	t := p.linkedArticle()
	t["@context"] = "https://schema.org"
	return t
}

// LinkedGraph is the same among the things that content systems put beside it.
func (p *piece) LinkedGraph() ldThing {
	return ldThing{"@context": "https://schema.org", "@graph": []ldThing{
		{"@type": "WebSite", "@id": p.Site.Root() + "/#website", "url": p.Site.Root() + "/", "name": p.Site.Title, "inLanguage": p.Site.Lang},
		{"@type": "BreadcrumbList", "itemListElement": []ldThing{
			{"@type": "ListItem", "position": 1, "name": p.Site.Title, "item": p.Site.Root() + "/"},
			{"@type": "ListItem", "position": 2, "name": p.Section.Name, "item": p.Site.Root() + "/" + p.Section.Slug + "/"},
		}},
		p.linkedArticle(),
	}}
}

func (p *piece) linkedArticle() ldThing {
	t := ldThing{
		"@type": "NewsArticle", "headline": p.Title, "description": p.Standfirst, "inLanguage": p.Site.Lang,
		"datePublished": p.Published.Format(time.RFC3339), "dateModified": p.Modified.Format(time.RFC3339),
		"mainEntityOfPage": p.Canonical(), "image": []string{p.Picture()}, "articleSection": p.Section.Name,
		"author":    []ldThing{{"@type": "Person", "name": p.Author}},
		"publisher": ldThing{"@type": "Organization", "name": p.Site.Title},
	}
	if p.Paywall {
		t["isAccessibleForFree"] = false
		t["hasPart"] = ldThing{"@type": "WebPageElement", "isAccessibleForFree": false, "cssSelector": ".subscribers"}
	}
	return t
}
