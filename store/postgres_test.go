package store

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"reticule"
)

// TestManyOpenAtOnce opens an empty database from many processes' worth of
// stores at once: one of them makes the schema.
func TestManyOpenAtOnce(t *testing.T) {
	place := server.Server(t).Database(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			s, err := Open(t.Context(), place)
			if err != nil {
				t.Error(err)
				return
			}
			s.Close()
		})
	}
	wg.Wait()
}

func TestOpenSaysWhatIsWrongWithAnAddress(t *testing.T) {
	place := server.Server(t).Database(t)
	s := openAt(t, place)
	if err := s.update(t.Context(), func(tx *tx) error { return tx.exec("INSERT INTO migration VALUES (999)") }); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ place, want string }{
		{place, "newer than this program's"},
		{"postgres://ann:secret@127.0.0.1:1/x?sslmode=disable", "127.0.0.1:1/x"},
		{"postgres://ann:secret@127.0.0.1:port/x", "not the address of a PostgreSQL database"},
		{"postgres://ann:secret@127.0.0.1/x?sslmode=secret", "not the address of a PostgreSQL database"},
		{strings.Replace(place, "reticule@", "nobody:secret@", 1), "nobody"},
	} {
		_, err := Open(t.Context(), c.place)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("Open(%s): %v, want %q", c.place, err, c.want)
		}
	}
}

// TestRestartLosesNothing restarts the server again and again while two stores
// write: every transaction is there, once.
func TestRestartLosesNothing(t *testing.T) {
	srv := server.Server(t)
	place := srv.Database(t)
	const each = 120
	var done atomic.Int64
	var wg sync.WaitGroup
	for k := range 2 {
		s := openAt(t, place)
		wg.Go(func() {
			for i := range each {
				it := piece(k*each + i + 1)
				v := reticule.Visit{Started: day, Ended: day, Outcome: reticule.OutcomeOK, Message: fmt.Sprint(k*each + i)}
				if got, err := s.Save(t.Context(), Batch{Source: gazette, Items: []Item{it}, Visit: &v}); err != nil || got.New != 1 {
					t.Errorf("saved %+v, %v", got, err)
				}
				done.Add(1)
			}
		})
	}
	restarts := 0
	for done.Load() < 2*each && restarts < 4 {
		if done.Load() < int64(restarts+1)*each/4 {
			time.Sleep(time.Millisecond)
			continue
		}
		if err := srv.Down(); err != nil {
			t.Fatal(err)
		}
		if err := srv.Up(); err != nil {
			t.Fatal(err)
		}
		restarts++
	}
	wg.Wait()
	s := openAt(t, place)
	for _, table := range []string{"article", "story", "visit"} {
		var n int
		if err := s.row(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil || n != 2*each {
			t.Errorf("%d rows of %s, %v; want %d", n, table, err, 2*each)
		}
	}
}

// TestCutOffWriterHoldsNobodyUp cuts the network of a store that has begun to
// write: others write on, and once the network is back so does it, once.
func TestCutOffWriterHoldsNobodyUp(t *testing.T) {
	srv := server.Server(t)
	place := srv.Database(t)
	line, far := srv.Line(t, place+"&idle_in_transaction_session_timeout=300")
	away, here := openAt(t, far), openAt(t, place)
	cut := make(chan struct{})
	ended := make(chan error)
	var once sync.Once
	go func() {
		ended <- away.update(t.Context(), func(tx *tx) error {
			if err := tx.exec("INSERT INTO meta (key, value) VALUES ('away', '1')"); err != nil {
				return err
			}
			once.Do(func() { line.Cut(); close(cut) })
			return tx.exec("INSERT INTO meta (key, value) VALUES ('away too', '1')")
		})
	}()
	<-cut
	begun := time.Now()
	if err := here.SetMeta(t.Context(), "here", "1"); err != nil {
		t.Fatal(err)
	}
	if waited := time.Since(begun); waited > 10*time.Second {
		t.Errorf("the others waited %v", waited)
	}
	line.Mend()
	if err := <-ended; err != nil {
		t.Errorf("the one that was cut off: %v", err)
	}
	if got, err := here.Meta(t.Context(), "away too"); got != "1" || err != nil {
		t.Errorf("its transaction: %q, %v", got, err)
	}
}

// TestSaveTakesFewMessages counts how often a writer waits for an answer, once
// its statements are prepared: the way to the database costs that many times.
func TestSaveTakesFewMessages(t *testing.T) {
	srv := server.Server(t)
	line, far := srv.Line(t, srv.Database(t))
	s := openAt(t, far)
	n := 0
	batch := func(articles int, scanned bool) (turns int) {
		b := Batch{Source: gazette, Visit: &reticule.Visit{Started: day, Ended: day, Outcome: reticule.OutcomeOK}}
		for range articles {
			n++
			it := piece(n)
			it.Keys, it.Print = []uint64{uint64(n), uint64(n + 1)}, []byte("p")
			if scanned {
				it.Verdicts, it.Article.Depth = nil, reticule.DepthScanned
			}
			b.Items = append(b.Items, it)
		}
		before := line.Turns()
		if _, err := s.Save(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		return line.Turns() - before
	}
	batch(2, true)
	batch(2, false)
	visit, scanned, read := batch(0, true), batch(20, true), batch(20, false)
	t.Logf("%d for a visit without articles, %d for one with 20 scanned, %d with 20 read", visit, scanned, read)
	if visit > 6 || scanned > visit+2*20+4 || read > visit+3*20+4 {
		t.Error("that is too many")
	}
}

// TestDoubtIsCleared loses the answer to a COMMIT that was done.
func TestDoubtIsCleared(t *testing.T) {
	srv := server.Server(t)
	s := openAt(t, srv.Database(t))
	runs := 0
	err := s.update(t.Context(), func(tx *tx) error {
		runs++
		return tx.exec("INSERT INTO meta (key, value) VALUES ('n', '1') ON CONFLICT (key) DO UPDATE SET value = 'twice'")
	})
	if err != nil || runs != 1 {
		t.Fatal(runs, err)
	}
	for _, c := range []struct {
		end  string
		want bool
	}{{"COMMIT", true}, {"ROLLBACK", false}} {
		x := &tx{s: s}
		err := s.within(t.Context(), x, func() error { return s.engine.begin(x) })
		if err == nil {
			err = s.within(t.Context(), x, func() error { return x.exec(c.end) })
		}
		var got bool
		if err == nil {
			err = s.within(t.Context(), x, func() (err error) { got, err = s.engine.committed(x); return err })
		}
		if err != nil || got != c.want {
			t.Errorf("after %s: committed %v, %v", c.end, got, err)
		}
	}
}

func TestStatement(t *testing.T) {
	for query, want := range map[string]string{
		"SELECT 1":               "SELECT 1",
		"a = ? AND b = ?":        "a = $1 AND b = $2",
		"a = ?2 OR b = ?1":       "a = $2 OR b = $1",
		"VALUES (?, ?), (?, ?)?": "VALUES ($1, $2), ($3, $4)$5",
	} {
		if got := (onPostgres{}).statement(query); got != want {
			t.Errorf("%s: %s", query, got)
		}
	}
}
