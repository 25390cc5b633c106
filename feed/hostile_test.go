package feed

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"reticule"
	"reticule/internal/race"
)

// invented are strings that try to act, to break out, or to break the format.
var invented = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `]]><script>alert(1)</script><![CDATA[`,
	`&lt;script&gt;alert(1)&lt;/script&gt;`, `&amp;lt;svg onload=alert(1)&amp;gt;`, `&#60;iframe src="javascript:alert(1)"&#62;`,
	`javascript:alert(1)`, `JaVaScRiPt:alert(1)`, "java\tscript:alert(1)", `data:text/html;base64,PHNjcmlwdD4=`, `vbscript:x`,
	`https://evil.example/"onload="alert(1)`, `https://evil.example/?a=<script>&b='x'`, `//evil.example/x.js`, `http://evil.example\@bags.example/`,
	`</title></item></channel></rss>`, `</p></div><form action=//evil.example><input>`, `<!--`, `-->`, `<?xml version="1.0"?>`, `<!DOCTYPE x [<!ENTITY y "z">]>`, `&y;`,
	"\x00\x01\x0b\x1b[31m\x7f\u0085\u2028\ufffe\uffff\ufffd", "\xff\xfe\xc0\x80 overlong", "\u202egnp.exe\u2066", `{"a":"b"}`, "\\u003cscript\\u003e", strings.Repeat("<b>", 5000), strings.Repeat("&", 5000),
	"https://bags.example/" + strings.Repeat("%", 3000), "https://xn--\u00fc.example/", "http://[::1", "https://a.example:99999/", "http://a%00b.example/",
}

// hostileLines are the invented strings, and those of the shared data where
// they are at hand.
func hostileLines(t testing.TB) []string {
	shared := os.Getenv("RETICULE_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	data, err := os.ReadFile(filepath.Join(shared, "data", "hostile", "xss", "xss-payload-list.txt"))
	if err != nil {
		t.Log("the shared list of payloads is absent; only the invented ones are tried")
		return invented
	}
	return append(strings.Split(string(data), "\n"), invented...)
}

// hostileStory has a string in every place that the web fills.
func hostileStory(key, s string) reticule.Story {
	return reticule.Story{
		Key: key,
		Face: reticule.Article{URL: "https://bags.example/" + key, Canonical: s, Title: s, Summary: s, Text: s, HTML: s, Authors: []string{s, s + "2"}, Lang: s,
			Site: s, Image: s, License: s, Source: s},
		Source: reticule.Source{Name: s, Title: s, URL: s, Kind: s, Rights: reticule.RightsFull},
		Verdict: reticule.Verdict{Topic: s, Label: s, Brands: []string{s}, Reason: s,
			Products: []reticule.Product{{Name: s, Brand: s, Retailer: s, Price: reticule.Money{Minor: 1, Currency: "EUR"}}, {Name: "x" + s, Price: reticule.Money{Minor: 1, Currency: s}}}},
		Copies:    []reticule.Copy{{Source: s, Title: s, URL: s}, {Title: s, URL: "https://copy.example/"}},
		FirstSeen: day(1, 0), Published: day(1, 0), Updated: day(1, 0),
	}
}

func TestHostileStringsAreInert(t *testing.T) {
	f := sampleFeed()
	for chunk := range slices.Chunk(hostileLines(t), 200) {
		f.Stories = nil
		for i, s := range chunk {
			if !race.Enabled || i%8 == 0 {
				f.Stories = append(f.Stories, hostileStory(strconv.Itoa(i), s))
			}
		}
		checkInert(t, f)
	}
}

// checkInert renders a feed in each format and holds it to everything that we
// promise of it: it parses strictly, every rule is kept, and nothing acts.
func checkInert(t testing.TB, f Feed) {
	t.Helper()
	entries := f.entries()
	for i, render := range []func([]entry) ([]byte, error){f.rss, f.atom, f.json} {
		data, err := render(entries)
		if err != nil {
			t.Fatal(err)
		}
		inertFeed(t, formats[i], data, len(entries))
	}
}

func inertFeed(t testing.TB, file string, data []byte, entries int) {
	t.Helper()
	strictParse(t, file, data)
	for _, finding := range ValidateAt(data, day(30, 0)) {
		if finding.Rule != "too-large" {
			t.Errorf("%s: %v", file, finding)
		}
	}
	got, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if len(got.Items) != entries {
		t.Errorf("%s: %d items, want %d", file, len(got.Items), entries)
	}
	for _, item := range got.Items {
		inertItem(t, file, item)
	}
}

func inertItem(t testing.TB, file string, item *gofeed.Item) {
	t.Helper()
	for _, u := range append(item.Links, item.Link) {
		if !strings.HasPrefix(u, "https://") && !strings.HasPrefix(u, "http://") {
			t.Errorf("%s: %s links %q", file, item.GUID, u)
		}
	}
	// Some readers show plain text as HTML; that must not act either.
	for _, text := range append([]string{item.Title, item.Description, item.Content}, item.Categories...) {
		inertHTML(t, file, text)
	}
	for _, a := range item.Authors {
		inertHTML(t, file, a.Name)
	}
}

// allowed are the elements that may stand in what we publish.
const allowed = " a abbr b blockquote br caption cite code dd del div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins li ol p pre q s small strong sub sup table tbody td tfoot th thead tr ul "

func inertHTML(t testing.TB, file, s string) {
	t.Helper()
	for z := html.NewTokenizer(strings.NewReader(s)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("%s: a comment or doctype in %q", file, s)
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			if !strings.Contains(allowed, " "+tok.Data+" ") {
				t.Errorf("%s: <%s> in %q", file, tok.Data, s)
			}
			for _, a := range tok.Attr {
				switch a.Key {
				case "href", "src":
					if !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "https://") {
						t.Errorf("%s: %s=%q in %q", file, a.Key, a.Val, s)
					}
				case "alt", "lang", "dir", "referrerpolicy", "rel":
				default:
					t.Errorf("%s: attribute %s in %q", file, a.Key, s)
				}
			}
		}
	}
}

func strictParse(t testing.TB, file string, data []byte) {
	t.Helper()
	if file == JSONFile {
		if !json.Valid(data) {
			t.Errorf("%s: not JSON", file)
		}
		return
	}
	for dec := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
}

// FuzzFeed: whatever a story holds, the feed is well-formed and keeps every
// rule. Strings are short, for each stands in some thirty places, and long
// ones are tried elsewhere.
func FuzzFeed(f *testing.F) {
	const most = 300
	for _, s := range invented {
		if len(s) <= most {
			f.Add(s, "x")
		}
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = a[:min(len(a), most)], b[:min(len(b), most)]
		feed := sampleFeed()
		feed.Stories = []reticule.Story{hostileStory("a", a), hostileStory(b, a+b)}
		feed.Title, feed.Description, feed.Rights, feed.Generator = "x"+a, b, b, "x"+b
		checkInert(t, feed)
	})
}

// FuzzValidate: no document makes the validator panic or hang.
func FuzzValidate(f *testing.F) {
	files, _ := filepath.Glob("testdata/*-*")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, finding := range Validate(data) {
			if finding.Advice == "" {
				t.Errorf("no rule %q", finding.Rule)
			}
		}
	})
}
