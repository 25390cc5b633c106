package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"
)

// TestCopyNamesWhatDiffers changes a row of the copy, takes one out, and adds
// one.
func TestCopyNamesWhatDiffers(t *testing.T) {
	eachEnds(t, otherEnds, func(t *testing.T, from, to string) {
		copied(t, from, to)
		for _, c := range []struct{ change, back, want string }{
			{"UPDATE article SET title = title || '.' WHERE id = 7", "UPDATE article SET title = substr(title, 1, length(title) - 1) WHERE id = 7", "table article, key 7: it differs"},
			{"UPDATE verdict SET score = score + 1e-15 WHERE article = 9", "UPDATE verdict SET score = score - 1e-15 WHERE article = 9", "table verdict, key micro-bags, 9: it differs"},
			{"DELETE FROM label", "INSERT INTO label VALUES ('micro-bags', 2, 'mention', 0)", "table label, key micro-bags, 2: it is missing in the copy"},
			{"UPDATE label SET given = 0", "", "table label, key micro-bags, 2: it differs"},
			{"INSERT INTO pin VALUES (1, 2, 1)", "DELETE FROM pin", "table label"},
			{"UPDATE label SET given = (SELECT started FROM run LIMIT 1)", "", ""},
			{"INSERT INTO pin VALUES (1, 2, 1)", "DELETE FROM pin", "table pin, key 1, 2: it is in the copy only"},
		} {
			s := openAt(t, to)
			change(t, s, c.change)
			out, err := Copy(t.Context(), from, to, func(int, int) {})
			if c.want == "" && (err != nil || !out.Already) || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%s: %v, want %q", c.change, err, c.want)
			}
			if c.back != "" {
				change(t, s, c.back)
			}
			s.Close()
		}
	})
}

func change(t *testing.T, s *Store, query string) {
	t.Helper()
	if err := s.update(t.Context(), func(tx *tx) error { return tx.exec(query) }); err != nil {
		t.Fatal(err)
	}
}

// TestCopyRefuses asks for what must not be done.
func TestCopyRefuses(t *testing.T) {
	eachEnds(t, otherEnds, func(t *testing.T, from, to string) {
		newer := "UPDATE migration SET version = 99"
		if !IsAddress(from) {
			newer = "PRAGMA user_version = 99"
		}
		refuse := func(from, to, want string) {
			t.Helper()
			if _, err := Copy(t.Context(), from, to, func(int, int) {}); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("copy %s to %s: %v, want %q", Name(from), Name(to), err, want)
			}
		}
		if _, err := copyUntil(t, from, to, 100); err == nil {
			t.Fatal("it was not broken off")
		}
		third := newPlace(t, false)
		refuse(to, third, "it is an unfinished copy")
		refuse(third, to, "there is no store")
		openAt(t, third).Close()
		refuse(third, to, "it holds an unfinished copy of "+name(from)+"; go on with that, or empty it")
		s := openAt(t, from)
		change(t, s, newer)
		s.Close()
		refuse(from, third, "newer than this program's")
		refuse(third, from, "newer than this program's")
	})
}

// TestCopyOfOlderSchema asks for what another program wrote.
func TestCopyOfOlderSchema(t *testing.T) {
	for _, s := range []*Store{newStore("x.db"), newStore("postgres://x/y")} {
		s.engine = older{s.engine}
		if err := s.current(t.Context(), nil); err == nil || err.Error() != "its schema is version 1, and this program's 2; let `reticule check` bring it up to date first" {
			t.Error(err)
		}
	}
}

type older struct{ engine }

func (older) version(context.Context, *sql.DB) (have, want int, err error) { return 1, 2, nil }

// TestCopyLeavesNoTable: a table that is new in the schema is copied, too.
func TestCopyLeavesNoTable(t *testing.T) {
	ofSQLite(t)
	s := open(t)
	err := s.query(t.Context(), func(r *sql.Rows) error {
		var name string
		err := r.Scan(&name)
		if !slices.ContainsFunc(copiedTables[:], func(c copiedTable) bool { return c.name == name }) {
			t.Errorf("%s is not copied", name)
		}
		return err
	}, "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'")
	if err != nil {
		t.Fatal(err)
	}
}

// TestCopyTakesAnyBytes copies what PostgreSQL does not take as it is.
func TestCopyTakesAnyBytes(t *testing.T) {
	if onPostgreSQL {
		t.Skip("it runs on both by itself")
	}
	from := newPlace(t, false)
	s := openAt(t, from)
	it := piece(1)
	it.Article.Title, it.Article.Summary = "zero \x00 byte of Hermès", "no \xff\xfe UTF-8"
	it.Verdicts[0].Brands = []string{"B\x00", `\u0000`}
	long := "https://gazette.example/" + strings.Repeat("long/", 10_000)
	it.Article.URL, it.Article.Canonical, it.Links = long, long, []string{long + "?ref=list"}
	save(t, s, it)
	s.Close()
	there := newPlace(t, true)
	if out := copied(t, from, there); out.Rewritten != 3 {
		t.Errorf("%d texts were rewritten, want title, summary and brands", out.Rewritten)
	}
	if out := copied(t, there, newPlace(t, false)); out.Rewritten != 0 {
		t.Errorf("%d texts were rewritten on the way back", out.Rewritten)
	}
	a, err := openAt(t, there).Article(t.Context(), long)
	if err != nil || a.Title != "zero \ufffd byte of Hermès" || a.Summary != "no \ufffd UTF-8" {
		t.Errorf("%+v, %v", a, err)
	}
}

// TestCopiedTables holds what is copied to the schema: a new table is carried
// over, after those that it refers to.
func TestCopiedTables(t *testing.T) {
	ofSQLite(t)
	s := openAt(t, newPlace(t, false))
	for _, name := range columns(t, s, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'fts%' AND name NOT LIKE 'sqlite%'") {
		i := slices.IndexFunc(copiedTables[:], func(c copiedTable) bool { return c.name == name })
		if i < 0 {
			t.Errorf("table %s is not copied", name)
			continue
		}
		key := columns(t, s, "SELECT name FROM pragma_table_info('"+name+"') WHERE pk > 0 ORDER BY pk")
		if !slices.Equal(key, copiedTables[i].key) {
			t.Errorf("the key of %s is %v, not %v", name, key, copiedTables[i].key)
		}
		if err := s.query(t.Context(), func(r *sql.Rows) error {
			var other string
			err := r.Scan(&other)
			if j := slices.IndexFunc(copiedTables[:], func(c copiedTable) bool { return c.name == other }); j >= i {
				t.Errorf("%s is copied before %s", name, other)
			}
			return err
		}, "SELECT \"table\" FROM pragma_foreign_key_list('"+name+"')"); err != nil {
			t.Error(err)
		}
	}
}
