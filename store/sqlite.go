package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite" // the driver, without cgo
	sqlite3 "modernc.org/sqlite/lib"
)

// onSQLite keeps a store in one file. One connection writes, several read (WAL).
type onSQLite struct{}

//go:embed migrations/sqlite/*.sql
var sqliteMigrations embed.FS

func (onSQLite) open(_ context.Context, path string) (write, read *sql.DB, err error) {
	if err := errors.Join(writable(path), registerFold()); err != nil {
		return nil, nil, err
	}
	// Pragmas stand in the data source name: by Exec they would reach one
	// pooled connection only.
	write, err = sql.Open("sqlite", dsn(path, writerCache, nil))
	if err != nil {
		return nil, nil, err
	}
	read, err = sql.Open("sqlite", dsn(path, readerCache, url.Values{"mode": {"ro"}}))
	if err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(4)
	return write, read, nil
}

// writable gives a better reason than SQLite's "unable to open database file".
func writable(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return errors.New("it is a folder, not a database file")
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		if _, missing := os.Stat(filepath.Dir(path)); errors.Is(missing, os.ErrNotExist) {
			return errors.New("the folder does not exist")
		}
		return err
	}
	return f.Close()
}

// Page caches of one connection, in KiB.
const (
	writerCache = 4096
	readerCache = 256
)

func dsn(path string, cache int, more url.Values) string {
	q := url.Values{
		"_pragma": {
			"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)",
			fmt.Sprintf("cache_size(-%d)", cache), "temp_store(MEMORY)", "journal_size_limit(67108864)", "wal_autocheckpoint(4000)",
		},
		"_txlock": {"immediate"},
	}
	for k, v := range more {
		q[k] = v
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}).String()
}

func (onSQLite) ledger() ledger {
	return ledger{
		files: sqliteMigrations, glob: "migrations/sqlite/*.sql",
		version: "PRAGMA user_version",
		foreign: "SELECT count(*) FROM sqlite_schema",
		record:  "PRAGMA user_version = %d",
	}
}

func (e onSQLite) migrate(ctx context.Context, db *sql.DB) error { return migrate(ctx, db, e.ledger()) }

func (onSQLite) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	return ctx, func() {}
}

// How long another program that writes is waited for.
const (
	lockedMost    = 10 * time.Second
	lockedHurried = 500 * time.Millisecond // after Store.Hurry
	lockedStep    = 100                    // milliseconds of one try
)

// begin waits for another program that writes, but not after whoever asked has
// no more time: SQLite's own waiting does not end with a context.
func (onSQLite) begin(t *tx) error {
	if err := t.exec(fmt.Sprintf("PRAGMA busy_timeout = %d", lockedStep)); err != nil {
		return err
	}
	for begun := time.Now(); ; {
		err := t.exec("BEGIN IMMEDIATE")
		var busy *sqlite.Error
		if !errors.As(err, &busy) || busy.Code()&0xff != sqlite3.SQLITE_BUSY || t.asked.Err() != nil {
			return err
		}
		if waited := time.Since(begun); waited > lockedMost || waited > lockedHurried && t.s.hurried.Err() != nil {
			return err
		}
	}
}

func (onSQLite) lost(error) bool                       { return false }
func (onSQLite) committed(*tx) (bool, error)           { return false, nil }
func (onSQLite) settled(*tx)                           {}
func (onSQLite) name(*tx, ...string) error             { return nil }
func (onSQLite) statement(query string) string         { return query }
func (onSQLite) argument(v any) any                    { return v }
func (onSQLite) texts(list string) string              { return "json_each(" + list + ")" }
func (onSQLite) numbers(list string) string            { return "json_each(" + list + ")" }
func (onSQLite) objects(list string) string            { return "json_each(" + list + ")" }
func (onSQLite) number(text string) string             { return text }
func (onSQLite) folded(text, comparison string) string { return "fold(" + text + ") " + comparison }
func (onSQLite) inOrder() string                       { return "CROSS JOIN" }
func (onSQLite) indexedBy(index string) string         { return " INDEXED BY " + index }

func (onSQLite) nextArticle() string {
	return "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'article'), 0) + 1"
}

// Schema gives the database's schema as SQL, in a stable order: what
// schema.sql shows. PostgreSQL's own tools tell its.
func (s *Store) Schema(ctx context.Context) (string, error) {
	var out string
	err := s.query(ctx, func(r *sql.Rows) error {
		var text string
		if err := r.Scan(&text); err != nil {
			return err
		}
		out += text + ";\n\n"
		return nil
	}, `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'fts%\_%' ESCAPE '\' OR name = 'fts_cjk' ORDER BY rootpage = 0, rowid`)
	return out, err
}
