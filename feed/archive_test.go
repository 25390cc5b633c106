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
	stories := map[string][]reticule.Story{}
	for _, s := range f.Stories {
		stories[Week(s.FirstSeen)] = append(stories[Week(s.FirstSeen)], s)
	}
	publishWeeks := func(version string, weeks ...string) (Changes, Feed) {
		var files []File
		prev := ""
		for _, w := range weeks {
			files = append(files, f.Before("2026-W47").ArchiveFiles("micro-bags", w, prev, version, stories[w])...)
			prev = w
		}
		living := f.After(prev)
		return publish(t, dir, append(files, living.Files("micro-bags")...)...), living
	}
	if _, living := publishWeeks("1", "2026-W46"); living.History.Prev != "https://bags.example/micro-bags/2026-W46/" {
		t.Errorf("the living feed links %q", living.History.Prev)
	}
	closed := readAll(t, dir, "micro-bags/2026-W46")
	// A week later a story of the closed week has changed.
	stories["2026-W46"][0].Face.Title = "Another title"
	if ch, _ := publishWeeks("1", "2026-W46", "2026-W47"); len(ch.Written) != 6 {
		t.Errorf("wrote %q", ch.Written)
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
	if ch, _ := publishWeeks("2", "2026-W46", "2026-W47"); len(ch.Written) != 3 {
		t.Errorf("after a removal: wrote %q", ch.Written)
	}
}

// A document of which nothing is left goes, and is not asked for again; one that
// is to be kept stays, whatever stands there.
func TestNothingLeftAndKept(t *testing.T) {
	dir, f := t.TempDir(), sampleFeed()
	publish(t, dir, f.ArchiveFiles("micro-bags", "2026-W46", "", "1", f.Stories)...)
	tree, err := OpenTree(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if v, stands := tree.Version("micro-bags/2026-W46/rss.xml"); v != "1" || !stands {
		t.Errorf("version %q, stands %v", v, stands)
	}
	if got := tree.Below("micro-bags/"); len(got) != 3 {
		t.Errorf("below the folder: %q", got)
	}
	var kept []File
	for _, p := range []string{"rss.xml", "atom.xml", "feed.json"} {
		kept = append(kept, File{Path: "micro-bags/2026-W46/" + p, Keep: true})
	}
	if ch := publish(t, dir, append(kept, File{Path: "never.html", Keep: true})...); len(ch.Removed)+len(ch.Written) != 0 {
		t.Errorf("kept: %+v", ch)
	}
	if ch := publish(t, dir, f.ArchiveFiles("micro-bags", "2026-W46", "", "2", nil)...); len(ch.Removed) != 3 {
		t.Errorf("nothing left: %+v", ch)
	}
	empty := File{Path: "micro-bags/2026-W46/rss.xml", Version: "2", Render: func() ([]byte, error) { t.Error("asked again"); return nil, ErrNothing }}
	if ch := publish(t, dir, empty); len(ch.Removed)+len(ch.Written) != 0 {
		t.Errorf("again: %+v", ch)
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
