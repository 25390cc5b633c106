package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reticule"
)

// Pairs of databases that a copy goes between: whether they are PostgreSQL.
var (
	allEnds   = [][2]bool{{false, false}, {false, true}, {true, false}, {true, true}}
	otherEnds = allEnds[1:3]
)

// newPlace gives a place for a store: there is none yet.
func newPlace(t *testing.T, postgres bool) string {
	t.Helper()
	if postgres {
		return server.Server(t).Database(t)
	}
	return filepath.Join(t.TempDir(), "reticule.db")
}

// eachEnds runs a test for every pair of databases: from a full one.
func eachEnds(t *testing.T, ends [][2]bool, f func(t *testing.T, from, to string)) {
	if onPostgreSQL {
		t.Skip("it runs on both by itself")
	}
	for _, pair := range ends {
		name := strings.NewReplacer("true", "postgres", "false", "sqlite", "[", "", "]", "", " ", "-").Replace(fmt.Sprint(pair))
		t.Run(name, func(t *testing.T) {
			from, to := newPlace(t, pair[0]), newPlace(t, pair[1])
			s := openAt(t, from)
			fillExample(t, s)
			for i := range 30 {
				save(t, s, piece(10+i))
			}
			if err := s.Recount(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.Close()
			f(t, from, to)
		})
	}
}

func copied(t *testing.T, from, to string) Copied {
	t.Helper()
	out, err := Copy(t.Context(), from, to, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestCopyHoldsAll copies there and back, between all databases: what a reader
// finds is the same, the way back gives the same digests, and life goes on in
// the copy.
func TestCopyHoldsAll(t *testing.T) {
	eachEnds(t, allEnds, func(t *testing.T, from, to string) {
		before := fingerprint(t, from)
		there := copied(t, from, to)
		if len(there.Tables) != len(copiedTables) || there.Already || there.Resumed || there.Anew != "" {
			t.Errorf("%+v", there)
		}
		if fingerprint(t, from) != before {
			t.Error("the source is not what it was")
		}
		again := copied(t, from, to)
		if !again.Already || !slices.Equal(again.Tables, there.Tables) {
			t.Errorf("once more: %+v", again)
		}
		home := newPlace(t, IsAddress(from))
		back := copied(t, to, home)
		if !slices.Equal(back.Tables, there.Tables) {
			t.Errorf("there\n%v\nand back\n%v", there.Tables, back.Tables)
		}
		a, b := openAt(t, from), openAt(t, to)
		sound(t, b)
		for _, q := range []string{"", "hermes", "マイクロバッグ", "brand:hermes", "source:hocho", "site:gazette", "product:chiquito", `"micro bag"`, "has:price"} {
			if x, y := hits(t, a, q), hits(t, b, q); x != y {
				t.Errorf("%q finds %s, and %s in the copy", q, x, y)
			}
		}
		for _, s := range []*Store{a, b} { // ids go on alike
			it := piece(100)
			save(t, s, it)
			if want := int64(36); it.Article.ID != want {
				t.Errorf("the next article is %d, want %d", it.Article.ID, want)
			}
			v := reticule.Visit{Source: gazette.Name, Started: day, Ended: day, Outcome: reticule.OutcomeOK}
			if _, err := s.Save(t.Context(), Batch{Source: gazette, Visit: &v}); err != nil {
				t.Error(err)
			}
			if err := s.SaveRun(t.Context(), &reticule.Run{Started: day, Ended: day}); err != nil {
				t.Error(err)
			}
		}
		sound(t, b)
	})
}

// fingerprint is that of a file's bytes, or of a database's last change.
func fingerprint(t *testing.T, place string) string {
	t.Helper()
	if IsAddress(place) {
		s := openAt(t, place)
		defer s.Close()
		var n int64
		if err := s.row(t.Context(), "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint FROM pg_stat_user_tables").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(n)
	}
	f, err := os.Open(place)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// TestCopyGoesOn breaks copies off after more and more rows, then lets them end.
// Meanwhile nobody else opens what is not whole.
func TestCopyGoesOn(t *testing.T) {
	eachEnds(t, allEnds, func(t *testing.T, from, to string) {
		want := copied(t, from, newPlace(t, false)).Tables
		for most := 1; ; most += 40 {
			out, err := copyUntil(t, from, to, most)
			if err == nil {
				if !out.Resumed || out.Anew != "" || !slices.Equal(out.Tables, want) {
					t.Errorf("after %d rows %+v, want %v", most, out, want)
				}
				break
			}
			if !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			if _, err := Open(t.Context(), to); err == nil || !strings.Contains(err.Error(), "it is an unfinished copy; run `reticule copy "+name(from)) {
				t.Errorf("open: %v", err)
			}
		}
		sound(t, openAt(t, to))
	})
}

// name is what a copy calls a place.
func name(place string) string {
	if s, err := newEnd(place); err == nil {
		return s.place
	}
	return place
}

// copyUntil breaks a copy off once so many rows are done.
func copyUntil(t *testing.T, from, to string, most int) (Copied, error) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	return Copy(ctx, from, to, func(done, _ int) {
		if done >= most {
			cancel()
		}
	})
}

// TestCopyOfWhatChanged changes the source while a copy is broken off.
func TestCopyOfWhatChanged(t *testing.T) {
	eachEnds(t, otherEnds, func(t *testing.T, from, to string) {
		if _, err := copyUntil(t, from, to, 200); err == nil {
			t.Fatal("it was not broken off")
		}
		s := openAt(t, from)
		if _, err := s.Remove(t.Context(), piece(12).Article.URL, "", day); err != nil {
			t.Fatal(err)
		}
		save(t, s, piece(90))
		if out := copied(t, from, to); !out.Resumed || out.Anew != "meta" {
			t.Errorf("%+v", out)
		}
		b := openAt(t, to)
		sound(t, b)
		if x, y := hits(t, s, "hermes"), hits(t, b, "hermes"); x != y {
			t.Errorf("hermes finds %s, and %s in the copy", x, y)
		}
		s.Close()
		b.Close()
		if out := copied(t, to, newPlace(t, false)); out.Tables[0].Digest != copied(t, from, newPlace(t, false)).Tables[0].Digest {
			t.Error("the copy is not what the source is")
		}
	})
}

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
