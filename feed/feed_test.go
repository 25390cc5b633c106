package feed

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"reticule"
)

var update = flag.Bool("update", false, "write the golden files anew")

func day(d, hour int) time.Time { return time.Date(2026, time.November, d, hour, 30, 0, 0, time.UTC) }

// sampleStories are six stories, newest first, that show all an entry can hold.
func sampleStories() []reticule.Story {
	post := reticule.Source{Name: "bag-post", Title: "The Bag Post", Kind: reticule.KindFeed, URL: "https://bagpost.example/feed.xml", Rights: reticule.RightsExcerpt}
	own := reticule.Source{Name: "our-notes", Title: "Our notes", Kind: reticule.KindSite, URL: "https://notes.example/bags/", Rights: reticule.RightsFull}
	gulf := reticule.Source{Name: "gulf-style", Title: "Gulf Style", Kind: reticule.KindFeed, URL: "https://gulf.example/rss"}
	return []reticule.Story{{
		ID: 6, Key: "k6",
		Face: reticule.Article{
			Canonical: "https://bagpost.example/tiny & mighty?q=<1>", Title: "Tiny & mighty: 5 micro bags < £100",
			Summary: "No phone fits. Nobody minds. We carried five of the season's smallest bags for a week & counted what went in.",
			Authors: []string{"Ada Finch", "Bo Larch"}, Lang: "en-GB", Image: "https://bagpost.example/img/tiny.jpg", ImageW: 1200, ImageH: 800,
		},
		Source: post,
		Verdict: reticule.Verdict{Topic: "micro-bags", Label: reticule.LabelAbout, Score: 7.5, Brands: []string{"Jacquemus", "Telfar"},
			Reason: "micro bags in the headline, Le Chiquito in the list",
			Products: []reticule.Product{
				{Name: "Le Petit Pois", Brand: "Jacquemus", Retailer: "Corner Shop", Price: reticule.Money{Minor: 9500, Currency: "GBP"}, Was: reticule.Money{Minor: 12000, Currency: "GBP"}},
				{Name: "Thimble", Price: reticule.Money{Minor: 1800, Currency: "GBP"}, High: reticule.Money{Minor: 2999, Currency: "GBP"}, From: true},
			}},
		Copies: []reticule.Copy{
			{Source: "mirror", Title: "Style Mirror", URL: "https://mirror.example/tiny", Published: day(20, 9)},
			{Source: "wire", URL: "https://wire.example/a?b=1&c=2"},
		},
		FirstSeen: day(20, 8), Published: day(20, 7), Updated: day(21, 6),
	}, {
		ID: 5, Key: "k5",
		Face:   reticule.Article{Canonical: "https://gulf.example/صغيرة", Title: "حقائب صغيرة جدا", Summary: "موسم الحقائب الصغيرة بدأ.", Lang: "ar", Paywalled: true},
		Source: gulf, Verdict: reticule.Verdict{Topic: "micro-bags", Label: reticule.LabelMention, Score: 2, Reason: "small bags in the headline"},
		FirstSeen: day(19, 8), Published: day(25, 7), Updated: day(19, 8),
	}, {
		ID: 4, Key: "k4",
		Face:   reticule.Article{URL: "https://notes.example/bags/4", Title: "What a thimble holds", Text: "A thimble holds a key. It holds a coin, too.", HTML: `<p>A thimble holds a <a href="https://notes.example/key">key</a>.</p><script>alert(1)</script><p onclick="x()">It holds a coin, too.</p>`, License: "CC BY 4.0"},
		Source: own, Verdict: reticule.Verdict{Topic: "micro-bags", Label: reticule.LabelAbout, Score: 3},
		FirstSeen: day(18, 8), Published: day(18, 8), Updated: day(18, 8),
	}, {
		ID: 3, Key: "k3",
		Face:   reticule.Article{Canonical: "https://bagpost.example/quiet", Title: "Keep this to yourself", Summary: "Never shown.", Image: "https://bagpost.example/never.jpg", NoSnippet: true},
		Source: post, Verdict: reticule.Verdict{Topic: "micro-bags", Label: reticule.LabelAbout, Reason: "never shown"},
		FirstSeen: day(17, 8), Published: day(17, 8), Updated: day(17, 9),
	}, {
		ID: 2, Key: "k2",
		Face:   reticule.Article{Canonical: "https://bagpost.example/hidden", Title: "Not to be listed", NoIndex: true},
		Source: post, FirstSeen: day(16, 8), Published: day(16, 8), Updated: day(16, 8),
	}, {
		ID: 1, Key: "k1",
		Face:      reticule.Article{Canonical: "https://tokyo.example/1", Title: "マイクロバッグの季節", Text: "今年は小さなバッグの年です。鍵と口紅だけが入ります。それで十分だと編集部は言います。", Lang: "ja"},
		Source:    reticule.Source{Name: "tokyo", Kind: reticule.KindSitemap, URL: "https://tokyo.example/sitemap.xml"},
		Verdict:   reticule.Verdict{Topic: "micro-bags", Label: reticule.LabelAbout, Score: 4},
		FirstSeen: day(15, 8), Updated: day(15, 8),
	}}
}

func sampleFeed() Feed {
	return Feed{
		Name: "micro-bags", Title: "Micro bags", Description: "Very small bags, as the fashion press sees them", Lang: "en",
		Home: "https://bags.example/micro-bags/", Base: "https://bags.example/micro-bags/", Icon: "https://bags.example/icon.png",
		IDPrefix: "tag:bags.example,2026:", Generator: "reticule 1.0", Hubs: []string{"https://hub.example/"},
		Stories: sampleStories(), Excerpt: 15, Images: true, History: History{Prev: "https://bags.example/micro-bags/2026-W46/"},
	}
}

// render renders one of the formats by its file name.
func render(t testing.TB, f Feed, file string) []byte {
	t.Helper()
	data, err := map[string]func() ([]byte, error){RSSFile: f.RSS, AtomFile: f.Atom, JSONFile: f.JSON}[file]()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var formats = []string{RSSFile, AtomFile, JSONFile}

func TestGolden(t *testing.T) {
	archive := sampleFeed()
	archive.Base += "2026-W46/"
	archive.History = History{Archive: true, Current: "https://bags.example/micro-bags/", Prev: "https://bags.example/micro-bags/2026-W45/", Next: "https://bags.example/micro-bags/2026-W47/"}
	archive.Stories = archive.Stories[5:]
	feeds := map[string]Feed{
		"sample":  sampleFeed(),
		"archive": archive,
		"nowhere": {Name: "micro-bags", IDPrefix: "tag:bags.example,2026-03:", Stories: sampleStories()[5:], Hubs: []string{"https://hub.example/"}},
		"nothing": {Name: "micro-bags", IDPrefix: "tag:bags.example,2026-03:", Base: "https://bags.example/micro-bags/"},
	}
	for name, f := range feeds {
		for _, file := range formats {
			golden(t, filepath.Join("testdata", name+"-"+file), render(t, f, file))
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from what is rendered; look at the change and run with -update\n%s", name, got)
	}
}
