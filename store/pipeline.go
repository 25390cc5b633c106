package store

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Every message to another machine costs the time of the way there and back,
// and a transaction holds the writers' lock meanwhile. So a statement whose
// answer nobody waits for is not sent by itself: it goes along with the next
// that somebody does wait for, in PostgreSQL's pipeline. Its error comes then,
// and names it; what stood after it was not run.

// unsent is a statement that waits to be sent along.
type unsent struct {
	query string // as the database wants it
	args  []any
	read  func(pgx.Rows) error // its answer; nil: nobody does
}

// mostUnsent is how many statements wait at most: they hold whole texts.
const mostUnsent = 500

func (e onPostgres) later(t *tx, query string, args []any, f func(row) error) error {
	x := unsent{query: e.statement(query), args: args}
	if f != nil {
		x.read = func(rows pgx.Rows) error { return readRows(rows, f) }
	}
	t.unsent = append(t.unsent, x)
	if len(t.unsent) < mostUnsent {
		return nil
	}
	return e.flush(t)
}

func readRows(rows pgx.Rows, f func(row) error) error {
	defer rows.Close()
	for rows.Next() {
		err := f(rows)
		if errors.Is(err, errEnough) {
			break
		}
		if err != nil {
			return err
		}
	}
	rows.Close()
	return rows.Err()
}

func (e onPostgres) count(t *tx, query string, args []any) (n int, err error) {
	t.unsent = append(t.unsent, unsent{e.statement(query), args, func(rows pgx.Rows) error {
		rows.Close()
		n = int(rows.CommandTag().RowsAffected())
		return rows.Err()
	}})
	err = e.flush(t)
	return n, err
}

// flush sends what waits, in one message, and reads the answers.
func (onPostgres) flush(t *tx) error {
	if len(t.unsent) == 0 {
		return nil
	}
	list := t.unsent
	t.unsent = nil
	return t.s.write.Raw(func(driver any) (err error) {
		var b pgx.Batch
		for _, x := range list {
			b.Queue(x.query, x.args...)
		}
		answers := driver.(*stdlib.Conn).Conn().SendBatch(t.ctx, &b)
		defer func() { err = errors.Join(err, answers.Close()) }()
		for _, x := range list {
			if err := x.answer(answers); err != nil {
				return fmt.Errorf("%w in %q", err, x.query)
			}
		}
		return nil
	})
}

// answer reads the next answer, which is its.
func (x *unsent) answer(answers pgx.BatchResults) error {
	if x.read == nil {
		_, err := answers.Exec()
		return err
	}
	rows, err := answers.Query()
	if err != nil {
		return err
	}
	return x.read(rows)
}
