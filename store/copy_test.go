package store

import (
	"context"
	"crypto/sha256"
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
