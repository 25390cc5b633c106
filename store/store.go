// Package store keeps articles, verdicts, stories and visits: in one SQLite
// file, or in a PostgreSQL database for whoever outgrows one machine. Nothing
// else touches the database. Both behave alike; what differs between them
// stands in engine.
//
// An exported method opens its own transaction; what belongs together, such as
// a visit's validators and the articles they stand for, goes in by one call.
// Transactions that write come one after another.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/flate"
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	engine engine
	place  string    // for people
	db     *sql.DB   // the writer's pool
	write  *sql.Conn // its connection, kept so that statements stay prepared
	read   *sql.DB

	hurried atomic.Bool // nobody waits for long any more

	mu     sync.Mutex // guards what follows, and serialises writers
	stmts  map[string]*sql.Stmt
	packer *flate.Writer // nil until there is something to compress
}

// Open opens the store at a place and brings its schema up to date: the file
// at a path, made where there is none, or the database at an address that
// begins with postgres://. A schema newer than this program's is refused, and
// so is a copy that is not whole yet.
func Open(ctx context.Context, place string) (*Store, error) {
	s := newStore(place)
	err := s.open(ctx, place)
	if err == nil {
		if err = s.refuseUnfinished(ctx); err != nil {
			s.Close()
		}
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", s.place, err)
	}
	return s, nil
}

// newStore gives a store that is not open yet.
func newStore(place string) *Store {
	s := &Store{engine: onSQLite{}, place: Name(place), stmts: map[string]*sql.Stmt{}}
	if IsAddress(place) {
		s.engine = onPostgres{&nameCache{seen: map[string]bool{}}}
	}
	return s
}

// open brings the schema up to date and takes hold of the write connection.
func (s *Store) open(ctx context.Context, place string) (err error) {
	if s.db, s.read, err = s.engine.open(ctx, place); err != nil {
		return err
	}
	if err = s.engine.migrate(ctx, s.db); err == nil {
		s.write, err = s.db.Conn(ctx)
	}
	if err != nil {
		s.Close()
	}
	return err
}

// Close closes the database.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.letGo()
	if s.db == nil {
		return nil // it was never open
	}
	return errors.Join(s.read.Close(), s.db.Close())
}

// letGo gives up the write connection.
func (s *Store) letGo() {
	for _, st := range s.stmts {
		st.Close()
	}
	clear(s.stmts)
	if s.write != nil {
		s.write.Close()
		s.write = nil
	}
}

// Meta gives a value of the store's own, "" where it was never set.
func (s *Store) Meta(ctx context.Context, key string) (string, error) {
	var v string
	err := s.row(ctx, "SELECT value FROM meta WHERE key = ?", key).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, err
}

// KeepMeta sets a value unless there is one, and gives the one that holds.
func (s *Store) KeepMeta(ctx context.Context, key, value string) (string, error) {
	err := s.update(ctx, func(tx *tx) error {
		return tx.exec("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING", key, value)
	})
	if err != nil {
		return "", err
	}
	return s.Meta(ctx, key)
}

// SetMeta sets a value of the store's own.
func (s *Store) SetMeta(ctx context.Context, key, value string) error {
	return s.update(ctx, func(tx *tx) error { return tx.setMeta(key, value) })
}

func (t *tx) setMeta(key, value string) error {
	return t.exec("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)
}

// tx is the open write transaction.
type tx struct {
	ctx      context.Context
	asked    context.Context // of whoever asked for it: what is begun is ended, but not waited for
	s        *Store
	number   string   // by which the database knows it, where that matters
	ending   bool     // its COMMIT was sent
	named    []string // names that it made known
	rewrites bool     // what it changes of weeks that are over must be published anew
}

// Hurry tells the store that the program is to end: from now on a database that
// another program holds is waited for a moment only.
func (s *Store) Hurry() { s.hurried.Store(true) }

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
			t.exec("ROLLBACK") //nolint:errcheck // the first error is the one to tell
		}
	}()
	if err := f(t); err != nil {
		return err
	}
	t.ending = true
	if err := t.exec("COMMIT"); err != nil {
		return err
	}
	done = true
	t.s.engine.settled(t)
	return nil
}

// stmt prepares a query once for the life of the store: there is one write
// connection, and it is kept.
func (t *tx) stmt(query string) (*sql.Stmt, error) {
	if st := t.s.stmts[query]; st != nil {
		return st, nil
	}
	st, err := t.s.write.PrepareContext(t.ctx, t.s.engine.statement(query))
	if err != nil {
		return nil, fmt.Errorf("%w in %q", err, query)
	}
	t.s.stmts[query] = st
	return st, nil
}

func (t *tx) exec(query string, args ...any) error {
	st, err := t.stmt(query)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(t.ctx, t.s.arguments(args)...)
	return err
}

// insert runs an INSERT and gives the new row's id.
func (t *tx) insert(query string, args ...any) (id int64, err error) {
	err = t.row(query+" RETURNING id", args, &id)
	return id, err
}

// count runs a statement and gives how many rows it changed.
func (t *tx) count(query string, args ...any) (int, error) {
	st, err := t.stmt(query)
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(t.ctx, t.s.arguments(args)...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// row reads one row; sql.ErrNoRows where there is none.
func (t *tx) row(query string, args []any, dest ...any) error {
	st, err := t.stmt(query)
	if err != nil {
		return err
	}
	return st.QueryRowContext(t.ctx, t.s.arguments(args)...).Scan(dest...)
}

// rows calls f for each row of a query.
func (t *tx) rows(query string, args []any, f func(*sql.Rows) error) error {
	st, err := t.stmt(query)
	if err != nil {
		return err
	}
	return each(func() (*sql.Rows, error) { return st.QueryContext(t.ctx, t.s.arguments(args)...) }, f)
}

func each(query func() (*sql.Rows, error), f func(*sql.Rows) error) error {
	rows, err := query()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// query calls f for each row that a reader sees.
func (s *Store) query(ctx context.Context, f func(*sql.Rows) error, query string, args ...any) error {
	query, args = s.engine.statement(query), s.arguments(args)
	begun := false
	var failed error
	err := s.outlast(ctx, func() error {
		err := each(func() (*sql.Rows, error) { return s.read.QueryContext(ctx, query, args...) }, func(r *sql.Rows) error {
			begun = true
			return f(r)
		})
		if begun {
			failed = err // f has seen rows, and must not see them twice
			return nil
		}
		return err
	})
	return errors.Join(err, failed)
}

// row asks for one row that a reader sees.
func (s *Store) row(ctx context.Context, query string, args ...any) question {
	return question{s, ctx, s.engine.statement(query), s.arguments(args)}
}

// question is a query for one row.
type question struct {
	s     *Store
	ctx   context.Context
	query string
	args  []any
}

// Scan reads the row; sql.ErrNoRows where there is none.
func (q question) Scan(dest ...any) error {
	return q.s.outlast(q.ctx, func() error { return q.s.read.QueryRowContext(q.ctx, q.query, q.args...).Scan(dest...) })
}

// arguments makes values ones that the database takes, in place.
func (s *Store) arguments(args []any) []any {
	for i, v := range args {
		args[i] = s.engine.argument(v)
	}
	return args
}

func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func fromUnix(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}
