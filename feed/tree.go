package feed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// maxPath bounds a published path, in bytes.
const maxPath = 240

// File is one file to publish. Its bytes are Data or, where Render is set,
// what Render returns.
type File struct {
	Path    string // relative, with slashes
	Data    []byte
	Render  func() ([]byte, error)
	Version string // where set and as last time, the file is left alone and not rendered
	Keep    bool   // whatever an earlier call wrote there, or did not, is left as it is
}

// ErrNothing is what Render returns where nothing is to stand at a path. With
// a Version it is not asked again.
var ErrNothing = errors.New("there is nothing to publish")

// Changes are what a publication did; paths are sorted.
type Changes struct {
	Written []string // new bytes
	Kept    []string // the same as before
	Removed []string // once ours, no longer wanted
}

type written struct {
	SHA256  string `json:"sha256,omitempty"` // empty: there was nothing to publish
	Version string `json:"version,omitempty"`
}

// WriteTree makes a folder hold the given files. A file whose bytes are there
// already keeps its modification time; another is written beside its place,
// synced and renamed, so that nobody ever reads half of it. A file that an
// earlier call wrote and that is not among them now is removed; files of
// others are left alone. Every path is checked first, and nothing outside the
// folder can be reached, by symbolic links neither. After an error the files
// done so far are whole, and nothing has been removed.
func WriteTree(dir string, files []File) (Changes, error) {
	if err := checkPaths(files); err != nil {
		return Changes{}, err
	}
	t, err := OpenTree(dir)
	if err != nil {
		return Changes{}, err
	}
	defer t.Close()
	return t.Write(files)
}

// Tree is a folder that is being published to, and what stands there of ours.
type Tree struct {
	root *os.Root
	old  map[string]written
	now  map[string]written
	dirs map[string]bool // folders that need a sync
	ours []string        // what stands of ours, sorted; made when it is asked for
}

// OpenTree opens a published folder, which is made where there is none.
func OpenTree(dir string) (*Tree, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Tree{root: root, old: readManifest(root), now: map[string]written{}, dirs: map[string]bool{}}, nil
}

// Close closes the folder.
func (t *Tree) Close() error { return t.root.Close() }

// Version tells with which version a path was last published, and whether the
// file is there: there may have been nothing to publish.
func (t *Tree) Version(path string) (version string, stands bool) {
	w, ok := t.old[path]
	if !ok {
		return "", false
	}
	if w.SHA256 == "" {
		return w.Version, false
	}
	if _, err := t.root.Stat(path); err != nil {
		return "", false
	}
	return w.Version, true
}

// Below lists what was published in a folder and the folders in it, sorted.
func (t *Tree) Below(folder string) []string {
	if t.ours == nil {
		for path, w := range t.old {
			if w.SHA256 != "" {
				t.ours = append(t.ours, path)
			}
		}
		slices.Sort(t.ours)
	}
	from, _ := slices.BinarySearch(t.ours, folder)
	to := from
	for to < len(t.ours) && strings.HasPrefix(t.ours[to], folder) {
		to++
	}
	return slices.Clone(t.ours[from:to])
}

// Write publishes as WriteTree does. It can be called once.
func (t *Tree) Write(files []File) (ch Changes, err error) {
	if err := checkPaths(files); err != nil {
		return ch, err
	}
	for _, f := range files {
		changed, err := t.publish(f)
		if err != nil {
			t.forgetNothing()
			return ch, errors.Join(fmt.Errorf("publish %s: %w", f.Path, err), t.finish())
		}
		if changed {
			ch.Written = append(ch.Written, f.Path)
		} else {
			ch.Kept = append(ch.Kept, f.Path)
		}
	}
	slices.Sort(ch.Written)
	slices.Sort(ch.Kept)
	ch.Removed, err = t.removeStale()
	return ch, errors.Join(err, t.finish())
}

// WriteFile publishes a single file: atomically, and only if its bytes differ.
func WriteFile(name string, data []byte) (changed bool, err error) {
	dir, base := filepath.Split(name)
	if dir == "" {
		dir = "."
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return false, err
	}
	defer root.Close()
	t := &Tree{root: root, now: map[string]written{}, dirs: map[string]bool{}}
	changed, err = t.publish(File{Path: base, Data: data})
	return changed, errors.Join(err, t.syncDirs())
}

// checkPaths refuses paths that leave the folder, are hidden, or stand twice.
func checkPaths(files []File) error {
	seen := map[string]bool{}
	for _, f := range files {
		if !safePath(f.Path) {
			return fmt.Errorf("publish %q: not a safe path", f.Path)
		}
		if seen[f.Path] {
			return fmt.Errorf("publish %q: twice in one publication", f.Path)
		}
		seen[f.Path] = true
	}
	return nil
}

func safePath(p string) bool {
	if p == "" || len(p) > maxPath || p != path.Clean(p) || !filepath.IsLocal(p) || strings.ContainsAny(p, "\\:*?\"<>|") {
		return false
	}
	for part := range strings.SplitSeq(p, "/") {
		if part == "" || part[0] == '.' || strings.IndexFunc(part, drop) >= 0 || strings.ContainsAny(part, "\n\t") {
			return false
		}
	}
	return true
}

func (t *Tree) publish(f File) (changed bool, err error) {
	old, known := t.old[f.Path]
	if f.Keep {
		if known {
			t.now[f.Path] = old
		}
		return false, nil
	}
	if known && f.Version != "" && old.Version == f.Version {
		if _, err := t.root.Stat(f.Path); err == nil || old.SHA256 == "" {
			t.now[f.Path] = old
			return false, nil
		}
	}
	data := f.Data
	if f.Render != nil {
		switch data, err = f.Render(); {
		case errors.Is(err, ErrNothing):
			t.now[f.Path] = written{Version: f.Version}
			return false, nil
		case err != nil:
			return false, err
		}
	}
	sum := sha256.Sum256(data)
	t.now[f.Path] = written{hex.EncodeToString(sum[:]), f.Version}
	if t.holds(f.Path, data) {
		return false, nil
	}
	return true, t.write(f.Path, data)
}

// holds tells whether a file has these bytes already.
func (t *Tree) holds(name string, data []byte) bool {
	file, err := t.root.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	if st, err := file.Stat(); err != nil || !st.Mode().IsRegular() || st.Size() != int64(len(data)) {
		return false
	}
	there, err := io.ReadAll(io.LimitReader(file, int64(len(data))+1))
	return err == nil && bytes.Equal(there, data)
}

// create makes a new file. What a crash left behind in its place goes first,
// whatever it is: writing into it might follow a link.
func (t *Tree) create(name string) (*os.File, error) {
	const flags = os.O_WRONLY | os.O_CREATE | os.O_EXCL
	file, err := t.root.OpenFile(name, flags, 0o644)
	if !errors.Is(err, fs.ErrExist) {
		return file, err
	}
	if err := t.root.Remove(name); err != nil {
		return nil, err
	}
	return t.root.OpenFile(name, flags, 0o644)
}

// write puts the bytes into a temporary file beside the place, and renames it.
func (t *Tree) write(name string, data []byte) (err error) {
	dir := path.Dir(name)
	if !t.dirs[dir] {
		if err := t.root.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	temp := path.Join(dir, "."+path.Base(name)+".new")
	defer func() {
		if err != nil {
			t.root.Remove(temp)
		}
	}()
	file, err := t.create(temp)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	t.dirs[dir] = true
	return t.root.Rename(temp, name)
}
