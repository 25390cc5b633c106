package store

import (
	"database/sql"
	"errors"
	"fmt"
)

// The statements of SQLite's write transactions are prepared once for the life
// of the store: there is one write connection, and it is kept.

func (onSQLite) stmt(t *tx, query string) (*sql.Stmt, error) {
	if st := t.s.stmts[query]; st != nil {
		return st, nil
	}
	st, err := t.s.write.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, fmt.Errorf("%w in %q", err, query)
	}
	t.s.stmts[query] = st
	return st, nil
}

func (e onSQLite) later(t *tx, query string, args []any, f func(row) error) error {
	st, err := e.stmt(t, query)
	if err != nil {
		return err
	}
	if f == nil {
		_, err = st.ExecContext(t.ctx, args...)
		return err
	}
	err = each(func() (*sql.Rows, error) { return st.QueryContext(t.ctx, args...) }, func(r *sql.Rows) error { return f(r) })
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

func (e onSQLite) count(t *tx, query string, args []any) (int, error) {
	st, err := e.stmt(t, query)
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

func (onSQLite) flush(*tx) error { return nil }
