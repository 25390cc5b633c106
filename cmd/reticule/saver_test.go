package main

import (
	"fmt"
	"testing"
	"time"

	"reticule"
	"reticule/store"
)

func newSaverStore(t *testing.T) *store.Store {
	return openPlace(t, newPlace(t, t.TempDir()))
}

func visitBatch(source string, n int) store.Batch {
	seen := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	a := &reticule.Article{URL: fmt.Sprintf("https://%s.example/%d", source, n), Title: "Piece", FirstSeen: seen, Depth: reticule.DepthListed}
	return store.Batch{
		Source: reticule.Source{Name: source}, Items: []store.Item{{Article: a, Dated: seen}},
		Visit: &reticule.Visit{Source: source, Started: seen, Ended: seen.Add(time.Duration(n) * time.Second), Outcome: reticule.OutcomeOK},
	}
}

// TestSaver: what many visits bring is written in a few transactions, each
// source's in the order in which it was put, and nothing is left behind.
func TestSaver(t *testing.T) {
	st := newSaverStore(t)
	transactions, articles := 0, 0
	s := newSaver(st, func(_ []store.Batch, saved store.Saved) { transactions++; articles += saved.New }, t.FailNow)
	const each = 100
	for n := range each {
		s.put(visitBatch("one", n))
		s.put(visitBatch("two", n))
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	if articles != 2*each || transactions > each/2 {
		t.Errorf("%d articles in %d transactions", articles, transactions)
	}
	rows, err := st.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range rows {
		if last := visitBatch(name, each-1).Visit.Ended; !row.Visit.Ended.Equal(last) {
			t.Errorf("the last visit of %s ended at %s, not %s", name, row.Visit.Ended, last)
		}
	}
}

// TestSaverStops: a store that fails ends the run, and nobody waits for it.
func TestSaverStops(t *testing.T) {
	st := newSaverStore(t)
	st.Close()
	stopped := make(chan struct{})
	s := newSaver(st, func([]store.Batch, store.Saved) { t.Error("saved in a closed store") }, func() { close(stopped) })
	for n := range 2 * saverItems {
		s.put(visitBatch("one", n))
	}
	<-stopped
	if s.close() == nil {
		t.Error("no error")
	}
}
