package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reticule"
	"reticule/feed"
)

// get asks the edition for a path without following redirects.
func (e *edition) get(t *testing.T, path string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, e.URL+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

// TestServeByConfig: the keys of [serve] and a private feed, on the
// demonstration.
func TestServeByConfig(t *testing.T) {
	e := newEdition(t)
	c := e.config
	c.Serve.Token, c.Serve.Prefix = "thimble", "/bags"
	c.Serve.Moved, c.Serve.Gone = map[string]string{"tiny-bags": "micro-bags"}, []string{"nano-bags"}
	c.Feeds = append(c.Feeds, feedConfig{Name: "staff", Title: "For the staff", Topic: "micro-bags", Query: "label:mention", Items: 5, PerSource: 1, Private: true})
	e.republish(t)
	for path, want := range map[string]int{
		"/bags/micro-bags/rss.xml": 200, "/micro-bags/rss.xml": 200, "/bags/tiny-bags/rss.xml": 301, "/bags/nano-bags/feed.json": 410,
		"/bags/staff/rss.xml": 401, "/bags/staff/rss.xml?token=wrong": 401, "/bags/staff/rss.xml?token=thimble": 200,
		"/bags/staff/atom.xml?q=bag": 401, "/bags/staff/atom.xml?q=bag&token=thimble": 200, "/bags/staff/": 404, "/bags/search/?q=bag": 200,
		"/bags/micro-bags/brands/nowhere/rss.xml": 404,
	} {
		resp, _ := e.get(t, path)
		if resp.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, resp.StatusCode, want)
		}
		if want == http.StatusMovedPermanently && resp.Header.Get("Location") != "../micro-bags/rss.xml" {
			t.Errorf("%s leads to %q", path, resp.Header.Get("Location"))
		}
	}
	err := filepath.WalkDir(c.Publish.Dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(name, "/staff/") || d.Name()[0] == '.' {
			return err
		}
		data, err := os.ReadFile(name)
		if strings.Contains(string(data), "For the staff") {
			t.Errorf("%s tells of the private feed", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPartFeeds: brands, kinds, prices, languages and the running week have
// feeds of their own, named by their pages and nowhere else.
func TestPartFeeds(t *testing.T) {
	e := newEdition(t)
	e.republish(t)
	var files []string
	for _, list := range []string{"brands/*", "languages/*", "prices/*", "about", "mention", "prices"} {
		found, err := filepath.Glob(filepath.Join(e.config.Publish.Dir, "micro-bags", list, "index.html"))
		if err != nil || len(found) == 0 {
			t.Fatalf("no page of %s: %v", list, err)
		}
		files = append(files, found...)
	}
	weeks, err := filepath.Glob(filepath.Join(e.config.Publish.Dir, "micro-bags", "20*", "rss.xml"))
	if err != nil || len(weeks) == 0 {
		t.Fatalf("no week has a feed: %v", err)
	}
	for _, file := range append(files, weeks...) {
		dir, err := filepath.Rel(e.config.Publish.Dir, filepath.Dir(file))
		if err != nil {
			t.Fatal(err)
		}
		address := e.URL + "/" + dir + "/rss.xml"
		page, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "index.html"))
		if len(page) > 0 && !strings.Contains(string(page), address) {
			t.Errorf("%s does not name its feed, %s", dir, address)
		}
		resp, body := e.get(t, "/"+dir+"/rss.xml")
		if resp.StatusCode != http.StatusOK || !strings.Contains(body, "<item>") || !strings.Contains(body, `rel="self"`) || strings.Contains(body, `rel="hub"`) {
			t.Errorf("%s: %d\n%.300s", address, resp.StatusCode, body)
		}
	}
}

// TestQueryFeeds: what a reader asks for is a feed of its own, with its own
// address and id, and keeps the rules.
func TestQueryFeeds(t *testing.T) {
	e := newEdition(t)
	for name, own := range map[string]string{
		feed.RSSFile:  `rel="self" type="application/rss+xml" href="` + e.URL + `/micro-bags/rss.xml?q=lang%3Aen+bag"`,
		feed.AtomFile: `:feed/micro-bags?q=lang%3Aen+bag</id>`,
		feed.JSONFile: `"feed_url": "` + e.URL + `/micro-bags/feed.json?q=lang%3Aen+bag"`,
	} {
		_, body := e.get(t, "/micro-bags/"+name+"?q=lang:en+bag")
		if !strings.Contains(body, own) || strings.Contains(body, `rel="hub"`) {
			t.Errorf("%s lacks %s:\n%.1500s", name, own, body)
		}
		for _, finding := range feed.Validate([]byte(body)) {
			t.Errorf("%s: %v", name, finding)
		}
	}
}

// TestFullTexts: of a source that the operator licensed, the feed carries whole
// texts; of the others never.
func TestFullTexts(t *testing.T) {
	e := newEdition(t)
	_, before := e.get(t, "/micro-bags/rss.xml")
	if strings.Contains(before, "<content:encoded>") {
		t.Error("a text is given away that nobody licensed")
	}
	list := e.stories(t)
	licensed := list[0].Source.Name
	for i := range e.config.Sources {
		if s := &e.config.Sources[i]; s.Name == licensed {
			s.Rights = reticule.RightsFull
		}
	}
	e.republish(t)
	want := 0
	for _, s := range list {
		if s.Source.Name == licensed && !s.Face.NoSnippet && !s.Face.NoArchive {
			want++
		}
	}
	_, after := e.get(t, "/micro-bags/rss.xml")
	if got := strings.Count(after, "<content:encoded>"); got != want {
		t.Errorf("%d whole texts, want %d", got, want)
	}
}

// TestFeedsKeepTheRules holds every feed that the demonstration publishes, the
// parts', the archives' and the operator's too, to our own check.
func TestFeedsKeepTheRules(t *testing.T) {
	e := newEdition(t)
	n := 0
	err := filepath.WalkDir(e.config.Publish.Dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || !slices.Contains([]string{feed.RSSFile, feed.AtomFile, feed.JSONFile}, d.Name()) {
			return err
		}
		data, err := os.ReadFile(name)
		for _, finding := range feed.Validate(data) {
			t.Errorf("%s: %v", name, finding)
		}
		n++
		return err
	})
	if err != nil || n < 20 {
		t.Errorf("%d documents were held to the rules: %v", n, err)
	}
}
