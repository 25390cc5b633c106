package story

import (
	"strings"
	"testing"
	"time"

	"reticule"
)

func TestFace(t *testing.T) {
	full := strings.Repeat("word ", 100)
	copy := func(id int64, url string, change func(*reticule.Article)) reticule.Article {
		a := reticule.Article{ID: id, URL: url, Canonical: url, Text: full, Published: monday, FirstSeen: monday}
		change(&a)
		return a
	}
	plain := copy(1, "https://a.example/x", func(a *reticule.Article) {
		a.Published = monday.Add(time.Hour)
		a.FirstSeen = monday.Add(2 * time.Hour)
	})
	for name, other := range map[string]reticule.Article{
		"later":         copy(2, "https://b.example/x", func(a *reticule.Article) { a.Published = monday.Add(3 * time.Hour); a.FirstSeen = a.Published }),
		"names another": copy(2, "https://b.example/x", func(a *reticule.Article) { a.Canonical = "https://a.example/x" }),
		"paywalled":     copy(2, "https://b.example/x", func(a *reticule.Article) { a.Paywalled = true }),
		"trimmed":       copy(2, "https://b.example/x", func(a *reticule.Article) { a.Text = full[:200] }),
		"not to list":   copy(2, "https://b.example/x", func(a *reticule.Article) { a.NoIndex = true }),
		"AMP":           copy(2, "https://b.example/x/amp", func(a *reticule.Article) { a.Canonical = "" }),
	} {
		for _, copies := range [][]reticule.Article{{plain, other}, {other, plain}} {
			if got := copies[Face(copies, 0)].ID; got != 1 {
				t.Errorf("%s: the face is %d", name, got)
			}
			if got := copies[Face(copies, 2)].ID; got != 2 {
				t.Errorf("%s: the published face gave way to %d", name, got)
			}
			if got := copies[Face(copies, 7)].ID; got != 1 {
				t.Errorf("%s: after the face was removed: %d", name, got)
			}
		}
	}
	if Face(nil, 3) != -1 {
		t.Error("a face of nothing")
	}
	if got := Published([]reticule.Article{{FirstSeen: monday}, plain}); !got.Equal(monday) {
		t.Error("published", got)
	}
}

func TestHonestDate(t *testing.T) {
	day := 24 * time.Hour
	poll := monday
	for name, c := range map[string]struct {
		published, seen, want time.Time
		news                  bool
	}{
		"today":                {monday.Add(20 * day), monday.Add(20*day + time.Hour), monday.Add(20 * day), true},
		"tomorrow":             {monday.Add(21 * day), monday.Add(20 * day), monday.Add(20 * day), true},
		"no date":              {time.Time{}, monday.Add(20 * day), monday.Add(20 * day), true},
		"no date at first":     {time.Time{}, monday.Add(time.Minute), monday.Add(time.Minute), false},
		"yesterday, at first":  {monday.Add(-day), monday.Add(time.Minute), monday.Add(-day), true},
		"last month, at first": {monday.Add(-30 * day), monday.Add(time.Minute), monday.Add(-30 * day), false},
		"resurfaced":           {monday.Add(-300 * day), monday.Add(20 * day), monday.Add(-300 * day), false},
	} {
		if got, news := HonestDate(c.published, c.seen, poll); !got.Equal(c.want) || news != c.news {
			t.Errorf("%s: %v, news %v", name, got, news)
		}
	}
}

func TestDateInURL(t *testing.T) {
	for u, want := range map[string]string{
		"https://a.example/2019/05/28/thimble": "2019-05-28T23:59:59Z", "https://a.example/news/2019/02/x": "2019-02-28T23:59:59Z",
		"https://a.example/2019/thimble": "", "https://a.example/2019/02/31/x": "", "https://a.example/x?d=/2019/05/28/": "", "": "",
	} {
		got, ok := DateInURL(u)
		if ok != (want != "") || ok && got.Format(time.RFC3339) != want {
			t.Errorf("%s: %v %v", u, got, ok)
		}
	}
}

func TestChange(t *testing.T) {
	before := New(doc(1, "a.example/x", "Thimble bags sell out", thimble))
	for name, c := range map[string]struct {
		title, text, note string
		matters           bool
	}{
		"nothing":  {"Thimble bags sell out", thimble, "", false},
		"spelling": {"Thimble bags sell out", strings.Replace(thimble, "boiled", "boilt", 1), "small corrections", false},
		"price":    {"Thimble bags sell out", strings.Replace(thimble, "£38", "£45", 1), "names or numbers were changed", true},
		"headline": {"Thimbles all gone", thimble, "another headline", true},
		"longer":   {"Thimble bags sell out", thimble + "\nBy noon the queue had reached the bridge and the vicar was selling tea.", "14 % longer", true},
	} {
		if note, matters := Change(before, New(doc(1, "a.example/x", c.title, c.text))); note != c.note || matters != c.matters {
			t.Errorf("%s: %q, %v", name, note, matters)
		}
	}
}
