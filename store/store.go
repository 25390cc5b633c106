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

	hurried context.Context // ends when nobody waits for long any more
	hurry   context.CancelFunc

	mu     sync.Mutex           // guards what follows, and serialises writers
	stmts  map[string]*sql.Stmt // SQLite's
	packer *flate.Writer        // nil until there is something to compress
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
	s.hurried, s.hurry = context.WithCancel(context.Background())
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

// Hurry tells the store that the program is to end: from now on a database that
// another program holds is waited for a moment only.
func (s *Store) Hurry() { s.hurry() }

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
