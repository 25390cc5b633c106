package feed

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reticule"
)

func TestWeek(t *testing.T) {
	for _, c := range []struct{ day, week, from, to string }{
		{"2026-11-22", "2026-W47", "2026-11-16", "2026-11-23"},
		{"2026-11-23", "2026-W48", "2026-11-23", "2026-11-30"},
		{"2027-01-01", "2026-W53", "2026-12-28", "2027-01-04"},
		{"2024-12-30", "2025-W01", "2024-12-30", "2025-01-06"},
	} {
		day, _ := time.Parse(time.DateOnly, c.day)
		if got := Week(day); got != c.week {
			t.Errorf("%s is in %s, want %s", c.day, got, c.week)
		}
		from, to, ok := WeekBounds(c.week)
		if !ok || from.Format(time.DateOnly) != c.from || to.Format(time.DateOnly) != c.to {
			t.Errorf("%s goes from %v to %v", c.week, from, to)
		}
	}
	for _, bad := range []string{"", "2026-W54", "2026-W00", "2026-47", "2026-W7", "x", "2026-W47x", "99999999999-W01"} {
		if _, _, ok := WeekBounds(bad); ok {
			t.Errorf("%q was taken for a week", bad)
		}
	}
}

// TestArchives publishes week after week and looks at what stays.
func TestArchives(t *testing.T) {
	dir, f := t.TempDir(), sampleFeed()
	stories, loaded := map[string][]reticule.Story{}, []string{}
	for _, s := range f.Stories {
		stories[Week(s.FirstSeen)] = append(stories[Week(s.FirstSeen)], s)
	}
	load := func(week string) ([]reticule.Story, error) {
		loaded = append(loaded, week)
		return stories[week], nil
	}
	publishWeeks := func(version string, weeks ...string) (Changes, Feed) {
		loaded = nil
		living, files := f.Archives("micro-bags", version, weeks, load)
		return publish(t, dir, append(files, living.Files("micro-bags")...)...), living
	}
	_, living := publishWeeks("1", "2026-W46")
	if living.History.Prev != "https://bags.example/micro-bags/2026-W46/" || !slices.Equal(loaded, []string{"2026-W46"}) {
		t.Errorf("the living feed links %q; loaded %q", living.History.Prev, loaded)
	}
	closed := readAll(t, dir, "micro-bags/2026-W46")
	// A week later a story of the closed week has changed.
	stories["2026-W46"][0].Face.Title = "Another title"
	ch, _ := publishWeeks("1", "2026-W46", "2026-W47")
	if !slices.Equal(loaded, []string{"2026-W47"}) || len(ch.Written) != 6 {
		t.Errorf("loaded %q, wrote %q", loaded, ch.Written)
	}
	if !slices.EqualFunc(readAll(t, dir, "micro-bags/2026-W46"), closed, bytes.Equal) {
		t.Error("a closed archive changed")
	}
	atom := string(readAll(t, dir, "micro-bags/2026-W47")[0])
	for _, want := range []string{`rel="current"`, `href="https://bags.example/micro-bags/2026-W46/atom.xml" rel="prev-archive"`, "<fh:archive>", "<id>tag:bags.example,2026:feed/micro-bags</id>"} {
		if !strings.Contains(atom, want) {
			t.Errorf("an archive lacks %s", want)
		}
	}
	if ch, _ := publishWeeks("2", "2026-W46", "2026-W47"); len(loaded) != 2 || len(ch.Written) != 3 {
		t.Errorf("after a removal: loaded %q, wrote %q", loaded, ch.Written)
	}
	f.Base = ""
	if _, files := f.Archives("micro-bags", "1", []string{"2026-W46"}, load); files != nil {
		t.Error("archives that nothing can link")
	}
}

// readAll reads the three documents of a folder, in the order of their names.
func readAll(t *testing.T, dir, folder string) (docs [][]byte) {
	t.Helper()
	for _, name := range []string{AtomFile, JSONFile, RSSFile} {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(folder), name))
		if err != nil {
			t.Fatal(err)
		}
		for _, finding := range Validate(data) {
			t.Errorf("%s/%s: %v", folder, name, finding)
		}
		docs = append(docs, data)
	}
	return docs
}
