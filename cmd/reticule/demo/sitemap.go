package demo

import (
	"encoding/xml"
	"time"
)

// newsURLs is a sitemap with the news extension.
type newsURLs struct {
	XMLName xml.Name  `xml:"urlset"`
	NS      string    `xml:"xmlns,attr"`
	News    string    `xml:"xmlns:news,attr"`
	URLs    []newsURL `xml:"url"`
}

type newsURL struct {
	Loc      string `xml:"loc"`
	Modified string `xml:"lastmod"`
	Name     string `xml:"news:news>news:publication>news:name"`
	Lang     string `xml:"news:news>news:publication>news:language"`
	Date     string `xml:"news:news>news:publication_date"`
	Title    string `xml:"news:news>news:title"`
}

func newsSitemap(s *site) newsURLs {
	doc := newsURLs{NS: "http://www.sitemaps.org/schemas/sitemap/0.9", News: "http://www.google.com/schemas/sitemap-news/0.9"}
	for _, p := range s.pieces {
		doc.URLs = append(doc.URLs, newsURL{
			Loc: p.URL(), Modified: p.Modified.Format(time.RFC3339), Name: s.Title, Lang: s.Lang,
			Date: p.Published.Format(time.RFC3339), Title: p.Title,
		})
	}
	return doc
}
