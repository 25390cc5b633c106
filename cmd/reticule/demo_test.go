package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reticule"
	"reticule/cmd/reticule/demo"
	"reticule/feed"
	"reticule/store"
)

// TestDemo runs the demonstration as a new user does, and holds what it keeps
// to what its web knows of itself.
func TestDemo(t *testing.T) {
	ofFile(t)
	var out bytes.Buffer
	dir := t.TempDir()
	now := time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)
	a := &app{out: &out, err: io.Discard, now: func() time.Time { return now }}
	if status := a.run(t.Context(), []string{"demo", "--once", "--dir", dir}); status != exitOK {
		t.Fatalf("exit status %d\n%s", status, &out)
	}
	if !strings.Contains(out.String(), "is broken, which stops nothing") || !strings.Contains(out.String(), filepath.Join(dir, "public")) {
		t.Errorf("it prints:\n%s", &out)
	}
	st, err := store.Open(t.Context(), filepath.Join(dir, "reticule.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	rows := map[string]store.Row{}
	if err := st.Each(t.Context(), "", func(r store.Row) error { rows[r.URL] = r; return nil }); err != nil {
		t.Fatal(err)
	}
	checkTruth(t, rows, demo.New(now).Truth())
	checkEdition(t, filepath.Join(dir, "public"))
}

// checkTruth allows the judge few disagreements, and none that takes in what
// has nothing to do with the topic.
func checkTruth(t *testing.T, rows map[string]store.Row, truth []demo.Truth) {
	t.Helper()
	wrong := 0
	for _, want := range truth {
		got, ok := rows[want.URL]
		switch {
		case !ok:
			t.Errorf("%s was lost", want.URL)
		case want.Label == reticule.LabelNone && got.Label != reticule.LabelNone:
			t.Errorf("%s counts as %s, but has nothing to do with it", want.URL, got.Label)
		case want.Label != got.Label:
			wrong++
			t.Logf("%s: %s, want %s", want.URL, got.Label, want.Label)
		}
		if original, ok := rows[want.Copy]; ok && original.Story != got.Story {
			t.Errorf("%s is not in the story of %s", want.URL, want.Copy)
		}
	}
	if wrong*100 > len(truth)*7 {
		t.Errorf("%d of %d labels are wrong", wrong, len(truth))
	}
}

// checkEdition holds what is published to the rules that readers need.
func checkEdition(t *testing.T, public string) {
	t.Helper()
	for _, path := range []string{"micro-bags/rss.xml", "micro-bags/atom.xml", "micro-bags/feed.json", "micro-bags-about/rss.xml"} {
		data, err := os.ReadFile(filepath.Join(public, path))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, f := range feed.Validate(data) {
			t.Errorf("%s: %s", path, f)
		}
	}
	data, err := os.ReadFile(filepath.Join(public, "feeds.opml"))
	if err != nil || xml.Unmarshal(data, new(struct{})) != nil {
		t.Errorf("feeds.opml: %v", err)
	}
}
