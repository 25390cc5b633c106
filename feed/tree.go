package feed

import (
	"errors"
	"fmt"
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
//
// A file that has the version with which it was written, and stands as it was
// written, is left alone and not rendered.
type File struct {
	Path    string // relative, with slashes
	Data    []byte
	Render  func() ([]byte, error)
	Version string        // a word that names all that the bytes are made of; empty: Inputs tells
	Inputs  func() string // gives the version, at less cost than Render; may be nil
	Keep    bool          // whatever an earlier call wrote there, or did not, is left as it is
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
	t, err := OpenTree(dir, "")
	if err != nil {
		return Changes{}, err
	}
	defer t.Close()
	return t.Write(files)
}

// Tree is a folder that is being published to, and what stands there of ours.
type Tree struct {
	root    *os.Root
	dir     string
	program string
	all     bool   // every byte is read, however little a file looks as if it had changed
	state   string // as the last publication noted it
	note    string // as this one does
	old     map[string]written
	now     map[string]written
	sound   map[string]bool // what was looked at, and whether it stands as it was written
	renewed bool            // some of old
	staged  []staged        // written beside their places
	dirs    map[string]bool // folders that need a sync
	ours    []string        // what stands of ours, sorted; made when it is asked for
}

// OpenTree opens a published folder, which is made where there is none. Program
// names what draws the files: another draws those anew whose Inputs tell what
// they are made of.
func OpenTree(dir, program string) (*Tree, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	t := newTree(root, dir)
	t.program = program
	t.state, t.old = readManifest(root)
	return t, nil
}

func newTree(root *os.Root, dir string) *Tree {
	return &Tree{root: root, dir: dir, old: map[string]written{}, now: map[string]written{}, sound: map[string]bool{}, dirs: map[string]bool{}}
}

// Close closes the folder.
func (t *Tree) Close() error { return t.root.Close() }

// ReadAll makes the tree read every file in full to see whether it stands as it
// was written. Otherwise one of the same size and time is taken for unchanged.
func (t *Tree) ReadAll() { t.all = true }

// State is what the last publication noted of the folder as a whole; empty
// where it came to no end.
func (t *Tree) State() string { return t.state }

// Note has the next publication note the state of the folder, a line of text,
// when it is done.
func (t *Tree) Note(state string) { t.note = state }

// Intact tells whether all that was published stands as it was written, and
// nothing new is to be noted of it.
func (t *Tree) Intact() bool {
	for path, w := range t.old {
		if w.sum != "" && !t.stands(path) {
			return false
		}
	}
	return !t.renewed
}

// Version tells with which version some paths, which belong together, were last
// published, and whether the files are there: there may have been nothing to
// publish. Where somebody altered one they are as good as never published.
func (t *Tree) Version(paths ...string) (version string, stands bool) {
	for i, path := range paths {
		w, ok := t.old[path]
		if !ok || i > 0 && w.version != version || w.sum != "" && !t.stands(path) {
			return "", false
		}
		version, stands = w.version, w.sum != ""
	}
	return version, stands
}

// Below lists what was published in a folder and the folders in it, sorted.
func (t *Tree) Below(folder string) []string {
	if t.ours == nil {
		for path, w := range t.old {
			if w.sum != "" {
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
			return ch, errors.Join(fmt.Errorf("publish %s: %w", f.Path, err), t.settle(), t.finish(""))
		}
		if changed {
			ch.Written = append(ch.Written, f.Path)
		} else {
			ch.Kept = append(ch.Kept, f.Path)
		}
	}
	if err := t.settle(); err != nil {
		t.forgetNothing()
		return ch, errors.Join(err, t.finish(""))
	}
	slices.Sort(ch.Written)
	slices.Sort(ch.Kept)
	if ch.Removed, err = t.removeStale(); err != nil {
		t.note = ""
	}
	return ch, errors.Join(err, t.finish(t.note))
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
	t := newTree(root, dir)
	changed, err = t.publish(File{Path: base, Data: data})
	return changed, errors.Join(err, t.settle(), t.syncDirs())
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
	if f.Version == "" && f.Inputs != nil {
		f.Version = VersionOf(t.program, f.Inputs())
	}
	if strings.ContainsAny(f.Version, " \n") {
		return false, fmt.Errorf("its version %q is more than a word", f.Version)
	}
	if known && f.Version != "" && old.version == f.Version && (old.sum == "" || t.stands(f.Path)) {
		t.now[f.Path] = t.old[f.Path]
		return false, nil
	}
	data := f.Data
	if f.Render != nil {
		switch data, err = f.Render(); {
		case errors.Is(err, ErrNothing):
			t.now[f.Path] = written{version: f.Version}
			return false, nil
		case err != nil:
			return false, err
		}
	}
	info := t.holds(f.Path, data)
	if changed = info == nil; changed {
		if info, err = t.stage(f.Path, data); err != nil {
			return false, err
		}
	}
	t.now[f.Path] = written{sum: sumOf(data), version: f.Version, size: info.Size(), modified: info.ModTime().UnixNano()}
	return changed, nil
}
