package feed

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func file(path, text string) File { return File{Path: path, Data: []byte(text)} }

// publish writes files and fails the test on an error.
func publish(t *testing.T, dir string, files ...File) Changes {
	t.Helper()
	ch, err := WriteTree(dir, files)
	if err != nil {
		t.Fatal(err)
	}
	return ch
}

func TestWriteTree(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	ch := publish(t, dir, file("a/rss.xml", "one"), file("a/b/page.html", "two"), file("index.html", "three"))
	if want := []string{"a/b/page.html", "a/rss.xml", "index.html"}; !slices.Equal(ch.Written, want) || ch.Kept != nil || ch.Removed != nil {
		t.Errorf("first: %+v", ch)
	}
	old := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(dir, "index.html"), old, old); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "robots.txt"), []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	ch = publish(t, dir, file("a/rss.xml", "ONE"), file("index.html", "three"))
	if !slices.Equal(ch.Written, []string{"a/rss.xml"}) || !slices.Equal(ch.Kept, []string{"index.html"}) || !slices.Equal(ch.Removed, []string{"a/b/page.html"}) {
		t.Errorf("second: %+v", ch)
	}
	if st, err := os.Stat(filepath.Join(dir, "index.html")); err != nil || !st.ModTime().Equal(old) {
		t.Errorf("an unchanged file was written: %v %v", st.ModTime(), err)
	}
	if _, err := os.Stat(filepath.Join(dir, "a", "b")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("an emptied folder stays")
	}
	var names []string
	filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if !d.IsDir() {
			names = append(names, filepath.Base(p))
		}
		return err
	})
	if want := []string{manifestName, "rss.xml", "index.html", "robots.txt"}; !slices.Equal(names, want) {
		t.Errorf("the folder holds %q, want %q", names, want)
	}
}

func TestWriteTreeVersions(t *testing.T) {
	dir, renders := t.TempDir(), 0
	archive := func(version, text string) File {
		return File{Path: "2026-W46/rss.xml", Version: version, Render: func() ([]byte, error) { renders++; return []byte(text), nil }}
	}
	publish(t, dir, archive("1", "closed"))
	if ch := publish(t, dir, archive("1", "other")); renders != 1 || len(ch.Kept) != 1 {
		t.Errorf("a closed archive was rendered again: %d %+v", renders, ch)
	}
	os.Remove(filepath.Join(dir, "2026-W46", "rss.xml"))
	if ch := publish(t, dir, archive("1", "closed")); renders != 2 || len(ch.Written) != 1 {
		t.Errorf("a lost file was not restored: %d %+v", renders, ch)
	}
	if ch := publish(t, dir, archive("2", "closed")); renders != 3 || len(ch.Kept) != 1 {
		t.Errorf("a new version with the same bytes was written: %d %+v", renders, ch)
	}
}

func TestWriteTreeRefusesUnsafePaths(t *testing.T) {
	dir := t.TempDir()
	for _, p := range []string{"", ".", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", ".hidden", "a/.b", `a\b`, "a\x00b", "a\nb", "c:x", "a*", strings.Repeat("x", 300), manifestName} {
		if _, err := WriteTree(dir, []File{file("ok.txt", "x"), file(p, "x")}); err == nil {
			t.Errorf("%q was published", p)
		}
	}
	if _, err := WriteTree(dir, []File{file("a", "1"), file("a", "2")}); err == nil {
		t.Error("one path twice was published")
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("something was written before the refusal: %v", left)
	}
}

func TestWriteTreeStaysInside(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	victim := filepath.Join(outside, "victim")
	os.WriteFile(victim, []byte("precious"), 0o644)
	for link, target := range map[string]string{"out": outside, ".index.html.new": victim, "page.html": victim} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip("no symbolic links here")
		}
	}
	if _, err := WriteTree(dir, []File{file("out/evil", "x")}); err == nil {
		t.Error("a file was written through a link to another folder")
	}
	os.WriteFile(filepath.Join(dir, manifestName), []byte(`{"../`+filepath.Base(outside)+`/victim":{}, "out/victim":{}}`), 0o644)
	WriteTree(dir, []File{file("index.html", "x"), file("page.html", "x")})
	if got, err := os.ReadFile(victim); err != nil || string(got) != "precious" {
		t.Errorf("a file outside was changed: %q %v", got, err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "page.html")); string(got) != "x" {
		t.Errorf("the link was not replaced by the file: %q", got)
	}
}

func TestWriteTreeKeepsTheOldFeedWhenRenderingFails(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, file("a", "old a"), file("b", "old b"))
	boom := errors.New("boom")
	_, err := WriteTree(dir, []File{{Path: "a", Render: func() ([]byte, error) { return nil, boom }}})
	if !errors.Is(err, boom) || !strings.Contains(err.Error(), "publish a") {
		t.Errorf("the error is %v", err)
	}
	for _, name := range []string{"a", "b"} {
		if got, _ := os.ReadFile(filepath.Join(dir, name)); string(got) != "old "+name {
			t.Errorf("%s holds %q", name, got)
		}
	}
	WriteTree(dir, []File{file("a", "new"), {Path: "c", Render: func() ([]byte, error) { return nil, boom }}})
	if ch := publish(t, dir, file("a", "new")); !slices.Equal(ch.Kept, []string{"a"}) || !slices.Equal(ch.Removed, []string{"b"}) {
		t.Errorf("after a failure: %+v", ch)
	}
}

func TestWriteTreeWithoutItsManifest(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, file("a", "x"), file("b", "y"))
	os.WriteFile(filepath.Join(dir, manifestName), []byte("{broken"), 0o644)
	if ch := publish(t, dir, file("a", "x")); len(ch.Removed) > 0 || len(ch.Kept) != 1 {
		t.Errorf("%+v", ch)
	}
	if _, err := os.Stat(filepath.Join(dir, "b")); err != nil {
		t.Error("a file was removed that is not known to be ours")
	}
}

func TestWriteFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "feeds.opml")
	for i, want := range []bool{true, false, true} {
		changed, err := WriteFile(name, []byte{"aab"[i]})
		if err != nil || changed != want {
			t.Errorf("write %d: changed %v, %v", i, changed, err)
		}
	}
	if got, _ := os.ReadFile(name); string(got) != "b" {
		t.Errorf("it holds %q", got)
	}
	if _, err := WriteFile(filepath.Join(t.TempDir(), "no", "such"), nil); err == nil {
		t.Error("no error for a folder that is not there")
	}
}
