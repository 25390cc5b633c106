package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// TestBackupWhileWriting takes backups while articles come in: each holds
// together, and none is there half.
func TestBackupWhileWriting(t *testing.T) {
	ofSQLite(t)
	s := open(t)
	dir := t.TempDir()
	stop := make(chan struct{})
	var writer sync.WaitGroup
	writer.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
				if _, err := s.Save(t.Context(), Batch{Source: gazette, Items: []Item{piece(n)}}); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	file := filepath.Join(dir, "copy.db")
	last := -1
	for range 10 {
		if err := s.Backup(t.Context(), file, true); err != nil {
			t.Fatal(err)
		}
		n, err := Articles(t.Context(), file)
		if err != nil || n < last {
			t.Errorf("%d articles after %d, %v", n, last, err)
		}
		last = n
	}
	close(stop)
	writer.Wait()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
	back, err := Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	sound(t, back)
}

func TestBackupIsPrivateAndReplacesNothing(t *testing.T) {
	ofSQLite(t)
	s := open(t)
	fillExample(t, s)
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), file, false); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := s.Backup(t.Context(), file, false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second one: %v", err)
	}
	if err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "missing", "copy.db"), false); err == nil {
		t.Error("a folder that is not there")
	}
}

// TestRestoreUnderReaders restores while the store is open elsewhere: it shows
// what the backup holds from then on.
func TestRestoreUnderReaders(t *testing.T) {
	ofSQLite(t)
	s := open(t)
	fillExample(t, s)
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), file, false); err != nil {
		t.Fatal(err)
	}
	for n := 10; n < 200; n++ {
		save(t, s, piece(n))
	}
	n, err := Restore(t.Context(), s.place, file)
	if err != nil || n != exampleArticles {
		t.Fatalf("%d articles, %v", n, err)
	}
	holdsExample(t, s)
	if wal, err := os.ReadFile(file + "-wal"); err == nil && len(wal) > 0 {
		t.Error("the backup was written to")
	}
}

func TestRestoreIntoNothing(t *testing.T) {
	ofSQLite(t)
	s := open(t)
	fillExample(t, s)
	file, path := filepath.Join(t.TempDir(), "copy.db"), filepath.Join(t.TempDir(), "new.db")
	if err := s.Backup(t.Context(), file, false); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), path, file); err != nil {
		t.Fatal(err)
	}
	back, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	holdsExample(t, back)
}

func TestRestoreRefuses(t *testing.T) {
	ofSQLite(t)
	s := open(t)
	fillExample(t, s)
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.db")
	if err := s.Backup(t.Context(), whole, false); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	damaged := []byte(strings.Repeat("x", len(data)))
	copy(damaged, data[:2*4096])
	newer := append([]byte{}, data...)
	newer[62] = 0xff // user_version
	for _, c := range []struct{ file, want string }{
		{filepath.Join(dir, "missing.db"), "no such file"},
		{write("text.db", []byte(strings.Repeat("not a database. ", 400))), "not a database"},
		{write("cut.db", data[:len(data)/2]), "malformed"},
		{write("damaged.db", damaged), "malformed"},
		{write("newer.db", newer), "newer than this program's"},
		{bookmarks(t, dir), "not a database of this program"},
	} {
		if _, err := Restore(t.Context(), s.place, c.file); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", filepath.Base(c.file), err, c.want)
		}
	}
	holdsExample(t, s)
}
