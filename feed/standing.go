package feed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// What stands in a published folder may have been deleted, altered or restored
// by somebody else. A file of the size and time with which it was written is taken
// for unchanged; of any other the bytes tell.

// written is what a publication noted of a file.
type written struct {
	sum      string // SHA-256 of the bytes, in hex; empty: there was nothing to publish
	version  string
	size     int64
	modified int64 // nanoseconds since 1970
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// stands tells whether a file that the last publication wrote is as it was
// written. It looks once.
func (t *Tree) stands(name string) bool {
	sound, looked := t.sound[name]
	if !looked {
		sound = t.look(name)
		t.sound[name] = sound
	}
	return sound
}

func (t *Tree) look(name string) bool {
	w := t.old[name]
	// One system call, where the root would take one for each folder on the way:
	// nothing is read that could be somewhere else.
	info, err := os.Lstat(filepath.Join(t.dir, filepath.FromSlash(name)))
	if err != nil || !info.Mode().IsRegular() || info.Size() != w.size {
		return false
	}
	if info.ModTime().UnixNano() == w.modified && !t.all {
		return true
	}
	data, info := t.read(name, w.size)
	if info == nil || sumOf(data) != w.sum {
		return false
	}
	if w.modified != info.ModTime().UnixNano() {
		w.modified, t.renewed = info.ModTime().UnixNano(), true
		t.old[name] = w
	}
	return true
}

// read gives the bytes of a regular file of the given size, nothing where there
// is none.
func (t *Tree) read(name string, size int64) ([]byte, fs.FileInfo) {
	file, err := t.root.Open(name)
	if err != nil {
		return nil, nil
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() != size {
		return nil, nil
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(file, data); err != nil {
		return nil, nil
	}
	return data, info
}

// holds tells of a file that has these bytes already.
func (t *Tree) holds(name string, data []byte) fs.FileInfo {
	there, info := t.read(name, int64(len(data)))
	if info == nil || !bytes.Equal(there, data) {
		return nil
	}
	return info
}
