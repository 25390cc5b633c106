package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reticule"
	"reticule/feed"
	"reticule/scraper/extract"
)

// FuzzConfig wants every config file read, or refused as a mistake of whoever
// wrote it, in one line that is fit for a terminal.
func FuzzConfig(f *testing.F) {
	for _, s := range []string{
		"[site]\ntitle = \"Bags\"\ncontact = \"mailto:a@bags.example\"\n[fetch]\ndelay = \"2s\"\nallow = [\"127.0.0.0/8\"]\nmax_body = \"8MiB\"\n",
		"[[source]]\nname = \"a\"\nkind = \"site\"\nurl = \"https://gazette.example/\"\nevery = \"2h\"\nselect = { link = \"h2 a\", next = \"a.next\" }\n",
		"[[feed]]\nname = \"x\"\nquery = \"brand:a -\\\"b c\\\" price:<100\"\nitems = 5\n",
		"[[topic]]\nname = \"t\"\n[topic.languages.en]\nsizes = [\"mini\"]\n",
		"[site]\ntitel = 1\n", "a = [[[[", "[store]\npath = \"\\u0000\"", "x = 1e999\n[[source]]",
	} {
		f.Add(s)
	}
	var defaults config
	if err := decode("defaults", reticule.DefaultConfig, &defaults); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := defaults.with("config.toml", []byte(text))
		if err == nil {
			c.sources()
			c.frame()
			return
		}
		var mistake usageError
		if !errors.As(err, &mistake) {
			t.Errorf("not the writer's mistake: %v", err)
		}
	})
}

// FuzzImport wants every archive read to its end or refused, and every article
// of it to have an address of the web and a time.
func FuzzImport(f *testing.F) {
	for _, s := range []string{
		`{"url":"https://gazette.example/a","source":"g","title":"A","body":"<p>A mini bag","published":"2026-01-31T08:00:00Z"}` + "\n" + `{"url":"https://gazette.example/b","source":"g","title":"B","first_seen":"2025-01-31"}`,
		`{"url":"javascript:x","source":"g","title":"A"}`, "{\"url\":\"http://[::1\"}\r\n\n{", `{"url":"http://a.example/\u0000","source":"s","title":"\ud800","published":"31 février"}`, "[1]\n", "\xef\xbb\xbf{}",
	} {
		f.Add(s)
	}
	now := time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)
	name := filepath.Join(f.TempDir(), "archive.jsonl")
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		ar := &archive{file: file}
		defer ar.Close()
		lines, last := 0, time.Time{}
		err = ar.each(now, func(l importLine) error {
			found, err := l.article(now)
			if err != nil {
				return nil //nolint:nilerr // told to the user, line by line
			}
			a := found.Article
			if key, err := extract.Canonical(a.URL); err != nil || key != a.URL || !strings.HasPrefix(a.URL, "http") || a.FirstSeen.IsZero() {
				t.Errorf("article %q seen %v", a.URL, a.FirstSeen)
			}
			if a.FirstSeen.Unix() < last.Unix() {
				t.Errorf("%v comes after %v", a.FirstSeen, last)
			}
			lines, last = lines+1, a.FirstSeen
			return nil
		})
		if err == nil && lines > strings.Count(text, "\n")+1 {
			t.Errorf("%d articles of %q", lines, text)
		}
	})
}

// FuzzImportOPML wants what an OPML file adds to the config to be read back as
// what it was, and to add nothing but sources.
func FuzzImportOPML(f *testing.F) {
	for _, s := range []string{
		`<opml version="2.0"><body><outline text="Folder/a"><outline type="rss" text="G" xmlUrl="https://gazette.example/feed"/></outline></body></opml>`,
		`<opml><body><outline text="x&quot;]&#10;[store]" xmlUrl="https://a.example/" reticule:every="2h" reticule:select-link="a" xmlns:reticule="https://reticule.example/"/></body></opml>`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, err := feed.ParseOPML([]byte(text))
		if err != nil {
			return
		}
		var c config
		if _, err := c.addOutlines(list, ""); err != nil {
			return
		}
		var b strings.Builder
		for i := range c.Sources {
			b.WriteString(c.Sources[i].toml() + "\n")
		}
		var again config
		if err := decode("config.toml", []byte(b.String()), &again); err != nil {
			t.Fatalf("%v in\n%s", err, b.String())
		}
		if len(again.Sources) != len(c.Sources) {
			t.Fatalf("%d sources become %d in\n%s", len(c.Sources), len(again.Sources), b.String())
		}
		for i := range c.Sources {
			if got, want := again.Sources[i].toml(), c.Sources[i].toml(); got != want {
				t.Errorf("%s becomes %s", want, got)
			}
		}
		again.Sources = nil
		if again.Store.Path != "" || again.Feeds != nil || again.Topics != nil || again.Site.Title != "" {
			t.Errorf("more than sources in\n%s", b.String())
		}
	})
}
