package demo

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html/template"
	"time"
)

// publishSource makes what a magazine is read by: its feed or sitemap. The
// one without has its listing pages.
func (w *Web) publishSource(s *site, layouts *template.Template) error {
	kind, body, err := "", []byte(nil), error(nil)
	switch s.form {
	case formRSS, formFull, formTitles:
		kind = "application/rss+xml; charset=utf-8"
		body, err = rssFeed(s, layouts)
	case formAtom:
		kind = "application/atom+xml; charset=utf-8"
		body, err = marshalXML(atomFeed(s))
	case formJSON:
		kind = "application/feed+json; charset=utf-8"
		body, err = json.MarshalIndent(jsonFeed(s), "", "  ")
	case formSitemap:
		kind = typeXML
		body, err = marshalXML(newsSitemap(s))
	case formBroken:
		kind = typeHTML
		body, err = render(layouts, "gone.html", s, "utf-8")
		w.put(s, "/", document{kind: kind, body: body, changed: s.changed()})
	case formListing:
		return nil
	default:
		err = fmt.Errorf("unknown form %q", s.form)
	}
	w.put(s, s.Feed, document{kind: kind, body: body, changed: s.changed()})
	return err
}

func marshalXML(v any) ([]byte, error) {
	body, err := xml.MarshalIndent(v, "", "  ")
	return append([]byte(xml.Header), body...), err
}

type rssDoc struct {
	XMLName xml.Name  `xml:"rss"`
	Version string    `xml:"version,attr"`
	Content string    `xml:"xmlns:content,attr"`
	DC      string    `xml:"xmlns:dc,attr"`
	Title   string    `xml:"channel>title"`
	Link    string    `xml:"channel>link"`
	About   string    `xml:"channel>description"`
	Lang    string    `xml:"channel>language"`
	Built   string    `xml:"channel>lastBuildDate"`
	Items   []rssItem `xml:"channel>item"`
}

type rssItem struct {
	Title   string   `xml:"title"`
	Link    string   `xml:"link"`
	GUID    string   `xml:"guid"`
	Date    string   `xml:"pubDate"`
	Author  string   `xml:"dc:creator,omitempty"`
	Section string   `xml:"category,omitempty"`
	Summary string   `xml:"description,omitempty"`
	Full    *rssFull `xml:"content:encoded"`
}

type rssFull struct {
	HTML string `xml:",cdata"`
}

func rssFeed(s *site, layouts *template.Template) ([]byte, error) {
	doc := rssDoc{
		Version: "2.0", Content: "http://purl.org/rss/1.0/modules/content/", DC: "http://purl.org/dc/elements/1.1/",
		Title: s.Title, Link: s.Root() + "/", About: s.Word("motto"), Lang: s.Lang, Built: s.changed().Format(time.RFC1123Z),
	}
	for _, p := range s.pieces {
		it := rssItem{Title: p.Title, Link: p.URL(), GUID: p.URL(), Date: p.Published.Format(time.RFC1123Z)}
		if s.form != formTitles {
			it.Author, it.Section, it.Summary = p.Author, p.Section.Name, p.Standfirst
		}
		if s.form == formFull {
			var b bytes.Buffer
			if err := layouts.ExecuteTemplate(&b, "prose", p); err != nil {
				return nil, err
			}
			it.Full = &rssFull{HTML: b.String()}
		}
		doc.Items = append(doc.Items, it)
	}
	return marshalXML(doc)
}

type atomDoc struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title     string   `xml:"title"`
	ID        string   `xml:"id"`
	Link      atomLink `xml:"link"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Author    string   `xml:"author>name"`
	Summary   string   `xml:"summary"`
}

func atomFeed(s *site) atomDoc {
	doc := atomDoc{Lang: s.Lang, Title: s.Title, ID: s.Root() + "/", Updated: s.changed().Format(time.RFC3339)}
	doc.Links = []atomLink{{"self", s.Root() + s.Feed}, {"alternate", s.Root() + "/"}}
	for _, p := range s.pieces {
		doc.Entries = append(doc.Entries, atomEntry{
			Title: p.Title, ID: p.URL(), Link: atomLink{"alternate", p.URL()}, Author: p.Author, Summary: p.Standfirst,
			Published: p.Published.Format(time.RFC3339), Updated: p.Modified.Format(time.RFC3339),
		})
	}
	return doc
}

type jsonDoc struct {
	Version string     `json:"version"`
	Title   string     `json:"title"`
	Home    string     `json:"home_page_url"`
	Feed    string     `json:"feed_url"`
	Lang    string     `json:"language"`
	Items   []jsonItem `json:"items"`
}

type jsonItem struct {
	ID        string              `json:"id"`
	URL       string              `json:"url"`
	Title     string              `json:"title"`
	Summary   string              `json:"summary"`
	Text      string              `json:"content_text"`
	Published string              `json:"date_published"`
	Modified  string              `json:"date_modified"`
	Authors   []map[string]string `json:"authors"`
}

func jsonFeed(s *site) jsonDoc {
	doc := jsonDoc{Version: "https://jsonfeed.org/version/1.1", Title: s.Title, Home: s.Root() + "/", Feed: s.Root() + s.Feed, Lang: s.Lang}
	for _, p := range s.pieces {
		doc.Items = append(doc.Items, jsonItem{
			ID: p.URL(), URL: p.URL(), Title: p.Title, Summary: p.Standfirst, Text: p.Standfirst, Authors: []map[string]string{{"name": p.Author}},
			Published: p.Published.Format(time.RFC3339), Modified: p.Modified.Format(time.RFC3339),
		})
	}
	return doc
}
