package site

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reticule"
	"reticule/trend"
)

// heavyText is a text of so many runes in one of the scripts and habits that
// weigh most once they are written out.
func heavyText(kind, runes int) string {
	unit := []string{"smallest bag of the season ", "手のひらより小さい", "حقائب صغيرة جدًا ", `"'&<>+ `, "👜 "}[kind%5]
	return string([]rune(strings.Repeat(unit, 1+runes/len([]rune(unit))))[:runes])
}

var heavyCurrencies = [...]string{"GBP", "EUR", "JPY", "SEK", "USD", "CHF", "PLN", "CZK", "HUF", "INR"}

// heavyStory is a story at every bound: long names, long addresses, hundreds of
// copies.
func heavyStory(i int) reticule.Story {
	source := fmt.Sprintf("source-%d-%s", i%2000, strings.Repeat("x", 60))
	s := tell(fmt.Sprintf("heavy%04d", i), source, "zh-Hant-TW", heavyText(i, 400), heavyText(i+1, 3000), clock.Add(-time.Duration(i)*7*time.Hour), reticule.LabelAbout, heavyText(i+2, 400))
	s.ID = int64(i + 1)
	address := "https://bags.example/" + strings.Repeat("%E6%89%8B", 220)
	s.Face.URL, s.Face.Authors, s.Face.Image = address, []string{heavyText(i, 200), heavyText(i, 200)}, "https://bags.example/"+strings.Repeat("i", 1500)
	for n := range 30 {
		s.Verdict.Brands = append(s.Verdict.Brands, fmt.Sprint((i+n)%150, " ", heavyText(i+n, 90)))
	}
	for n := range 80 {
		price := reticule.Money{Minor: int64(100 + 997*n), Currency: heavyCurrencies[n%10]}
		s.Verdict.Products = append(s.Verdict.Products, reticule.Product{Name: heavyText(i+n, 120), Brand: heavyText(i, 120), Retailer: heavyText(n, 120), Price: price, High: price, Was: price})
		s.Verdict.Evidence = append(s.Verdict.Evidence, reticule.Evidence{Zone: reticule.ZoneBody, Text: heavyText(n, 120), Weight: 1, Why: heavyText(n, 120)})
	}
	others := 40
	if i == 0 {
		others = 300
	}
	for n := range others {
		s.Copies = append(s.Copies, reticule.Copy{Source: fmt.Sprintf("source-%d", n), URL: fmt.Sprint(address, n), Title: heavyText(n, 300), Lang: "ja", Published: clock, Why: heavyText(n, 200)})
		s.Siblings = append(s.Siblings, reticule.Sibling{Key: fmt.Sprintf("heavy%04d", n), URL: address, Title: heavyText(n, 300), Why: heavyText(n, 200)})
	}
	return s
}

// heavyView is a site with more of everything than any will have.
func heavyView() View {
	v := View{Title: heavyText(3, 200), Description: heavyText(3, 500), Lang: "en", BaseURL: "https://bags.example/" + strings.Repeat("deep/", 20), Images: true, Generator: "reticule", Health: "health", Updated: clock, Excerpt: 200}
	for i := range 2000 {
		state := []State{StateGreen, StateAmber, StateRed, StateGrey}[i%4]
		v.Sources = append(v.Sources, SourceView{Name: fmt.Sprint("source-", i), Title: heavyText(i, 90), URL: "https://bags.example/" + strings.Repeat("f", i%2000), Kind: reticule.KindFeed, State: state, LastSuccess: clock, Sentence: heavyText(i, 400)})
	}
	var stories []reticule.Story
	for i := range 45 {
		stories = append(stories, heavyStory(i))
	}
	report := heavyReport()
	for i := range 30 {
		f := FeedView{Name: fmt.Sprint(strings.Repeat("long-name-", 8), i), Title: fmt.Sprint(i, heavyText(i, 200)), Description: heavyText(i, 400), Topic: fmt.Sprint("topic", i*2/3), Digest: "digest"}
		if i < 1 {
			f.Stories, f.Trend = stories, report
		}
		v.Feeds = append(v.Feeds, f)
	}
	for w := trend.WeekOf(clock) - 1000; w < trend.WeekOf(clock)-20; w++ {
		v.Feeds[0].Archive = append(v.Feeds[0].Archive, w.String())
	}
	return v
}

// heavyReport is the report of three years of forty sources: in each week, every
// story names many brands and has prices in several currencies.
func heavyReport() *trend.Report {
	now, in := trend.WeekOf(clock), trend.Input{Topic: "micro-bags", Title: heavyText(3, 100), Rule: "r1", Brands: "b1", At: clock}
	id := int64(0)
	for w := now; w > now-157; w-- {
		for i := range 40 {
			source := fmt.Sprintf("source-%d-%s", i, strings.Repeat("x", 60))
			in.Sources = append(in.Sources, trend.SourceWeek{Source: source, Week: w, Polled: true, Stories: 2000 + i})
			if i%3 != int(w)%3 {
				continue
			}
			id++
			s := trend.Story{ID: id, Key: fmt.Sprintf("heavy%04d", id), Title: heavyText(int(id), 300), Copies: []trend.Copy{{Source: source, At: w.Start(time.UTC).Add(time.Duration(i) * time.Hour)}}, Terms: []string{"micro bag"}}
			for n := range 5 {
				s.Brands = append(s.Brands, trend.Mention{Name: fmt.Sprint((int(id)+n)%40, heavyText(n, 90)), Prominent: true})
				s.People = append(s.People, trend.Mention{Name: fmt.Sprint((int(id)+n)%40, heavyText(n, 90))})
				s.Words = append(s.Words, fmt.Sprint("thimble ", heavyText(n+int(id)%4, 30)))
			}
			for n := range 80 {
				price := reticule.Money{Minor: int64(100+997*n) + id*37%90_000, Currency: heavyCurrencies[n%10]}
				s.Products = append(s.Products, reticule.Product{Retailer: fmt.Sprint(id%30, heavyText(n, 90)), Price: price, From: n%3 == 0})
			}
			in.Stories = append(in.Stories, s)
		}
	}
	r := trend.Compute(in)
	return &r
}

// TestWeight holds every page to its weight, whatever the store holds.
func TestWeight(t *testing.T) {
	pages := mustPages(t, heavyView())
	style := len(styleSheet())
	kinds := map[string]int{}
	for name, data := range pages {
		if path.Ext(name) != ".html" {
			continue
		}
		n := len(data) + style
		if n > pageMost {
			t.Errorf("%s weighs %d bytes with its style sheet", name, n)
		}
		kind := strings.Split(name, "/")
		if len(kind) > 2 {
			kinds[kind[1]] = max(kinds[kind[1]], n)
		}
	}
	t.Log(len(pages), "files;", kinds)
}

// TestHeavyPagesInBrowser looks at the pages that only a heavy site has: none is
// wider than its screen, and axe finds nothing on them.
func TestHeavyPagesInBrowser(t *testing.T) {
	axe := axeSource(t)
	v := heavyView()
	h := newHandler(t, Options{View: v})
	h.Load(mustPages(t, v), made)
	b := openTab(t, start(t, h))
	feed := "/" + v.Feeds[0].Name
	for _, s := range []screen{screens[0], screens[3]} {
		b.show(t, s)
		for _, path := range []string{"/", "/sources/2/", "/stories/heavy0000/", "/stories/heavy0000/copies/2/", "/about-feeds/",
			feed + "/contents/", feed + "/contents/brands/", feed + "/trend/", feed + "/trend/gbp/", feed + "/languages/zh/2/"} {
			b.visit(t, path)
			if found := evaluate[[]string](t, b, wide); len(found) > 0 {
				t.Errorf("%s%s: too wide: %q", s.name, path, found)
			}
			evaluate[bool](t, b, axe+";true")
			for _, v := range b.axe(t) {
				t.Errorf("%s%s: %s", s.name, path, v)
			}
			if *shots != "" {
				b.shoot(t, filepath.Join(*shots, "heavy-"+s.name+strings.ReplaceAll(path, "/", "-")+".png"))
			}
		}
	}
}
