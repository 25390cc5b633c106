package store

import (
	"context"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"reticule/store/pgtest"
)

var server pgtest.Shared

func TestMain(m *testing.M) { os.Exit(pgtest.Main{Tests: m, Shared: &server}.Run()) }

// onPostgreSQL tells that the tests are to run on PostgreSQL: see
// TestEveryTestOnPostgreSQL.
var onPostgreSQL = os.Getenv("RETICULE_TEST_STORE") == "postgres"

// ofSQLite skips what is asserted of its files.
func ofSQLite(t *testing.T) {
	t.Helper()
	if onPostgreSQL {
		t.Skip("about SQLite's files")
	}
}

// open gives an empty store.
func open(t testing.TB) *Store {
	t.Helper()
	place := filepath.Join(t.TempDir(), "reticule.db")
	if onPostgreSQL {
		place = server.Copy(t, func(empty string) {
			if s, err := Open(t.Context(), empty); err != nil || s.Close() != nil {
				t.Fatal(err)
			}
		})
	}
	return openAt(t, place)
}

func openAt(t testing.TB, place string) *Store {
	t.Helper()
	s, err := Open(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TestEveryTestOnPostgreSQL runs all tests of this package once more, on the
// other database: what is asserted of a store holds for both.
func TestEveryTestOnPostgreSQL(t *testing.T) {
	if onPostgreSQL {
		return
	}
	server.Server(t) // skips without it
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.shuffle=on")
	cmd.Env = append(os.Environ(), "RETICULE_TEST_STORE=postgres")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// TestSchema holds the migrations, run one after another, to schema.sql.
// Run with UPDATE=1 to write it anew.
func TestSchema(t *testing.T) {
	ofSQLite(t)
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
	ofSQLite(t)
	dir := t.TempDir()
	notADatabase := filepath.Join(dir, "text.db")
	if err := os.WriteFile(notADatabase, []byte(strings.Repeat("this is not a database. ", 50)), 0o600); err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(dir, "newer.db")
	s := openAt(t, newer)
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

// golden compares with a file in testdata, which is the same for all
// databases. Run with UPDATE=1 to write it anew.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if os.Getenv("UPDATE") != "" && !onPostgreSQL {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines, wanted := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(lines), len(wanted)) {
		if i >= len(lines) || i >= len(wanted) || lines[i] != wanted[i] {
			t.Errorf("line %d of %s differs:\n%s\nwant\n%s", i+1, file, strings.Join(lines[min(i, len(lines)):min(i+1, len(lines))], ""), strings.Join(wanted[min(i, len(wanted)):min(i+1, len(wanted))], ""))
		}
	}
}
