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
}

// mostUnsent is how many statements wait at most: they hold whole texts.
const mostUnsent = 500

func (e onPostgres) exec(t *tx, query string, args []any) error {
	t.unsent = append(t.unsent, unsent{e.statement(query), args})
	if len(t.unsent) < mostUnsent {
		return nil
	}
	return e.flush(t)
}

func (e onPostgres) flush(t *tx) error { return send(t, nil) }

func (e onPostgres) count(t *tx, query string, args []any) (n int, err error) {
	err = e.answered(t, query, args, func(a pgx.Rows) error {
		a.Close()
		n = int(a.CommandTag().RowsAffected())
		return a.Err()
	})
	return n, err
}

func (e onPostgres) ask(t *tx, query string, args []any, f func(row) error) error {
	return e.answered(t, query, args, func(a pgx.Rows) error {
		defer a.Close()
		for a.Next() {
			if err := f(a); err != nil {
				return err
			}
		}
		return a.Err()
	})
}

// answered sends a statement with all that waits before it, and reads its
// answer.
func (e onPostgres) answered(t *tx, query string, args []any, read func(pgx.Rows) error) error {
	t.unsent = append(t.unsent, unsent{e.statement(query), args})
	return send(t, read)
}

// send sends what waits, and reads the answer to the last of it where read is
// not nil.
func send(t *tx, read func(pgx.Rows) error) error {
	list := t.unsent
	t.unsent = nil
	return t.s.write.Raw(func(driver any) (err error) {
		var b pgx.Batch
		for _, x := range list {
			b.Queue(x.query, x.args...)
		}
		answers := driver.(*stdlib.Conn).Conn().SendBatch(t.ctx, &b)
		defer func() { err = errors.Join(err, answers.Close()) }()
		for i, x := range list {
			if i == len(list)-1 && read != nil {
				return readAnswer(answers, x, read)
			}
			if _, err := answers.Exec(); err != nil {
				return fmt.Errorf("%w in %q", err, x.query)
			}
		}
		return nil
	})
}

func readAnswer(answers pgx.BatchResults, x unsent, read func(pgx.Rows) error) error {
	rows, err := answers.Query()
	if err == nil {
		err = read(rows)
	}
	if err == nil || errors.Is(err, errEnough) {
		return err
	}
	return fmt.Errorf("%w in %q", err, x.query)
}
