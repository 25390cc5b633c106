package site

import (
	"strings"
	"testing"
	"time"

	"reticule"
	"reticule/phrase"
)

func TestWeeks(t *testing.T) {
	for _, c := range []struct{ day, week, title string }{
		{"2026-11-22", "2026-W47", "Week 47: 16 to 22 November 2026"},
		{"2026-11-30", "2026-W49", "Week 49: 30 November to 6 December 2026"},
		{"2027-01-03", "2026-W53", "Week 53: 28 December 2026 to 3 January 2027"},
		{"2024-12-30", "2025-W01", "Week 1: 30 December 2024 to 5 January 2025"},
	} {
		d, err := time.Parse(time.DateOnly, c.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := weekOf(d); got != c.week {
			t.Errorf("weekOf(%s) = %s, want %s", c.day, got, c.week)
		}
		if got := weekTitle(phrase.For("en"), c.week); got != c.title {
			t.Errorf("weekTitle(%s) = %s, want %s", c.week, got, c.title)
		}
	}
	for _, bad := range []string{"", "2026", "2026-W54", "2026-W00", "2026-W1", "x-Wy", "../x"} {
		if _, ok := weekStart(bad); ok {
			t.Errorf("weekStart(%q) is well formed", bad)
		}
	}
}

func TestPrices(t *testing.T) {
	gbp := func(minor int64) reticule.Money { return reticule.Money{Minor: minor, Currency: "GBP"} }
	for _, c := range []struct {
		p    reticule.Product
		want string
	}{
		{reticule.Product{Price: gbp(125000)}, "£1,250"},
		{reticule.Product{Price: gbp(2999)}, "£29.99"},
		{reticule.Product{Price: gbp(9500), From: true}, "from £95"},
		{reticule.Product{Price: gbp(9500), High: gbp(12000)}, "£95 to £120"},
		{reticule.Product{Price: reticule.Money{Minor: 98000, Currency: "JPY"}}, "¥98,000"},
		{reticule.Product{Price: reticule.Money{Minor: 120050, Currency: "SEK"}}, "1,200.50\u00a0SEK"},
		{reticule.Product{}, ""},
	} {
		if got := priceText(phrase.For("en"), &c.p); got != c.want {
			t.Errorf("priceText(%+v) = %q, want %q", c.p, got, c.want)
		}
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Hermès": "hermes", "& Other Stories": "other-stories", "Self-Portrait": "self-portrait", "シャネル": "シャネル", "グッチ": "グッチ",
		"HERMÈS  Paris": "hermes-paris", "../..": "", "": "", "Ｃｈａｎｅｌ": "chanel",
	} {
		if got := slug(name); got != want {
			t.Errorf("slug(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestClip(t *testing.T) {
	if got := clip("  a\n b\tc ", 10); got != "a b c" {
		t.Errorf("clip = %q", got)
	}
	if got := clip(strings.Repeat("é", 1<<20), 5); got != "éééé…" {
		t.Errorf("clip = %q", got)
	}
}

func TestDirection(t *testing.T) {
	for s, want := range map[string]bool{"حقائب": true, "« سوق": true, "2026: תיקים": true, "Bags حقائب": false, "123": false, "": false, "小さな": false} {
		if rightToLeft(s) != want {
			t.Errorf("rightToLeft(%q) = %v", s, !want)
		}
	}
}

func TestWebAddress(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example/x?y=1": "https://a.example/x?y=1", " http://a.example ": "http://a.example", "http://user:pass@a.example/": "http://a.example/",
		"javascript:alert(1)": "", "//a.example/": "", "/x": "", "data:text/html,x": "", "https://": "", "java\nscript:alert(1)": "", "http://[::1": "",
	} {
		if got := webAddress(in); got != want {
			t.Errorf("webAddress(%q) = %q, want %q", in, got, want)
		}
	}
}
