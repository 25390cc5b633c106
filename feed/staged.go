package feed

import (
	"errors"
	"io/fs"
	"os"
	"path"
)

// A file is written beside its place, synced and renamed, so that nobody ever
// reads half of it, and none is half after a loss of power. The disk takes as
// long for one as for many at once: so many are written before the first is
// synced.

// stagedMost bounds the files that are written and not in their places yet: all
// are open.
const stagedMost = 64

// staged is a file beside its place.
type staged struct {
	file       *os.File
	temp, name string
}

// stage writes the bytes into a temporary file beside the place.
func (t *Tree) stage(name string, data []byte) (fs.FileInfo, error) {
	dir := path.Dir(name)
	if !t.dirs[dir] {
		if err := t.root.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
		t.dirs[dir] = true
	}
	temp := path.Join(dir, "."+path.Base(name)+".new")
	file, err := t.create(temp)
	if err != nil {
		return nil, err
	}
	_, err = file.Write(data)
	info, errStat := file.Stat()
	if err = errors.Join(err, errStat); err != nil {
		file.Close()
		t.root.Remove(temp)
		return nil, err
	}
	if t.staged = append(t.staged, staged{file, temp, name}); len(t.staged) >= stagedMost {
		err = t.settle()
	}
	return info, err
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

// settle puts the staged files into their places. One that cannot be is removed,
// and the others are put there all the same.
func (t *Tree) settle() (err error) {
	for _, x := range t.staged {
		errOne := errors.Join(x.file.Sync(), x.file.Close())
		if errOne == nil {
			errOne = t.root.Rename(x.temp, x.name)
		}
		if errOne != nil {
			t.root.Remove(x.temp)
			err = errors.Join(err, errOne)
		}
	}
	t.staged = t.staged[:0]
	return err
}
