package store

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reticule"
)

// ends are the pairs of databases that a copy goes between.
var ends = [][2]bool{{false, false}, {false, true}, {true, false}, {true, true}} // on PostgreSQL

// newPlace gives a place for a store: there is none yet.
func newPlace(t *testing.T, postgres bool) string {
	t.Helper()
	if postgres {
		return server.Server(t).Database(t)
	}
	return filepath.Join(t.TempDir(), "reticule.db")
}

// eachEnds runs a test for every pair of databases: from a full one.
func eachEnds(t *testing.T, f func(t *testing.T, from, to string)) {
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
	eachEnds(t, func(t *testing.T, from, to string) {
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
