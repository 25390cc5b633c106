package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"reticule/fleet"
	"reticule/store"
	"reticule/store/pgtest"
)

// server is the tests' PostgreSQL.
var server pgtest.Shared

// onPostgreSQL lets the tests have their stores on PostgreSQL: every test but
// those of ofFiles holds on both.
var onPostgreSQL = os.Getenv("RETICULE_TEST_STORE") == "postgres"

// ofFiles are the tests, and the scripts by their names, that cannot be run on
// PostgreSQL, and why. A line in a script that is a file's only has the
// condition [!postgres].
var ofFiles = map[string]string{
	"TestCopyKilled":        "it goes from either to the other by itself",
	"TestCopyTellsTheSame":  "as above",
	"TestDemo":              "the demonstration keeps its store in a file",
	"TestKilledAtAnyMoment": "a fleet begins the visits of the killed anew after 25 timeouts; TestFleetFaults kills with short ones",
	"TestSoak":              "as TestKilledAtAnyMoment",
	"TestFullDisk":          "it is about the disk that the file is on",
	"TestManual":            "the manual is that of a store in a file; TestFleet does what docs/scale.md says",
	"TestNetworkIsDown":     "each visit of a fleet stands for itself: another machine may reach what this one cannot",
	"TestReadOnlyStore":     "it is about the folder that the file is in",
	"TestRelease":           "it is about the binary, where there is nothing else",
	"copy":                  "it is about files; TestCopyTellsTheSame copies between both",
	"keep":                  "backup and restore are for files: PostgreSQL has its own tools",
	"store":                 "it is about what may be wrong with a file",
}

// ofFile skips a test that is about a store in a file.
func ofFile(t *testing.T) {
	t.Helper()
	why, named := ofFiles[t.Name()]
	if !named {
		t.Fatal("it is not named among those about files")
	}
	if onPostgreSQL {
		t.Skip(why)
	}
}

// storeConfig is the part of a config that names a new store: nothing where it
// is a file beside the config.
func storeConfig(t testing.TB) string {
	if !onPostgreSQL {
		return ""
	}
	return fmt.Sprintf("[store]\nurl = %q\n", newDatabase(t))
}

// newDatabase gives the URL of a database that has its tables and nothing in
// them: to make them takes longer than some tests have.
func newDatabase(t testing.TB) string {
	t.Helper()
	return server.Copy(t, func(empty string) {
		st, err := store.Open(t.Context(), empty)
		if err != nil || st.Close() != nil {
			t.Fatal(err)
		}
		f, err := fleet.Open(t.Context(), fleet.Config{Address: empty, AtOnce: 1})
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
	})
}

// newPlace is the place of a new store in a folder, or on PostgreSQL.
func newPlace(t testing.TB, dir string) string {
	if !onPostgreSQL {
		return filepath.Join(dir, "reticule.db")
	}
	return newDatabase(t)
}

// placeOf is the place of a config's store.
func placeOf(t testing.TB, config string) string {
	t.Helper()
	c, err := loadConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return c.place()
}

// openPlace opens a store until the test ends.
func openPlace(t testing.TB, place string) *store.Store {
	t.Helper()
	st, err := store.Open(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

// database opens a store past the store.
func database(t testing.TB, place string) *sql.DB {
	t.Helper()
	driver := "sqlite"
	if store.IsAddress(place) {
		driver = "pgx"
	}
	db, err := sql.Open(driver, place)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
