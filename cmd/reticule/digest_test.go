package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"reticule/feed"
)

// TestBurstAlert imports 40 weeks, one of which is unusual, as they were known
// when it was complete, and what came in the two weeks after: there is one alert,
// with its stories and an id that stays, and none is added by later runs.
func TestBurstAlert(t *testing.T) {
	now := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	lines := history(now)
	for i, l := range lines {
		if strings.Contains(l.URL, "/w37/") && i%2 == 0 {
			lines[i].Body = "The micro bag is back, a tiny handbag for £250. " + l.Body
			lines[i].Title = "Micro bags, " + l.Title
		}
	}
	known := slices.DeleteFunc(slices.Clone(lines), func(l importLine) bool { return l.Published >= now.Format(time.RFC3339) })
	dir := t.TempDir()
	a := &app{out: os.Stderr, err: &bytes.Buffer{}, now: func() time.Time { return now.AddDate(0, 0, 14) }}
	run := func(args ...string) {
		t.Helper()
		if status := a.run(t.Context(), append([]string{"--config", filepath.Join(dir, "config.toml")}, args...)); status != exitOK {
			t.Fatalf("%v: exit status %d: %s", args, status, a.err)
		}
	}
	var first []string
	for i, list := range [][]importLine{known, later(now, 1), later(now, 2)} {
		writeArchive(t, dir, list)
		run("import", filepath.Join(dir, "archive.jsonl"))
		run("publish")
		rss := readTree(t, filepath.Join(dir, "public"))["micro-bags-digest/rss.xml"]
		for _, f := range feed.Validate([]byte(rss)) {
			t.Errorf("the digest: %s", f)
		}
		alerts := regexp.MustCompile(`<guid[^>]*>[^<]*-burst</guid>`).FindAllString(rss, -1)
		if len(alerts) != 1 || !strings.Contains(rss, "unusual attention in ") || !strings.Contains(rss, "That is unusual, not proved") {
			t.Fatalf("run %d: alerts %q in %.3000s", i, alerts, rss)
		}
		if first == nil {
			first = alerts
		}
		if !slices.Equal(alerts, first) {
			t.Errorf("run %d: the alert is %q, was %q", i, alerts, first)
		}
	}
}

// later are the quiet weeks after an archive's end.
func later(until time.Time, weeks int) (out []importLine) {
	for _, l := range history(until.AddDate(0, 0, 7*weeks)) {
		if l.Published >= until.Format(time.RFC3339) && strings.Contains(l.URL, "/w39/") {
			l.URL += "/" + until.AddDate(0, 0, 7*weeks).Format(time.DateOnly)
			out = append(out, l)
		}
	}
	return out
}
