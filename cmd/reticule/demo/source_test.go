package demo

import (
	"bytes"
	"encoding/xml"
	"net/url"
	"slices"
	"testing"

	"github.com/mmcdole/gofeed"
)

// listed gives the addresses of articles that a source names, read as its
// kind asks.
func listed(t *testing.T, w *Web, s Source) (out []string) {
	t.Helper()
	_, body := get(t, w, s.URL)
	switch s.Kind {
	case "site":
		return listedBySite(t, w, s.URL)
	case "sitemap":
		var doc struct {
			URLs []struct {
				Loc string `xml:"loc"`
			} `xml:"url"`
		}
		if err := xml.Unmarshal(body, &doc); err != nil {
			t.Fatal(err)
		}
		for _, u := range doc.URLs {
			out = append(out, u.Loc)
		}
		return out
	}
	f, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%s: %v", s.URL, err)
	}
	for _, it := range f.Items {
		if it.Title == "" || it.PublishedParsed == nil {
			t.Errorf("%s: an item without title or date: %+v", s.URL, it)
		}
		out = append(out, it.Link)
	}
	return out
}

// listedBySite follows rel=next from page to page.
func listedBySite(t *testing.T, w *Web, address string) (out []string) {
	t.Helper()
	base, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	for pages := 0; address != "" && pages < 10; pages++ {
		page := readPage(t, w, address)
		links := attributes(t, page, "a", "href")
		address = ""
		for _, href := range links {
			to, err := base.Parse(href)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, to.String())
		}
		if next := attributes(t, page, "link", "href"); len(next) > 0 {
			address = base.ResolveReference(&url.URL{Path: next[len(next)-1]}).String()
		}
	}
	return out
}

func TestSourcesListEveryArticle(t *testing.T) {
	w := theWeb()
	var all []string
	for _, s := range w.Sources() {
		if s.Name != "weekly" {
			all = append(all, listed(t, w, s)...)
		}
	}
	for _, x := range w.Truth() {
		if !slices.Contains(all, x.URL) {
			t.Errorf("no source lists %s", x.URL)
		}
	}
}

func TestBrokenSourceIsNoFeed(t *testing.T) {
	_, body := get(t, theWeb(), "http://weekly.example/feed/")
	if _, err := gofeed.NewParser().Parse(bytes.NewReader(body)); err == nil {
		t.Error("the broken source reads as a feed")
	}
}

func TestFormsDiffer(t *testing.T) {
	w := theWeb()
	parse := func(address string) *gofeed.Feed {
		_, body := get(t, w, address)
		f, err := gofeed.NewParser().Parse(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	for _, it := range parse("http://gazette.example/feed.xml").Items {
		if len(it.Content) < 300 {
			t.Errorf("%s: %d bytes of text in the feed, want all of it", it.Link, len(it.Content))
		}
	}
	for _, it := range parse("http://costura.example/rss").Items {
		if it.Content != "" || it.Description != "" {
			t.Errorf("%s: the feed says more than the title", it.Link)
		}
	}
	for _, it := range parse("http://ourlet.example/atom.xml").Items {
		if it.Description == "" || it.Content != "" {
			t.Errorf("%s: the feed should have a summary and no more", it.Link)
		}
	}
}
