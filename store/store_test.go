package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func open(t testing.TB) *Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "reticule.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TestSchema holds the migrations, run one after another, to schema.sql.
// Run with UPDATE=1 to write it anew.
func TestSchema(t *testing.T) {
	got, err := open(t).Schema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("schema.sql", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("schema.sql differs from what the migrations make:\n%s", got)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	notADatabase := filepath.Join(dir, "text.db")
	if err := os.WriteFile(notADatabase, []byte(strings.Repeat("this is not a database. ", 50)), 0o600); err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(dir, "newer.db")
	s, err := Open(t.Context(), newer)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.update(t.Context(), func(tx *tx) error { return tx.exec("PRAGMA user_version = 999") }); err != nil {
		t.Fatal(err)
	}
	s.Close()
	for _, c := range []struct{ path, want string }{
		{dir, "it is a folder"},
		{filepath.Join(dir, "missing", "x.db"), "the folder does not exist"},
		{notADatabase, "not a database"},
		{newer, "newer than this program's"},
		{bookmarks(t, dir), "another program's database"},
	} {
		if _, err := Open(context.Background(), c.path); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Open(%s): %v, want %q", filepath.Base(c.path), err, c.want)
		}
	}
}

// bookmarks makes a database that is not ours.
func bookmarks(t *testing.T, dir string) string {
	path := filepath.Join(dir, "foreign.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "CREATE TABLE bookmarks (url TEXT)"); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMetaKeepsTheFirst(t *testing.T) {
	s := open(t)
	for _, v := range []string{"one", "two"} {
		got, err := s.KeepMeta(t.Context(), "k", v)
		if err != nil || got != "one" {
			t.Errorf("KeepMeta(%s) = %q, %v", v, got, err)
		}
	}
}
