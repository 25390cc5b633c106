package feed

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
)

// manifestName is the file in a published folder that says what we wrote
// there:
//
//	{"micro-bags/rss.xml": {"sha256": "…", "version": "…"}, …}
const manifestName = ".reticule.json"

// removeStale removes what the last publication wrote and this one did not,
// and the folders that this empties.
func (t *Tree) removeStale() (removed []string, err error) {
	for _, name := range slices.Sorted(maps.Keys(t.old)) {
		if w, ok := t.now[name]; ok && w.SHA256 != "" || t.old[name].SHA256 == "" || !safePath(name) {
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
func (t *Tree) finish() error {
	if !maps.Equal(t.old, t.now) {
		data, err := json.MarshalIndent(t.now, "", " ")
		if err != nil {
			return err
		}
		if err := t.write(manifestName, append(data, '\n')); err != nil {
			return err
		}
	}
	return t.syncDirs()
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

// readManifest reads what the last publication wrote; nothing where there is
// no manifest or it cannot be read: then nothing is ours to remove.
func readManifest(root *os.Root) map[string]written {
	old := map[string]written{}
	file, err := root.Open(manifestName)
	if err != nil {
		return old
	}
	defer file.Close()
	if json.NewDecoder(io.LimitReader(file, 64<<20)).Decode(&old) != nil {
		return map[string]written{}
	}
	return old
}
