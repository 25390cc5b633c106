package store

import (
	"context"
	"time"
)

// A database on another machine is away now and then: restarted, or cut off.
// What was read from the web is worth waiting for it.

const (
	outageMost = 5 * time.Minute // that is waited for the database
	outageStep = 5 * time.Second // between two tries, at most
)

// outlast runs f again and again while its error is a lost connection, for as
// long as an outage may last and ctx does.
func (s *Store) outlast(ctx context.Context, f func() error) error {
	err := f()
	if !s.engine.lost(err) {
		return err
	}
	end := time.NewTimer(outageMost)
	defer end.Stop()
	for wait := 50 * time.Millisecond; s.engine.lost(err) && ctx.Err() == nil; wait = min(2*wait, outageStep) {
		select {
		case <-time.After(wait):
			err = f()
		case <-end.C:
			return err
		case <-ctx.Done():
			return err
		}
	}
	return err
}

// attempt runs a write transaction once. Where the connection was lost at its
// very end, the database is asked whether it was committed.
func (s *Store) attempt(ctx context.Context, f func(*tx) error) error {
	t := &tx{s: s, asked: ctx}
	err := s.within(ctx, t, func() error { return t.run(f) })
	if !s.engine.lost(err) {
		return err
	}
	if !t.ending {
		return err
	}
	var committed bool
	unknown := s.outlast(ctx, func() error {
		return s.within(ctx, t, func() (err error) {
			committed, err = s.engine.committed(t)
			return err
		})
	})
	switch {
	case unknown != nil:
		return unknown
	case committed:
		s.engine.settled(t)
		return nil
	}
	return err
}

// within gives a transaction its time and the write connection, made anew where
// it was lost.
func (s *Store) within(ctx context.Context, t *tx, f func() error) (err error) {
	var done context.CancelFunc
	t.ctx, done = s.engine.bound(context.WithoutCancel(ctx))
	defer done()
	if s.write == nil {
		if s.write, err = s.db.Conn(t.ctx); err != nil {
			return err
		}
	}
	if err = f(); s.engine.lost(err) {
		s.letGo()
	}
	return err
}
