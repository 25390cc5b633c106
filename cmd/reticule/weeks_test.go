package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reticule/feed"
)

// TestThePastIsPublishedInPortions imports 40 weeks, publishes until nothing is
// left to be written, and looks at what stands: every week has its documents,
// linked one to the next, and its page; nothing that stood was changed meanwhile;
// and a removal leaves the documents and the page of its week at once.
func TestThePastIsPublishedInPortions(t *testing.T) {
	now := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	dir := t.TempDir()
	writeArchive(t, dir, history(now.AddDate(0, 0, -7)))
	var said bytes.Buffer
	a := &app{out: os.Stderr, err: &said, now: func() time.Time { return now }}
	config, public := filepath.Join(dir, "config.toml"), filepath.Join(dir, "public")
	run := func(args ...string) string {
		t.Helper()
		said.Reset()
		if status := a.run(t.Context(), append([]string{"--config", config}, args...)); status != exitOK {
			t.Fatalf("%v: exit status %d: %s", args, status, &said)
		}
		return said.String()
	}
	run("import", filepath.Join(dir, "archive.jsonl"))
	before, rounds := readTree(t, public), 0
	for strings.Contains(run("publish"), "still to be written") {
		after := readTree(t, public)
		for path, text := range before {
			if strings.Contains(path, "/2026-W") && strings.HasSuffix(path, "rss.xml") && !strings.Contains(path, "2026-W45") && after[path] != text {
				t.Errorf("%s changed", path)
			}
		}
		if before, rounds = after, rounds+1; rounds > 100 {
			t.Fatal("it does not come to an end")
		}
	}
	if rounds == 0 {
		t.Error("all was written at once")
	}
	tree := readTree(t, public)
	chain := archiveChain(t, tree, "micro-bags")
	if len(chain) < 30 {
		t.Errorf("%d weeks are linked: %v", len(chain), chain)
	}
	for _, week := range chain {
		page := tree["micro-bags/"+week+"/index.html"]
		if page == "" || !strings.Contains(tree["micro-bags/contents/index.html"], week) {
			t.Errorf("week %s has no page, or nothing leads there", week)
		}
	}
	checkRemoval(t, run, public, tree, chain[len(chain)-1])
}

// archiveChain follows the links from a living feed to its oldest documents.
func archiveChain(t *testing.T, tree map[string]string, name string) (weeks []string) {
	t.Helper()
	at := name + "/atom.xml"
	for {
		doc := tree[at]
		for _, f := range feed.Validate([]byte(doc)) {
			t.Errorf("%s: %s", at, f)
		}
		link, _, ok := strings.Cut(doc, `" rel="prev-archive"`)
		if !ok {
			return weeks
		}
		week := filepath.Base(filepath.Dir(link[strings.LastIndex(link, `"`)+1:]))
		if at = name + "/" + week + "/atom.xml"; tree[at] == "" {
			t.Fatalf("%s is linked and does not stand", at)
		}
		weeks = append(weeks, week)
	}
}

func checkRemoval(t *testing.T, run func(...string) string, public string, tree map[string]string, week string) {
	t.Helper()
	_, rest, _ := strings.Cut(tree["micro-bags/"+week+"/rss.xml"], "<item>")
	_, rest, _ = strings.Cut(rest, "<link>")
	url, _, _ := strings.Cut(rest, "</link>")
	if !strings.Contains(tree["micro-bags/"+week+"/index.html"], url) {
		t.Errorf("the page of %s lacks %s", week, url)
	}
	run("remove", url)
	after := readTree(t, public)
	for _, file := range []string{"rss.xml", "index.html"} {
		if strings.Contains(after["micro-bags/"+week+"/"+file], url) {
			t.Errorf("%s was removed and stands in %s of %s", url, file, week)
		}
	}
}
