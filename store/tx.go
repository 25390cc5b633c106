package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// tx is the open write transaction.
type tx struct {
	ctx      context.Context
	asked    context.Context // of whoever asked for it: what is begun is ended, but not waited for
	s        *Store
	number   string   // by which the database knows it, where that matters
	unsent   []unsent // what waits to be sent along: see pipeline.go
	ending   bool     // its COMMIT was sent
	named    []string // names that it made known
	rewrites bool     // what it changes of weeks that are over must be published anew
	revised  bool     // it was counted as a change of what is shown
}

// update runs f in a write transaction; an error rolls it back. Once begun it
// is finished even if ctx ends meanwhile: half a page's work is worth less than
// the millisecond it takes. f runs again where the connection was lost.
func (s *Store) update(ctx context.Context, f func(*tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.outlast(ctx, func() error { return s.attempt(ctx, f) })
	var missing *MissingError
	if err == nil || errors.As(err, &missing) {
		return err
	}
	return fmt.Errorf("write to %s: %w", s.place, err)
}

// MissingError says that there is no such article or story.
type MissingError struct{ What string }

func (e *MissingError) Error() string { return "there is no " + e.What }

func (t *tx) run(f func(*tx) error) error {
	if err := t.s.engine.begin(t); err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			t.unsent = nil
			t.end("ROLLBACK") //nolint:errcheck // the first error is the one to tell
		}
	}()
	if err := f(t); err != nil {
		return err
	}
	if err := t.forgetReports(); err != nil {
		return err
	}
	t.ending = true
	if err := t.end("COMMIT"); err != nil {
		return err
	}
	done = true
	t.s.engine.settled(t)
	return nil
}

func (t *tx) end(how string) error {
	if err := t.exec(how); err != nil {
		return err
	}
	return t.flush()
}

// row is one row of an answer.
type row interface{ Scan(dest ...any) error }

// exec runs a statement whose answer nobody waits for: its error may come from
// a later one.
func (t *tx) exec(query string, args ...any) error { return t.later(query, args, nil) }

// later calls f for each row of a query by the time that the next rows, row,
// count, insert or flush returns. f must not ask itself; errEnough ends it.
func (t *tx) later(query string, args []any, f func(row) error) error {
	return t.s.engine.later(t, query, t.s.arguments(args), f)
}

// flush waits for all answers.
func (t *tx) flush() error { return t.s.engine.flush(t) }

// errEnough ends the reading of rows.
var errEnough = errors.New("enough")

// rows calls f for each row of a query. f must not ask itself; errEnough ends
// it.
func (t *tx) rows(query string, args []any, f func(row) error) error {
	if err := t.later(query, args, f); err != nil {
		return err
	}
	return t.flush()
}

// row reads one row; sql.ErrNoRows where there is none.
func (t *tx) row(query string, args []any, dest ...any) error {
	found := false
	err := t.rows(query, args, func(r row) error {
		found = true
		return cmp.Or(r.Scan(dest...), errEnough)
	})
	if err == nil && !found {
		return sql.ErrNoRows
	}
	return err
}

// insert runs an INSERT and gives the new row's id.
func (t *tx) insert(query string, args ...any) (id int64, err error) {
	err = t.row(query+" RETURNING id", args, &id)
	return id, err
}

// count runs a statement and gives how many rows it changed.
func (t *tx) count(query string, args ...any) (int, error) {
	return t.s.engine.count(t, query, t.s.arguments(args))
}
