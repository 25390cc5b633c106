package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reticule/feed"
)

var heavyNow = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// hardTitles are what titles of the web can be.
var hardTitles = [...]string{
	"Micro bags & <b>bigger</b> feelings &amp; co", "👜 Micro bag of the week: £95 well spent 👛", "マイクロバッグ、この冬の主役に：手のひらより小さい",
	"حقائب صغيرة micro bag تعود إلى الواجهة", "Micro bags\x07 with\x0b control\ufffd characters", `The "micro bag" is 'back' </title><script>alert(1)</script>`,
	"תיקי מיקרו micro bag בכל מקום", "Micro bag " + strings.Repeat("of the season, and of the next ", 20), "micro bag\u202egnisrever\u202c \u0085 &#0; &#x1F45C; ]]>",
}

// hardAddress is an address of a source, as addresses of the web can be.
func hardAddress(host string, i int) string {
	return "https://" + host + [...]string{"/2026/%d", "/手袋/%d?q=ü&a=b", "/a%%20b/%%E6%%89%%8B/%d#top", "/%d?x=<y>\"'", "/caf%%C3%%A9/%d/"}[i%5]
}

// heavyArchive is three years of forty sources with hard titles and addresses,
// and one text at three hundred places.
func heavyArchive() (lines []importLine) {
	houses := []string{"Jacquemus", "Fendi", "Loewe", "Coach", "Prada", "Gucci", "Chloé", "Balenciaga", "Bottega Veneta", "Telfar", "Marni", "Ganni"}
	for week := range 156 {
		for n := range 2 {
			i := week*2 + n
			host := []string{"bags%d.example", "bücher%d.example", "b%d.xn--bcher-kva.example", "手袋%d.example"}[i%4]
			at := heavyNow.AddDate(0, 0, -7*(155-week)-n-1)
			l := importLine{
				URL: fmt.Sprintf(hardAddress(fmt.Sprintf(host, i%40), i), i), Source: fmt.Sprintf("source-%d-%s", i%40, strings.Repeat("x", 40)),
				Title: hardTitles[i%len(hardTitles)] + fmt.Sprint(" ", i), Published: at.Format(time.RFC3339), FirstSeen: at.Add(time.Hour).Format(time.RFC3339),
				Body: fmt.Sprintf("The %s micro bag number %d costs £%d & <em>sells</em> out. A micro bag by %s, £%d.", houses[i%len(houses)], i, 90+i, houses[(i+5)%len(houses)], 120+3*i),
			}
			switch i % 7 {
			case 1:
				l.Published = "" // no date of its own
			case 2:
				l.Published = at.AddDate(9, 0, 0).Format(time.RFC3339) // of the future
			case 3:
				l.Lang = "zh-Hant-TW"
			case 4:
				l.Lang = "x-klingon"
			}
			lines = append(lines, l)
		}
	}
	text := strings.Repeat("An agency wrote this piece about the micro bag that every house now has, and three hundred sites took it word by word. ", 8)
	for i := range 300 {
		at := heavyNow.AddDate(0, 0, -3).Add(time.Duration(i) * time.Minute).Format(time.RFC3339)
		lines = append(lines, importLine{URL: fmt.Sprintf("https://copy%d.example/agency-piece-on-the-micro-bag", i), Source: fmt.Sprintf("copy-%d", i),
			Title: "An agency's micro bag piece that everyone ran", Body: text, Published: at, FirstSeen: at})
	}
	return lines
}

// heavyConfig has two thousand sources with long names.
func heavyConfig() string {
	var b strings.Builder
	b.WriteString("[site]\ntitle = \"Bags & <small> 👜\"\ncontact = \"mailto:ops@bags.example\"\nbase_url = \"https://bags.example/\"\n[publish]\nimages = true\n")
	for i := range 2000 {
		fmt.Fprintf(&b, "[[source]]\nname = \"source-%d-%s\"\ntitle = %q\nkind = \"feed\"\nurl = \"https://bags%d.example/%s/feed\"\n", i, strings.Repeat("x", 40), strings.Repeat(hardTitles[2], 4), i, strings.Repeat("deep/", 30))
	}
	return b.String()
}

// TestHeavyStore publishes a store that is large and hard in every way, and looks
// at all that stands: no page above 60 KB with its style sheet, no fault in any
// feed.
func TestHeavyStore(t *testing.T) {
	dir := t.TempDir()
	var archive strings.Builder
	for _, l := range heavyArchive() {
		line, _ := json.Marshal(l) // plain data always marshals
		archive.WriteString(string(line) + "\n")
	}
	for name, text := range map[string]string{"archive.jsonl": archive.String(), "config.toml": storeConfig(t) + heavyConfig()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a := &app{out: os.Stderr, err: os.Stderr, now: func() time.Time { return heavyNow }}
	for _, args := range [][]string{{"import", filepath.Join(dir, "archive.jsonl")}, {"publish", "--all"}} {
		if status := a.run(t.Context(), append([]string{"--config", filepath.Join(dir, "config.toml")}, args...)); status != exitOK {
			t.Fatalf("%v: exit status %d", args, status)
		}
	}
	tree := readTree(t, filepath.Join(dir, "public"))
	style, most, pages, feeds := 0, "", 0, 0
	for name, text := range tree {
		if path.Ext(name) == ".css" {
			style = len(text)
		}
	}
	for name, text := range tree {
		switch base := path.Base(name); {
		case path.Ext(name) == ".html":
			pages++
			if len(text)+style > 60_000 {
				t.Errorf("%s weighs %d bytes with its style sheet", name, len(text)+style)
			}
			if len(text) > len(tree[most]) {
				most = name
			}
		case base == feed.RSSFile || base == feed.AtomFile || base == feed.JSONFile:
			feeds++
			for _, f := range feed.ValidateAt([]byte(text), heavyNow) {
				t.Errorf("%s: %v", name, f)
			}
		}
	}
	for _, want := range []string{"sources/2/index.html", "micro-bags/contents/weeks/index.html", "micro-bags/trend/weeks.csv", "micro-bags/trend/gbp/index.html"} {
		if tree[want] == "" {
			t.Errorf("there is no %s", want)
		}
	}
	t.Logf("%d pages, the heaviest %s with %d bytes, style sheet %d; %d feeds", pages, most, len(tree[most]), style, feeds)
}
