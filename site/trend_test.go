package site

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"reticule/trend"
)

// sampleReport is the report of a year and a half: a trend that grows, and a
// week without data.
func sampleReport() *trend.Report {
	now := trend.WeekOf(clock)
	in := trend.Input{Topic: "micro-bags", Title: "Micro bags", Rule: "r1", Brands: "b1", At: clock}
	brands := []string{"Orvane", "Petit Rien", "Maison Demi", "Hermès", "Tiny & Daughters"}
	id := int64(1000)
	for w := now - 77; w <= now; w++ {
		if w == now-40 {
			continue
		}
		age := int(now - w)
		for i, source := range []string{"hemline", "lepli", "alanaqa", "komono", "pinpoint", "kleidsam", "seamline", "puntada"} {
			row := trend.SourceWeek{Source: source, Week: w, Polled: true, Stories: 14 + i}
			for n := range max(0, (5+(age*7+i*3)%4-age/9)/2) {
				if (i+n+age)%3 == 0 {
					continue
				}
				id++
				at := w.Start(time.UTC).Add(time.Duration(9+i*11+n*17) * time.Hour)
				s := trend.Story{ID: id, Key: fmt.Sprintf("t%d", id), Title: fmt.Sprintf("Small bag number %d", id), Copies: []trend.Copy{{Source: source, At: at}}, Terms: []string{"micro bag"}}
				if age < 4 && i%2 == 0 {
					s.Words = append(s.Words, "thimble bag")
				}
				s.Brands = append(s.Brands, trend.Mention{Name: brands[int(id*id)%len(brands)]}, trend.Mention{Name: brands[0], Prominent: true})
				if id%5 == 0 {
					s.People = append(s.People, trend.Mention{Name: "Ines Valde"})
				}
				s.Products = append(s.Products, sampleStories()[4].Verdict.Products[id%11])
				in.Stories = append(in.Stories, s)
			}
			in.Sources = append(in.Sources, row)
		}
	}
	r := trend.Compute(in)
	return &r
}

// trendView is the sample with a report, whose last week has the sample's first
// story behind it.
func trendView() View {
	v := sampleView()
	r := sampleReport()
	for i := range v.Feeds[0].Stories {
		v.Feeds[0].Stories[i].ID = int64(i + 1)
	}
	last := &r.Weeks[len(r.Weeks)-1]
	last.IDs = append([]int64{1, 2, 3}, last.IDs...)
	v.Feeds[0].Trend = r
	return v
}

func TestTrendPage(t *testing.T) {
	pages := mustPages(t, trendView())
	page := pages["micro-bags/trend/index.html"]
	checkBalanced(t, "trend", page)
	for _, want := range []string{"Is it rising?", "<svg", "Who is in it", "What it costs, in GBP", "Ines Valde", "What to bear in mind",
		`href="../sources/hemline/">Hemline</a>`, `href="../2026-W46/">2026-W46</a>`, `href="gbp/"`, `href="weeks.csv"`} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the trend page lacks %q", want)
		}
	}
	for name, data := range pages {
		if strings.HasSuffix(name, ".html") {
			checkBalanced(t, name, data)
			checkMarkup(t, name, data)
			if n := len(data); n > 60_000 {
				t.Errorf("%s weighs %d bytes", name, n)
			}
			if n := len(compress("text/html", data)) + len(compress("text/css", styleSheet())); n > 20_000 {
				t.Errorf("%s is sent as %d bytes with its style sheet", name, n)
			}
		}
		if strings.Contains(name, "trend/") || name == "micro-bags/index.html" || name == "index.html" {
			t.Logf("%s: %d bytes, %d packed", name, len(data), len(compress("text/html", data)))
		}
	}
	if !bytes.Contains(pages["index.html"], []byte(`href="micro-bags/trend/"`)) {
		t.Error("the front page does not lead to the trend")
	}
}

func TestTrendOfNothing(t *testing.T) {
	r := trend.Compute(trend.Input{Topic: "x", At: clock})
	pages := mustPages(t, View{Feeds: []FeedView{{Name: "x", Trend: &r}}})
	checkBalanced(t, "trend", pages["x/trend/index.html"])
	if !bytes.Contains(pages["x/index.html"], []byte("Too early to say")) {
		t.Error("a trend without data does not say so")
	}
}
