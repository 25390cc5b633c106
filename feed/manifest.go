package feed

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// manifestName is the file in a published folder that says what we wrote
// there: a first line with the folder's state, then a line for each file, sorted
// by path.
//
//	reticule 1 STATE
//	SHA256 VERSION SIZE NANOSECONDS micro-bags/rss.xml
//
// A dash stands for an empty text.
const manifestName = ".reticule"

// removeStale removes what the last publication wrote and this one did not,
// and the folders that this empties.
func (t *Tree) removeStale() (removed []string, err error) {
	for _, name := range slices.Sorted(maps.Keys(t.old)) {
		if w, ok := t.now[name]; ok && w.sum != "" || t.old[name].sum == "" || !safePath(name) {
			continue
		}
		switch rmErr := t.root.Remove(name); {
		case rmErr == nil:
			removed = append(removed, name)
		case !errors.Is(rmErr, fs.ErrNotExist):
			err = errors.Join(err, rmErr)
			t.now[name] = t.old[name]
			continue
		}
		for dir := path.Dir(name); dir != "." && t.root.Remove(dir) == nil; dir = path.Dir(dir) {
			delete(t.dirs, dir)
		}
	}
	return removed, err
}

// forgetNothing keeps what the last publication wrote and this one did not
// come to: it is still ours.
func (t *Tree) forgetNothing() {
	for name, w := range t.old {
		if _, ok := t.now[name]; !ok {
			t.now[name] = w
		}
	}
}

// finish writes the manifest, if it differs, and syncs the folders.
func (t *Tree) finish(state string) error {
	if state != t.state || t.renewed || !maps.Equal(t.old, t.now) {
		if _, err := t.stage(manifestName, manifest(state, t.now)); err != nil {
			return err
		}
	}
	return errors.Join(t.settle(), t.syncDirs())
}

func (t *Tree) syncDirs() error {
	for dir := range t.dirs {
		d, err := t.root.Open(dir)
		if err != nil {
			return err
		}
		// Some file systems cannot sync a folder; the rename stands all the same.
		d.Sync()
		d.Close()
	}
	return nil
}

// manifestFirst begins a manifest of this form.
const manifestFirst = "reticule 1 "

// manifestMost bounds what is read of a manifest.
const manifestMost = 64 << 20

func manifest(state string, files map[string]written) []byte {
	b := make([]byte, 0, len(manifestFirst)+len(state)+200*len(files))
	b = append(append(append(b, manifestFirst...), state...), '\n')
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w := files[name]
		b = append(append(b, cmp.Or(w.sum, "-")...), ' ')
		b = append(append(b, cmp.Or(w.version, "-")...), ' ')
		b = append(strconv.AppendInt(b, w.size, 10), ' ')
		b = append(strconv.AppendInt(b, w.modified, 10), ' ')
		b = append(append(b, name...), '\n')
	}
	return b
}

// readManifest reads what the last publication wrote; nothing where there is
// no manifest or it cannot be read: then nothing is ours to remove.
func readManifest(root *os.Root) (state string, files map[string]written) {
	file, err := root.Open(manifestName)
	if err != nil {
		return "", map[string]written{}
	}
	defer file.Close()
	var b strings.Builder // whose text the paths and versions are parts of
	if info, err := file.Stat(); err == nil && info.Size() <= manifestMost {
		b.Grow(int(info.Size()))
	}
	if _, err := io.Copy(&b, io.LimitReader(file, manifestMost)); err != nil {
		return "", map[string]written{}
	}
	return parseManifest(b.String())
}

func parseManifest(text string) (state string, files map[string]written) {
	first, rest, whole := strings.Cut(text, "\n")
	state, ours := strings.CutPrefix(first, manifestFirst)
	files = make(map[string]written, strings.Count(rest, "\n"))
	for whole && ours && rest != "" {
		var w written
		var name string
		if name, w, rest, whole = parseLine(rest); whole {
			files[name] = w
		}
	}
	if !whole || !ours {
		return "", map[string]written{}
	}
	return state, files
}

func parseLine(text string) (name string, w written, rest string, ok bool) {
	line, rest, ok := strings.Cut(text, "\n")
	var size, modified string
	w.sum, line, _ = strings.Cut(line, " ")
	w.version, line, _ = strings.Cut(line, " ")
	size, line, _ = strings.Cut(line, " ")
	modified, name, _ = strings.Cut(line, " ")
	w.sum, w.version = strings.TrimPrefix(w.sum, "-"), strings.TrimPrefix(w.version, "-")
	var errSize, errTime error
	w.size, errSize = strconv.ParseInt(size, 10, 64)
	w.modified, errTime = strconv.ParseInt(modified, 10, 64)
	return name, w, rest, ok && name != "" && errSize == nil && errTime == nil
}
