package demo

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// readPage asks for a page, which must be there, and gives it in UTF-8.
func readPage(t *testing.T, w *Web, address string) string {
	t.Helper()
	resp, body := get(t, w, address)
	if resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		t.Fatalf("%s: status %d, type %s", address, resp.StatusCode, resp.Header.Get("Content-Type"))
	}
	r, err := charset.NewReader(bytes.NewReader(body), resp.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// attributes lists the values of an attribute of a page's elements.
func attributes(t *testing.T, page, element, key string) (out []string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if n.Type == html.ElementNode && n.Data == element && a.Key == key {
				out = append(out, a.Val)
			}
		}
	}
	return out
}

func TestEveryPageSaysItsHeadline(t *testing.T) {
	w := theWeb()
	for _, s := range w.sites {
		for _, p := range s.pieces {
			page := html.UnescapeString(readPage(t, w, p.URL()))
			if !strings.Contains(page, p.Title) {
				t.Errorf("%s does not say its headline %q", p.URL(), p.Title)
			}
			if tease := s.Tease(); tease != nil && !strings.Contains(page, s.Word("teaser")) {
				t.Errorf("%s does not advertise %q", p.URL(), s.Word("teaser"))
			}
			if strings.Contains(page, "noindex") != p.NoIndex || strings.Contains(page, `class="subscribers"`) != p.Paywall {
				t.Errorf("%s: noindex %v or paywall %v is not on the page", p.URL(), p.NoIndex, p.Paywall)
			}
		}
	}
}

// No link within the web leads nowhere.
func TestLinksLeadSomewhere(t *testing.T) {
	w := theWeb()
	fine := map[string]bool{}
	for at, d := range w.pages {
		if !strings.HasPrefix(d.kind, "text/html") {
			continue
		}
		page := readPage(t, w, "http://"+at)
		base, err := url.Parse("http://" + at)
		if err != nil {
			t.Fatal(err)
		}
		links := append(attributes(t, page, "a", "href"), attributes(t, page, "img", "src")...)
		for _, href := range append(links, attributes(t, page, "link", "href")...) {
			to, err := base.Parse(href)
			if err != nil {
				t.Fatal(err)
			}
			if to.Hostname() == "shop.example" || fine[to.String()] {
				continue
			}
			fine[to.String()] = true
			if resp, _ := get(t, w, to.String()); resp.StatusCode != http.StatusOK {
				t.Fatalf("%s leads to %s: status %d", at, to, resp.StatusCode)
			}
		}
	}
}

func TestConditionalRequests(t *testing.T) {
	w := theWeb()
	for at := range w.pages {
		resp, _ := get(t, w, "http://"+at)
		tag, date := resp.Header.Get("ETag"), resp.Header.Get("Last-Modified")
		for _, header := range []map[string]string{{"If-None-Match": tag}, {"If-Modified-Since": date}} {
			again, body := ask(t, w, http.MethodGet, "http://"+at, header)
			if again.StatusCode != http.StatusNotModified || len(body) > 0 {
				t.Errorf("%s with %v: status %d, %d bytes", at, header, again.StatusCode, len(body))
			}
		}
	}
}

func TestAnswers(t *testing.T) {
	w := theWeb()
	for _, c := range []struct {
		name, method, address string
		status                int
		kind                  string
	}{
		{"a port in the name", "GET", "http://gazette.example:8080/", 200, "text/html"},
		{"capitals in the name", "GET", "http://Gazette.Example/", 200, "text/html"},
		{"the head only", "HEAD", "http://gazette.example/feed.xml", 200, "application/rss+xml"},
		{"an Atom feed", "GET", "http://ourlet.example/atom.xml", 200, "application/atom+xml"},
		{"a JSON Feed", "GET", "http://selvage.example/feed.json", 200, "application/feed+json"},
		{"a sitemap", "GET", "http://saumzeit.example/news-sitemap.xml", 200, "application/xml"},
		{"rules for robots", "GET", "http://khayt.example/robots.txt", 200, "text/plain"},
		{"a picture", "GET", "http://gazette.example/images/the-bag-that-holds-nothing.png", 200, "image/png"},
		{"a page where the feed should be", "GET", "http://weekly.example/feed/", 200, "text/html"},
		{"no such page", "GET", "http://gazette.example/nowhere/", 404, "text/html"},
		{"another site's picture", "GET", "http://filo.example/images/the-bag-that-holds-nothing.png", 404, "text/html"},
		{"no such host", "GET", "http://elsewhere.example/", 404, "text/html"},
		{"a form", "POST", "http://gazette.example/newsletter", 405, "text/plain"},
	} {
		t.Run(c.name, func(t *testing.T) {
			resp, _ := ask(t, w, c.method, c.address, nil)
			if resp.StatusCode != c.status || !strings.HasPrefix(resp.Header.Get("Content-Type"), c.kind) {
				t.Errorf("status %d, type %s", resp.StatusCode, resp.Header.Get("Content-Type"))
			}
		})
	}
}
