package story

import "testing"

func TestAddress(t *testing.T) {
	same := []string{
		"https://www.a.example/2025/thimble", "http://a.example/2025/thimble/", "https://a.example/2025/thimble?utm_source=rss&fbclid=x#top", "https://a.example:443/2025/thimble?v=2",
		"https://m.a.example/2025/thimble", "https://amp.a.example/2025/thimble", "https://a.example/2025/thimble/amp", "https://a.example/2025/thimble.amp.html",
		"https://a.example/amp/2025/thimble", "https://a.example/2025/thimble?print=1", "https://A.Example/2025/thimble.html", "https://a.example/2025/thimble/?outputType=amp",
	}
	for _, u := range same {
		if got := addressOf(u).exact; got != "a.example/2025/thimble" {
			t.Errorf("%s is %s", u, got)
		}
	}
	for u, want := range map[string]string{
		"https://a.example/item?id=4&utm_medium=x": "a.example/item?id=4", "https://video.example/watch?v=dQw4w9": "video.example/watch?v=dQw4w9",
		"https://a.example/": "", "https://www.a.example/index.html": "", "mailto:x@a.example": "", "%zz": "", "https://m.example/x": "m.example/x", "https://a.example/?p=12": "a.example?p=12",
		"https://a.example/model/m": "a.example/model/m",
	} {
		if got := addressOf(u).exact; got != want {
			t.Errorf("%s is %q, not %q", u, got, want)
		}
	}
	for u, want := range map[string]bool{
		"https://www.a.example/x/": false, "https://a.example/x.html?id=2": false, "https://m.a.example/x": true, "https://a.example/x/amp": true, "https://a.example/x?utm_source=y": true,
	} {
		if isDressed(u) != want {
			t.Errorf("%s dressed: %v", u, !want)
		}
	}
}
