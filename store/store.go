// Package store keeps articles, verdicts, stories and visits in one SQLite
// file. Nothing else touches the database.
//
// One connection writes, several read (WAL). An exported method opens its own
// transaction; what belongs together, such as a visit's validators and the
// articles they stand for, goes in by one call.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver, without cgo
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	path  string
	db    *sql.DB   // the writer's pool, of one
	write *sql.Conn // its connection, kept so that statements stay prepared
	read  *sql.DB

	mu    sync.Mutex // guards stmts, and serialises writers
	stmts map[string]*sql.Stmt
}

// Open opens or creates the database at path and brings its schema up to
// date. A schema newer than this program's is refused.
func Open(ctx context.Context, path string) (*Store, error) {
	if err := errors.Join(writable(path), registerFold()); err != nil {
		return nil, err
	}
	// Pragmas stand in the data source name: by Exec they would reach one
	// pooled connection only.
	db, err := sql.Open("sqlite", dsn(path, writerCache, url.Values{"_txlock": {"immediate"}}))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	read, err := sql.Open("sqlite", dsn(path, readerCache, url.Values{"mode": {"ro"}}))
	if err != nil {
		db.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	read.SetMaxOpenConns(4)
	s := &Store{path: path, db: db, read: read, stmts: map[string]*sql.Stmt{}}
	if err := s.prepare(ctx); err != nil {
		s.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return s, nil
}

// prepare brings the schema up to date and takes hold of the write connection.
func (s *Store) prepare(ctx context.Context) (err error) {
	if err := migrate(ctx, s.db); err != nil {
		return err
	}
	s.write, err = s.db.Conn(ctx)
	return err
}

// writable gives a better reason than SQLite's "unable to open database file".
func writable(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("open %s: it is a folder, not a database file", path)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		if _, missing := os.Stat(filepath.Dir(path)); errors.Is(missing, os.ErrNotExist) {
			return fmt.Errorf("open %s: the folder does not exist", path)
		}
		return fmt.Errorf("open database: %w", err)
	}
	return f.Close()
}

// Page caches of one connection, in KiB.
const (
	writerCache = 8192
	readerCache = 1024
)

func dsn(path string, cache int, more url.Values) string {
	q := url.Values{
		"_pragma": {
			"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)",
			fmt.Sprintf("cache_size(-%d)", cache), "temp_store(MEMORY)", "journal_size_limit(67108864)", "wal_autocheckpoint(4000)",
		},
	}
	for k, v := range more {
		q[k] = v
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}).String()
}

// Close closes the database.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, st := range s.stmts {
		st.Close()
	}
	if s.write != nil {
		s.write.Close()
	}
	return errors.Join(s.read.Close(), s.db.Close())
}

// Path is where the database stands.
func (s *Store) Path() string { return s.path }

// Meta gives a value of the store's own, "" where it was never set.
func (s *Store) Meta(ctx context.Context, key string) (string, error) {
	var v string
	err := s.read.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = ?", key).Scan(&v)
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
	return s.update(ctx, func(tx *tx) error {
		return tx.exec("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)
	})
}

// tx is the open write transaction.
type tx struct {
	ctx context.Context
	s   *Store
}

// update runs f in a write transaction; an error rolls it back. Once begun it
// is finished even if ctx ends meanwhile: half a page's work is worth less than
// the millisecond it takes.
func (s *Store) update(ctx context.Context, f func(*tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t := &tx{ctx: context.WithoutCancel(ctx), s: s}
	err := t.run(f)
	var missing *MissingError
	if err == nil || errors.As(err, &missing) {
		return err
	}
	return fmt.Errorf("write to %s: %w", s.path, err)
}

// MissingError says that there is no such article or story.
type MissingError struct{ What string }

func (e *MissingError) Error() string { return "there is no " + e.What }

func (t *tx) run(f func(*tx) error) error {
	if err := t.exec("BEGIN IMMEDIATE"); err != nil {
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
	if err := t.exec("COMMIT"); err != nil {
		return err
	}
	done = true
	return nil
}

// stmt prepares a query once for the life of the store: there is one write
// connection, and it is kept.
func (t *tx) stmt(query string) (*sql.Stmt, error) {
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

func (t *tx) exec(query string, args ...any) error {
	st, err := t.stmt(query)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(t.ctx, args...)
	return err
}

// insert runs an INSERT and gives the new row's id.
func (t *tx) insert(query string, args ...any) (int64, error) {
	st, err := t.stmt(query)
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// row reads one row; sql.ErrNoRows where there is none.
func (t *tx) row(query string, args []any, dest ...any) error {
	st, err := t.stmt(query)
	if err != nil {
		return err
	}
	return st.QueryRowContext(t.ctx, args...).Scan(dest...)
}

// rows calls f for each row of a query.
func (t *tx) rows(query string, args []any, f func(*sql.Rows) error) error {
	st, err := t.stmt(query)
	if err != nil {
		return err
	}
	return each(func() (*sql.Rows, error) { return st.QueryContext(t.ctx, args...) }, f)
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
	return each(func() (*sql.Rows, error) { return s.read.QueryContext(ctx, query, args...) }, f)
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
