package feed

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"reticule"
)

func TestOPMLRoundTrip(t *testing.T) {
	list := []Outline{
		{Title: "Magazines & papers < all", Items: []Outline{
			{Title: "The Bag Post", Kind: reticule.KindFeed, URL: "https://bagpost.example/feed.xml?a=1&b=2", Home: "https://bagpost.example/"},
			{Title: "Deeper", Items: []Outline{{Title: "حقائب", Kind: reticule.KindFeed, URL: "https://gulf.example/rss"}}},
		}},
		{Title: "Shop window", Kind: reticule.KindSite, URL: "https://shop.example/news/", Settings: map[string]string{"name": "shop-window", "every": "6h", "lang": "fr"}},
		{Title: "Map", Kind: reticule.KindSitemap, URL: "https://map.example/sitemap.xml"},
	}
	data := OPML("Sources", list)
	golden(t, "testdata/sources.opml", data)
	got, err := ParseOPML(data)
	if err != nil || !reflect.DeepEqual(got, list) {
		t.Errorf("reads back as\n%+v %v, want\n%+v", got, err, list)
	}
	if !bytes.Equal(OPML("Sources", got), data) {
		t.Error("written again it differs")
	}
}

func TestOPMLLeavesOutWhatCannotBeRead(t *testing.T) {
	data := OPML("x", []Outline{
		{Title: "script", Kind: reticule.KindFeed, URL: "javascript:alert(1)"},
		{Title: "odd", Kind: reticule.KindFeed, URL: "https://a.example/", Settings: map[string]string{`a" onload="x`: "1", "Every": "2", "kind": "3"}},
	})
	if s := string(data); strings.Contains(s, "javascript") || strings.Contains(s, "onload") || strings.Contains(s, "Every") || strings.Contains(s, "r:kind") {
		t.Error(s)
	}
}

func TestParseOPML(t *testing.T) {
	feed := func(title, url string) Outline { return Outline{Title: title, Kind: reticule.KindFeed, URL: url} }
	for _, c := range []struct {
		name, in string
		want     []Outline
	}{
		{"plain", `<opml version="1.0"><head><title>x</title></head><body><outline text="A" type="rss" xmlUrl="http://a.example/"/></body></opml>`, []Outline{feed("A", "http://a.example/")}},
		{"case and order of attributes", `<OPML><BODY><OUTLINE XMLURL="http://a.example/" TEXT="A"/></BODY></OPML>`, []Outline{feed("A", "http://a.example/")}},
		{"no opml around", `<outline text="A" xmlUrl="http://a.example/"/>`, []Outline{feed("A", "http://a.example/")}},
		{"byte order mark", "\ufeff<opml><body><outline text='A' xmlUrl='http://a.example/'/></body></opml>", []Outline{feed("A", "http://a.example/")}},
		{"latin-1", "<?xml version='1.0' encoding='ISO-8859-1'?><opml><body><outline text='Caf\xe9' xmlUrl='http://a.example/'/></body></opml>", []Outline{feed("Café", "http://a.example/")}},
		{"entities and ampersands", `<opml><body><outline text="A &nbsp;& B&eacute;" xmlUrl="http://a.example/?x=1&y=2"/></body></opml>`, []Outline{feed("A & Bé", "http://a.example/?x=1&y=2")}},
		{"cut in half", `<opml><body><outline text="F"><outline text="A" xmlUrl="http://a.example/"/><outline te`, []Outline{{Title: "F", Items: []Outline{feed("A", "http://a.example/")}}}},
		{"feed scheme", `<opml><body><outline text="A" xmlUrl="feed://a.example/x"/><outline text="B" xmlUrl="feed:https://b.example/"/></body></opml>`, []Outline{feed("A", "http://a.example/x"), feed("B", "https://b.example/")}},
		{"empty folders and dead links", `<opml><body><outline text="F"/><outline text="A" xmlUrl="file:///etc/passwd"/><outline text="L" type="link" url="https://l.example/"/></body></opml>`, nil},
		{"title before text", `<opml><body><outline title="T" text="A" xmlUrl="http://a.example/"/></body></opml>`, []Outline{feed("T", "http://a.example/")}},
	} {
		got, err := ParseOPML([]byte(c.in))
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v %v, want %+v", c.name, got, err, c.want)
		}
	}
}

func TestParseOPMLRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":   "",
		"a page":    "<html><body><p>Not found</p></body></html>",
		"a feed":    `<rss version="2.0"><channel/></rss>`,
		"too deep":  strings.Repeat("<outline text='x'>", 100),
		"too many":  "<opml>" + strings.Repeat("<outline/>", maxOutlines+1),
		"all else":  "<opml><outline xmlUrl='https://a.example/'/>" + strings.Repeat("<a>", maxElements+1),
		"too long":  strings.Repeat(" ", maxOPML+1),
		"no markup": "hello",
	} {
		if got, err := ParseOPML([]byte(in)); err == nil {
			t.Errorf("%s: no error, but %d outlines", name, len(got))
		}
	}
}

func FuzzParseOPML(f *testing.F) {
	f.Add([]byte(`<opml><body><outline text="A &nbsp;" xmlUrl="http://a.example/"><outline/></outline></body></opml>`))
	f.Add(OPML("x", []Outline{{Title: "S", Kind: reticule.KindSite, URL: "https://s.example/", Settings: map[string]string{"every": "6h"}}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ParseOPML(data)
		if err != nil {
			return
		}
		// Once written, titles are filled in; after that nothing changes.
		data = OPML("x", list)
		again, err := ParseOPML(data)
		if err != nil && len(list) > 0 || !bytes.Equal(OPML("x", again), data) {
			t.Errorf("%+v\nreads back as\n%+v %v", list, again, err)
		}
	})
}
