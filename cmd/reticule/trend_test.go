package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reticule/feed"
)

// history is an archive of 40 weeks at eight sources, six articles a source and
// week: one in thirty is about micro bags at first, one in seven in the last
// ten weeks. In week 20 one text stands at every source.
func history(until time.Time) []importLine {
	r := rand.New(rand.NewPCG(3, 4))
	words := vocabulary(3000)
	var out []importLine
	for week := range 40 {
		monday := until.AddDate(0, 0, -7*(40-week))
		for s := range 8 {
			for n := range 6 {
				share := 30
				if week >= 30 {
					share = 7
				}
				body := "Of the news of the day there is this:"
				for range 60 {
					body += " " + words[r.IntN(len(words))]
				}
				title := fmt.Sprintf("%s and %s for %s", words[r.IntN(3000)], words[r.IntN(3000)], words[r.IntN(3000)])
				switch {
				case week == 20 && n == 0:
					title, body = "The micro bag is everywhere", "Wherever one looked this week there was the same micro bag, a tiny handbag that holds a lipstick, on the same wrist, in the same photograph, and nobody could say who had sent it."
				case r.IntN(share) == 0:
					title, body = "Micro bags, "+title, "The micro bag is back, a tiny handbag for £250. "+body
				}
				at := monday.Add(time.Duration(r.IntN(7*24*60)) * time.Minute)
				out = append(out, importLine{URL: fmt.Sprintf("https://s%d.example/w%d/%d", s, week, n), Source: fmt.Sprintf("s%d", s), Title: title, Body: body, Published: at.Format(time.RFC3339)})
			}
		}
	}
	return out
}

// TestHistory takes an archive in, in two orders, and holds the report to what
// is true of it: a rise, told from copies; the same bytes whatever the order;
// and a digest of the week.
func TestHistory(t *testing.T) {
	now := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	lines := history(now.AddDate(0, 0, -7))
	var trees [2]map[string]string
	for i := range trees {
		dir := t.TempDir()
		writeArchive(t, dir, lines)
		a := &app{out: os.Stderr, err: &bytes.Buffer{}, now: func() time.Time { return now }}
		config := filepath.Join(dir, "config.toml")
		if status := a.run(t.Context(), []string{"--config", config, "import", filepath.Join(dir, "archive.jsonl")}); status != exitOK {
			t.Fatalf("import: exit status %d: %s", status, a.err)
		}
		trees[i] = readTree(t, filepath.Join(dir, "public"))
		if i == 0 {
			checkReport(t, a, config)
		}
		rand.New(rand.NewPCG(1, 1)).Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	}
	for path, text := range trees[0] {
		if trees[1][path] != text {
			t.Errorf("%s depends on the order of the archive", path)
		}
	}
	digest := trees[0]["micro-bags-digest/rss.xml"]
	if !strings.Contains(digest, "Attention in the sources you follow is rising") || !strings.Contains(digest, ".png") || !strings.Contains(digest, ".svg") {
		t.Errorf("the digest: %.1500s", digest)
	}
	for _, f := range feed.Validate([]byte(digest)) {
		t.Errorf("the digest: %s", f)
	}
}

// writeArchive writes an archive into a folder, and a config where there is none.
func writeArchive(t *testing.T, dir string, lines []importLine) {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for _, l := range lines {
		if err := e.Encode(l); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "archive.jsonl"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "config.toml")
	if _, err := os.Stat(config); err == nil {
		return
	}
	text := "[site]\nbase_url = \"https://bags.example/\"\ncontact = \"mailto:ops@bags.example\"\n" + storeConfig(t)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func checkReport(t *testing.T, a *app, config string) {
	t.Helper()
	var out bytes.Buffer
	a.out = &out
	if status := a.run(t.Context(), []string{"--config", config, "trend", "--json", "--at", "2026-11-15"}); status != exitOK {
		t.Fatalf("trend: exit status %d", status)
	}
	var r struct {
		Momentum struct{ Verdict string }
		Weeks    []struct {
			Week       string
			R, Pickups int
		}
	}
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r.Momentum.Verdict != "rising" {
		t.Errorf("momentum %q, want rising", r.Momentum.Verdict)
	}
	most := 0
	for _, w := range r.Weeks {
		if w.Pickups > w.R+5 {
			most++ // the week of the copies: eight pickups of one story
		}
	}
	if most != 1 {
		t.Errorf("%d weeks with copies told from stories, want 1", most)
	}
}

// readTree reads all that was published, the pages' own records left out.
func readTree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path, ".") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		out[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
