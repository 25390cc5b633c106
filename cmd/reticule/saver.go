package main

import (
	"context"
	"time"

	"reticule/store"
)

// Bounds of one of a saver's transactions.
const (
	saverItems = 128                    // articles in one, and ends of visits
	saverWait  = 250 * time.Millisecond // how long the first of them waits for others
)

// saver writes what the visits bring home, many visits' articles in one
// transaction: most of what a small one costs are pages of indexes, which the
// next would write again. Batches are written in the order in which they were
// put, so a visit's validators never stand before its articles.
type saver struct {
	store *store.Store
	queue chan store.Batch
	done  chan struct{} // closed when nothing more is written

	saved  func([]store.Batch, store.Saved) // called after each transaction
	stop   func()                           // called where the store fails
	failed error                            // why; read after done
}

// newSaver begins to write. saved is told of each transaction; stop is called
// where the store fails, and nothing is written from then on.
func newSaver(st *store.Store, saved func([]store.Batch, store.Saved), stop func()) *saver {
	s := &saver{store: st, queue: make(chan store.Batch, saverItems/16), done: make(chan struct{}), saved: saved, stop: stop}
	go s.write()
	return s
}

// put hands a batch over, and waits where the store does not keep up.
func (s *saver) put(b store.Batch) {
	select {
	case s.queue <- b:
	case <-s.done:
	}
}

// close writes what is left, and tells how the store failed. Nothing may be put
// any more.
func (s *saver) close() error {
	close(s.queue)
	<-s.done
	return s.failed
}

func (s *saver) write() {
	defer close(s.done)
	for b := range s.queue {
		group := s.gather(b)
		saved, err := s.store.Save(context.Background(), group...) // also when the run is being ended
		if err != nil {
			s.failed = err
			s.stop()
			return
		}
		s.saved(group, saved)
	}
}

// gather waits a moment for more to write along with a batch.
func (s *saver) gather(first store.Batch) []store.Batch {
	group, size := []store.Batch{first}, weight(first)
	wait := time.NewTimer(saverWait)
	defer wait.Stop()
	for size < saverItems {
		select {
		case b, open := <-s.queue:
			if !open {
				return group
			}
			group, size = append(group, b), size+weight(b)
		case <-wait.C:
			return group
		}
	}
	return group
}

func weight(b store.Batch) int {
	if b.Visit != nil {
		return len(b.Items) + 1
	}
	return len(b.Items)
}
