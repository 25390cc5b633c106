package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reticule"
	"reticule/store"
)

// TestSameFiguresOnBoth takes the labelled articles, the labelled stories and
// an archive of ten weeks into a file and into PostgreSQL: verdicts, stories,
// what is found, the trend's figures and all that is published are the same,
// byte for byte.
func TestSameFiguresOnBoth(t *testing.T) {
	now := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	dir := t.TempDir()
	weeks := slices.DeleteFunc(history(now.AddDate(0, 0, -7)), func(l importLine) bool { return l.Published < "2026-09" })
	lines := append(labelled(t), weeks...)
	t.Setenv("RETICULE_STORE", "")
	writeArchive(t, dir, lines)
	config := filepath.Join(dir, "config.toml")
	do := func(place string, args ...string) string {
		t.Helper()
		t.Setenv("RETICULE_STORE", place)
		var out, said bytes.Buffer
		a := &app{out: &out, err: &said, now: func() time.Time { return now }}
		if status := a.run(t.Context(), append(args, "--config", config)); status != exitOK {
			t.Fatalf("%v on %s: exit status %d: %s", args, place, status, &said)
		}
		return out.String()
	}
	file, database := filepath.Join(dir, "reticule.db"), server.Server(t).Database(t)
	for _, place := range []string{file, database} {
		do(place, "import", filepath.Join(dir, "archive.jsonl"))
		do(place, "label", lines[0].URL, "mention")
		do(place, "remove", lines[1].URL)
	}
	questions := [][]string{
		{"export"}, {"trend", "--json"}, {"trend", "--json", "--at", "2026-10-10"}, {"trend", "--csv"}, {"sources", "--json"}, {"eval"},
		{"search", "--json", "micro bag"}, {"search", "--json", "brand:jacquemus or price:>200"}, {"search", "--json", "bolso"}, {"search", "--json", "バッグ"},
	}
	for i := 2; i < len(lines); i += 50 {
		questions = append(questions, []string{"why", "--json", lines[i].URL})
	}
	for _, args := range questions {
		if a, b := do(file, args...), do(database, args...); a != b {
			t.Errorf("%v: %s", args, firstDifference(a, b))
		} else if a == "" {
			t.Errorf("%v says nothing", args)
		}
	}
	sameTrees(t, published(t, config, do, file), published(t, config, do, database))
}

// labelled are the labelled articles and stories of the shared folder.
func labelled(t *testing.T) (out []importLine) {
	t.Helper()
	for _, name := range []string{"dev.jsonl", "stories-dev.jsonl"} {
		f, err := os.Open(filepath.Join(sharedFolder(), "data", "relevance", name))
		if err != nil {
			t.Skipf("the labelled articles are not here: %v; set RETICULE_SHARED", err)
		}
		defer f.Close()
		in := bufio.NewScanner(f)
		for in.Buffer(nil, 1<<20); in.Scan(); {
			var row struct{ URL, Site, Title, Summary, Body, Lang, Published string }
			if err := json.Unmarshal(in.Bytes(), &row); err != nil {
				t.Fatal(err)
			}
			out = append(out, importLine{URL: row.URL, Source: row.Site, Title: row.Title, Summary: row.Summary, Body: row.Body, Lang: row.Lang, Published: row.Published})
		}
		if err := in.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestSameDemoOnBoth crawls the demonstration into a file and, through the
// fleet, into PostgreSQL: what is thought of each article and which of them are
// one story is the same, though they come in other orders.
func TestSameDemoOnBoth(t *testing.T) {
	now := time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)
	var told [2]map[string]string
	for i, place := range []string{filepath.Join(t.TempDir(), "reticule.db"), newDatabase(t)} {
		a := &app{out: io.Discard, err: io.Discard, now: func() time.Time { return now }}
		if _, err := a.crawlDemo(t.Context(), t.TempDir(), place, "https://bags.example/"); err != nil {
			t.Fatal(err)
		}
		told[i] = byAddress(t, openPlace(t, place))
	}
	if len(told[0]) < 50 {
		t.Errorf("%d articles", len(told[0]))
	}
	for url, file := range told[0] {
		if file != told[1][url] {
			t.Errorf("%s: of the file\n%s\nof PostgreSQL\n%s", url, file, told[1][url])
		}
	}
}

// byAddress says of each article what is thought of it, and which others tell
// its story.
func byAddress(t *testing.T, st *store.Store) map[string]string {
	t.Helper()
	out, stories, members := map[string]string{}, map[string]string{}, map[string][]string{}
	err := st.Each(t.Context(), "", func(r store.Row) error {
		stories[r.URL], members[r.Story] = r.Story, append(members[r.Story], r.URL)
		r.ID, r.Story, r.Relation = 0, "", ""
		if r.Label == reticule.LabelNone { // by the judge, or by the scan: that depends on which page came first
			r.Topic, r.Score, r.Reason = "", 0, ""
		}
		out[r.URL] = fmt.Sprintf("%+v", r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for url, key := range stories {
		slices.Sort(members[key])
		out[url] += fmt.Sprint(members[key])
	}
	return out
}

func sameTrees(t *testing.T, file, database map[string]string) {
	t.Helper()
	if len(file) < 20 || len(file) != len(database) {
		t.Errorf("%d and %d files are published", len(file), len(database))
	}
	for path := range union(file, database) {
		if !strings.HasPrefix(path, ".") && file[path] != database[path] { // else it says when files were written
			t.Errorf("%s: %s", path, firstDifference(file[path], database[path]))
		}
	}
}
