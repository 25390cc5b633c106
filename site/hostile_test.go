package site

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"reticule"
)

// ownPayloads stand in where the shared list is absent.
var ownPayloads = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' autofocus onfocus=alert(1) x='`, `javascript:alert(1)`, `</title><script>alert(1)</script>`,
	`--><svg onload=alert(1)>`, `]]><a href="javascript:alert(1)">x</a>`, "<scr\x00ipt>alert(1)</scr\x00ipt>", `&lt;script&gt;alert(1)&lt;/script&gt;`, `{{.Root}}`,
	`data:text/html,<script>alert(1)</script>`, `//evil.example/x.js`, ` data-live="search" hidden><script>`, "\u202e<b>txet", `<style>@import "//evil.example"</style>`,
	`https://bags.example//evil.example/`,
}

// payloads are lines that attack pages: the shared list where it is at hand.
func payloads(t testing.TB) []string {
	t.Helper()
	shared := os.Getenv("RETICULE_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(shared, "data", "hostile", "xss", "xss-payload-list.txt"))
	if err != nil {
		t.Log("the shared list is absent; a short one of our own stands in")
		return ownPayloads
	}
	defer f.Close()
	lines := slices.Clone(ownPayloads)
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		lines = append(lines, scan.Text())
	}
	if err := scan.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

// attack makes a story with the payload in every field. Its brands, which give
// pages of their own, are as hostile as the rest in some stories only.
func attack(i int, x string) reticule.Story {
	s := reticule.Story{
		Key: fmt.Sprintf("x%d", i), Published: clock.Add(-time.Duration(i) * time.Minute),
		Face: reticule.Article{Title: x, Summary: x, Text: x, URL: x, Canonical: x, Image: x, Lang: x, Site: x, Authors: []string{x}, HTML: x},
		Verdict: reticule.Verdict{Topic: x, Label: reticule.LabelAbout, Lang: x, Terms: []string{x}, Reason: x, Brands: []string{"Orvane"},
			Products: []reticule.Product{{Name: x, Brand: x, Retailer: x, Price: reticule.Money{Minor: 100, Currency: x}, Was: reticule.Money{Minor: 100, Currency: x}}},
			Evidence: []reticule.Evidence{{Zone: reticule.ZoneTitle, Text: x, Why: x}, {Zone: reticule.Zone(x), Text: x, Why: x}}},
		Source:   reticule.Source{Name: "attacker", Title: x, URL: x},
		Copies:   []reticule.Copy{{Source: x, Title: x, URL: x, Lang: x, Why: x}},
		Siblings: []reticule.Sibling{{Key: x, Title: x, URL: x, Why: x}},
	}
	if i%16 == 0 {
		s.Verdict.Brands = []string{x, "b " + x}
	}
	return s
}

// attackView is a view of hostile stories.
func attackView(lines []string) View {
	f := FeedView{Name: "attacks", Title: lines[0], Description: lines[0]}
	for i, x := range lines {
		f.Stories = append(f.Stories, attack(i, x))
	}
	return View{Title: lines[0], Description: lines[0], Lang: lines[0], BaseURL: lines[0], Generator: lines[0], Images: true, Feeds: []FeedView{f}, Updated: clock,
		Sources: []SourceView{{Name: lines[0], Title: lines[0], URL: lines[0], Kind: lines[0], State: State(lines[0]), Sentence: lines[0]}}}
}

// plainElements are those that our own templates write, and no others.
const plainElements = " html head meta title link body a header h1 h2 h3 p nav ul ol li form label input button main footer section div aside article " +
	"b strong em code bdi time span data img table thead tbody tr th td del "

// plainAttributes likewise.
const plainAttributes = " lang charset name content http-equiv rel href type title class id dir for action role value maxlength hidden data-live aria-label " +
	"aria-labelledby aria-current datetime hreflang src alt width height loading decoding referrerpolicy readonly scope tabindex "

// checkInert parses a page as a browser does, and fails on anything that the
// templates do not write.
func checkInert(t *testing.T, name string, data []byte) {
	t.Helper()
	walk(t, data, func(n *html.Node) {
		if n.Type != html.ElementNode {
			return
		}
		if !strings.Contains(plainElements, " "+n.Data+" ") || n.Namespace != "" {
			t.Errorf("%s: <%s> came from outside", name, n.Data)
		}
		for _, a := range n.Attr {
			if !strings.Contains(plainAttributes, " "+a.Key+" ") {
				t.Errorf("%s: <%s %s> came from outside", name, n.Data, a.Key)
			}
			if a.Key == "href" || a.Key == "src" || a.Key == "action" {
				checkAddress(t, name, n.Data, a.Val)
			}
		}
	})
}

// checkAddress admits relative addresses, and absolute ones over the web.
func checkAddress(t *testing.T, name, element, address string) {
	t.Helper()
	lower := strings.ToLower(strings.TrimLeftFunc(address, func(r rune) bool { return r <= ' ' }))
	for _, bad := range []string{"javascript", "data:", "vbscript", "//", "#zgotmplz"} {
		if strings.HasPrefix(lower, bad) {
			t.Errorf("%s: <%s> leads to %q", name, element, address)
		}
	}
	if element == "img" && !strings.HasPrefix(lower, "https://") {
		t.Errorf("%s: an image from %q", name, address)
	}
}

func TestAttacksAreInert(t *testing.T) {
	lines := payloads(t)
	if testing.Short() {
		lines = lines[:min(200, len(lines))]
	}
	for chunk := range slices.Chunk(lines, 160) {
		for name, data := range mustPages(t, attackView(chunk)) {
			if strings.HasSuffix(name, ".html") {
				checkInert(t, name, data)
			}
			if !isLocal(name) {
				t.Errorf("path %q", name)
			}
		}
	}
	t.Logf("%d payloads", len(lines))
}

func TestAttacksInQueries(t *testing.T) {
	lines := payloads(t)
	if testing.Short() {
		lines = lines[:min(200, len(lines))]
	}
	h := newHandler(t, Options{})
	for i, x := range lines {
		data, err := h.searchPage(h.current.Load(), x, 2, Results{More: true}, x)
		if err != nil {
			t.Fatal(err)
		}
		checkInert(t, fmt.Sprintf("search %d", i), data)
	}
}

func FuzzPages(f *testing.F) {
	for _, x := range ownPayloads {
		f.Add(x)
	}
	f.Fuzz(func(t *testing.T, x string) {
		for name, data := range mustPages(t, attackView([]string{x})) {
			if strings.HasSuffix(name, ".html") {
				checkInert(t, name, data)
			}
		}
	})
}

func FuzzConditions(f *testing.F) {
	f.Add("gzip;q=0, *", `"x", W/"y"`, "Fri, 20 Nov 2026 10:11:12 GMT")
	e := newEntry("rss.xml", []byte("<rss/>"), made, nil, &Options{})
	f.Fuzz(func(_ *testing.T, accept, tags, since string) {
		acceptsGzip([]string{accept})
		e.unchanged(&e.plain, map[string][]string{"If-None-Match": {tags}})
		e.unchanged(&e.plain, map[string][]string{"If-Modified-Since": {since}})
	})
}
