package feed

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

// TestGofeedReadsBack reads each format with a parser that is not ours and
// compares field by field.
func TestGofeedReadsBack(t *testing.T) {
	f := sampleFeed()
	want := f.entries()
	for _, file := range formats {
		got, err := gofeed.NewParser().Parse(bytes.NewReader(render(t, f, file)))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if got.Title != f.Title || got.Description != f.Description || got.Link != f.Home || got.FeedLink != f.URL(file) || got.Language != "en" {
			t.Errorf("%s: the feed reads back as %q %q %q %q %q", file, got.Title, got.Description, got.Link, got.FeedLink, got.Language)
		}
		if len(got.Items) != len(want) {
			t.Fatalf("%s: %d items, want %d", file, len(got.Items), len(want))
		}
		for i, item := range got.Items {
			compareItem(t, file, item, want[i])
		}
	}
}

func compareItem(t *testing.T, file string, got *gofeed.Item, want entry) {
	t.Helper()
	if got.GUID != want.id || got.Title != want.title || got.Link != want.link {
		t.Errorf("%s: id, title, link are\n%q %q %q, want\n%q %q %q", file, got.GUID, got.Title, got.Link, want.id, want.title, want.link)
	}
	if got.PublishedParsed == nil || !got.PublishedParsed.Equal(want.published) {
		t.Errorf("%s: %s was published %v, want %v", file, want.id, got.PublishedParsed, want.published)
	}
	if file != RSSFile && (got.UpdatedParsed == nil || !got.UpdatedParsed.Truncate(time.Second).Equal(want.updated)) {
		t.Errorf("%s: %s was updated %v, want %v", file, want.id, got.UpdatedParsed, want.updated)
	}
	if !slices.Equal(got.Categories, want.categories) {
		t.Errorf("%s: %s has categories %q, want %q", file, want.id, got.Categories, want.categories)
	}
	if html := got.Content + got.Description; !strings.Contains(html, want.html) {
		t.Errorf("%s: %s says\n%s\nwant\n%s", file, want.id, html, want.html)
	}
	if want.excerpt != "" && !strings.Contains(got.Description, strings.ReplaceAll(want.excerpt, "'", "&#39;")) && got.Description != want.excerpt {
		t.Errorf("%s: %s has the summary %q, want %q", file, want.id, got.Description, want.excerpt)
	}
	var authors []string
	for _, a := range got.Authors {
		authors = append(authors, a.Name)
	}
	if got.DublinCoreExt != nil && file == RSSFile {
		authors = got.DublinCoreExt.Creator // the parser takes the first alone for an author
	}
	if wantNames := want.writers(); !slices.Equal(authors, wantNames) && (file != RSSFile || len(want.authors) > 0) {
		t.Errorf("%s: %s is by %q, want %q", file, want.id, authors, wantNames)
	}
	var image string
	if m := got.Extensions["media"]["content"]; len(m) > 0 {
		image = m[0].Attrs["url"]
	} else if got.Image != nil {
		image = got.Image.URL
	}
	if image != want.image.url {
		t.Errorf("%s: %s has the image %q, want %q", file, want.id, image, want.image.url)
	}
}

func TestSameStoriesSameBytes(t *testing.T) {
	for _, file := range formats {
		if !bytes.Equal(render(t, sampleFeed(), file), render(t, sampleFeed(), file)) {
			t.Errorf("%s: two renders differ", file)
		}
	}
}

// TestAtomNamespaceComesFirst: newsboat takes the first declaration for the
// document's own namespace and shows no entry otherwise.
func TestAtomNamespaceComesFirst(t *testing.T) {
	if !bytes.Contains(render(t, sampleFeed(), AtomFile), []byte(`<feed xmlns="http://www.w3.org/2005/Atom" `)) {
		t.Error("the Atom namespace is not the root's first attribute")
	}
}

func TestCaps(t *testing.T) {
	f := sampleFeed()
	s := f.Stories[0]
	f.Stories = nil
	for i := range 300 {
		s.Key = string(rune('a'+i%26)) + strings.Repeat("x", i/26)
		f.Stories = append(f.Stories, s)
	}
	f.MaxBytes = 40_000
	for _, file := range formats {
		data := render(t, f, file)
		if len(data) > f.MaxBytes || len(data) < f.MaxBytes/2 {
			t.Errorf("%s: %d bytes where %d are allowed", file, len(data), f.MaxBytes)
		}
	}
	f.MaxBytes = 10
	if n := bytes.Count(render(t, f, RSSFile), []byte("<item>")); n != 1 {
		t.Errorf("a cap too small for any entry leaves %d, want 1", n)
	}
	f.MaxBytes, f.PerSource = 0, 9
	if n := bytes.Count(render(t, f, RSSFile), []byte("<item>")); n != 9 {
		t.Errorf("%d entries of one source, want 9", n)
	}
	f.PerSource, f.Items = 0, 7
	if n := bytes.Count(render(t, f, AtomFile), []byte("<entry")); n != 7 {
		t.Errorf("%d entries, want 7", n)
	}
}

func TestRights(t *testing.T) {
	for _, file := range formats {
		doc := string(render(t, sampleFeed(), file))
		for _, secret := range []string{"Never shown", "never shown", "never.jpg", "Not to be listed", "alert(1)", "onclick"} {
			if strings.Contains(doc, secret) {
				t.Errorf("%s gives away %q", file, secret)
			}
		}
		if !strings.Contains(doc, "Keep this to yourself") {
			t.Errorf("%s lacks the story that allows its title", file)
		}
	}
	f := sampleFeed()
	f.Images = false
	for _, file := range formats {
		if strings.Contains(string(render(t, f, file)), "tiny.jpg") {
			t.Errorf("%s shows an image against the operator's choice", file)
		}
	}
}

func TestHubsNeedAPublicAddress(t *testing.T) {
	f := sampleFeed()
	for base, want := range map[string]bool{"https://bags.example/x/": true, "http://localhost:8080/x/": false, "http://192.168.1.2/": false, "": false} {
		f.Base = base
		for _, file := range formats {
			if got := bytes.Contains(render(t, f, file), []byte("hub.example")); got != want {
				t.Errorf("%s at %q names a hub: %v", file, base, got)
			}
		}
	}
}

func TestDates(t *testing.T) {
	f := sampleFeed()
	s := f.Stories[0]
	s.FirstSeen, s.Published, s.Updated = day(10, 0), day(20, 0), day(5, 0)
	if p, u := f.dates(&s); !p.Equal(day(10, 0)) || !u.Equal(day(10, 0)) {
		t.Errorf("a date in the future gives %v, %v", p, u)
	}
	s.Published, s.Updated = time.Unix(0, 0), day(12, 0)
	if p, u := f.dates(&s); !p.Equal(day(10, 0)) || !u.Equal(day(12, 0)) {
		t.Errorf("a date of 1970 gives %v, %v", p, u)
	}
	s.FirstSeen, s.Published, s.Updated = time.Time{}, time.Time{}, time.Time{}
	if p, _ := f.dates(&s); p.Format("2006-01-02") != "2026-01-01" {
		t.Errorf("no date at all gives %v", p)
	}
}
