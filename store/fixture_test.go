package store

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reticule"
)

// fixture is where a database that a migration's program wrote is kept.
func fixture(migration int) string {
	return filepath.Join("testdata", "schema", fmt.Sprintf("%04d.db.gz", migration))
}

// TestSchemaFixtures opens a database of every schema that there ever was, and
// finds all of it. Run with UPDATE=1 to write that of the newest migration
// anew; those of released ones are never touched.
func TestSchemaFixtures(t *testing.T) {
	ofSQLite(t)
	names, err := fs.Glob(sqliteMigrations, "migrations/sqlite/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("UPDATE") != "" {
		writeFixture(t, fixture(len(names)))
	}
	newest := statements(t, open(t))
	for i := range names {
		path := filepath.Join(t.TempDir(), "old.db")
		unpackFixture(t, fixture(i+1), path)
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatalf("%s: %v", fixture(i+1), err)
		}
		if !slices.Equal(statements(t, s), newest) {
			t.Errorf("%s does not become what new databases are; where its migration is not released yet, run UPDATE=1 go test ./store -run Schema", fixture(i+1))
		}
		holdsExample(t, s)
		s.Close()
	}
}

// statements are those of the schema, sorted: a backup has them in an order of
// its own.
func statements(t *testing.T, s *Store) []string {
	t.Helper()
	text, err := s.Schema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	list := strings.Split(text, ";\n\n")
	slices.Sort(list)
	return list
}

func unpackFixture(t *testing.T, packed, path string) {
	t.Helper()
	f, err := os.Open(packed)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func writeFixture(t *testing.T, packed string) {
	s := open(t)
	fillExample(t, s)
	file := filepath.Join(t.TempDir(), "fixture.db")
	if err := s.Backup(t.Context(), file, false); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is valid
	z.Write(data)                                         //nolint:errcheck // a buffer takes everything
	z.Close()                                             //nolint:errcheck // as above
	if err := os.WriteFile(packed, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// exampleArticles is how many fillExample leaves.
const exampleArticles = 4

// fillExample puts something into every corner: two articles of one source, a
// Japanese one of another, one that was only scanned, one that was removed, a
// label, a visit, a run, a change of health.
func fillExample(t *testing.T, s *Store) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	japanese, scanned := piece(3), piece(4)
	japanese.Article.Lang, japanese.Article.Title, japanese.Article.Text = "ja", "小さなマイクロバッグ", "マイクロバッグがまた流行している。"
	japanese.Article.Blocks = []reticule.Block{{Zone: reticule.ZoneBody, Kind: "p", Text: japanese.Article.Text}}
	scanned.Article.Depth, scanned.Article.Blocks, scanned.Article.Text = reticule.DepthScanned, nil, ""
	scanned.Verdicts, scanned.Visible = nil, []byte("Sensible shoes, and nothing else.")
	v := reticule.Visit{Source: gazette.Name, URL: gazette.URL, Started: day, Ended: day.Add(time.Second), Outcome: reticule.OutcomeOK, Status: 200, ETag: `"1"`, Due: day.Add(time.Hour)}
	_, err := s.Save(t.Context(), Batch{Source: gazette, Items: []Item{piece(1), piece(2), scanned, piece(5)}, Visit: &v})
	must(err)
	_, err = s.Save(t.Context(), Batch{Source: reticule.Source{Name: "hocho", Kind: reticule.KindFeed, URL: "https://hocho.example/feed"}, Items: []Item{japanese}})
	must(err)
	_, err = s.Remove(t.Context(), piece(5).Article.URL, "the publisher asked", day)
	must(err)
	must(s.Label(t.Context(), piece(2).Article.URL, "micro-bags", reticule.LabelMention, day))
	must(s.SaveRun(t.Context(), &reticule.Run{Started: day, Ended: day.Add(time.Minute), Sources: 1}))
	must(s.AddHealthEvent(t.Context(), &reticule.HealthEvent{Source: gazette.Name, At: day, State: reticule.StateBroken, Fault: reticule.OutcomeTimeout, Sentence: "No answer."}))
	must(s.SaveRobots(t.Context(), "https://gazette.example", 200, []byte("User-agent: *\nAllow: /\n"), day))
	_, err = s.KeepMeta(t.Context(), "tag", "tag:bags.example,2026-11-16:")
	must(err)
}

// holdsExample finds what fillExample put there, and that it still can be
// written.
func holdsExample(t *testing.T, s *Store) {
	t.Helper()
	sound(t, s)
	for query, want := range map[string]int{"": 3, "hermes": 2, "マイクロバッグ": 1, "label:mention": 1, "source:hocho": 1} {
		if got := stories(t, s, Pick{Topic: "micro-bags", Query: query}); len(got) != want {
			t.Errorf("%q finds %d stories, want %d", query, len(got), want)
		}
	}
	rows, err := s.Sources(t.Context())
	if err != nil || rows[gazette.Name].Visit.ETag != `"1"` {
		t.Errorf("sources %v, %v", rows, err)
	}
	save(t, s, piece(5))
	if n, err := s.number(t.Context(), "nothing"); n != 0 || err != nil {
		t.Errorf("number: %d, %v", n, err)
	}
	if known, err := s.Known(t.Context(), []string{piece(5).Article.URL}); err != nil || len(known) != 1 || known[piece(5).Article.URL].Counts {
		t.Errorf("what was removed is %v, %v", known, err)
	}
	save(t, s, piece(6))
	sound(t, s)
}

// sound expects nothing wrong with a store.
func sound(t *testing.T, s *Store) {
	t.Helper()
	if wrong, err := s.Check(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("check: %q, %v", wrong, err)
	}
}
