package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// onPostgres keeps a store in a PostgreSQL database, which any number of
// processes share. Each has one connection to write with; an advisory lock
// lets one transaction write at a time, so that two articles are never decided
// past one another on different machines either.
type onPostgres struct {
	names *nameCache
}

//go:embed migrations/postgres/*.sql
var postgresMigrations embed.FS

// The keys of our advisory locks, which share a space with everybody's in the
// database.
const (
	migrateLock = 0x7265_7469_6375_0001
	writeLock   = 0x7265_7469_6375_0002
	runLock     = 0x7265_7469_6375_0003 // see postgreslock.go
)

// patience bounds a write transaction, the wait for its turn included. One
// whose time is over is tried again on another connection.
const patience = 2 * time.Minute

// session are the settings of each connection. A process that was cut off from
// the network must not hold the others up: what it began is rolled back after
// seconds, and the server notices after less than a minute that it is gone.
var session = map[string]string{
	"application_name":                    "reticule",
	"default_transaction_isolation":       "read committed",
	"idle_in_transaction_session_timeout": "15000",
	"tcp_keepalives_idle":                 "15",
	"tcp_keepalives_interval":             "5",
	"tcp_keepalives_count":                "4",
}

func (onPostgres) open(_ context.Context, place string) (write, read *sql.DB, err error) {
	c, err := parseAddress(place)
	if err != nil {
		return nil, nil, err
	}
	write = stdlib.OpenDB(*c)
	write.SetMaxOpenConns(4) // one that writes, the others for leases
	c = c.Copy()
	c.RuntimeParams["default_transaction_read_only"] = "on"
	read = stdlib.OpenDB(*c)
	read.SetMaxOpenConns(4)
	read.SetConnMaxIdleTime(5 * time.Minute)
	return write, read, nil
}

// parseAddress reads a database's address and adds what our sessions need. Its
// error shows nothing of the address, which has a password in it.
func parseAddress(address string) (*pgx.ConnConfig, error) {
	if !IsAddress(address) {
		return nil, errors.New("it is not an address of the form postgres://user@host/database")
	}
	c, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, errors.New("it is not the address of a PostgreSQL database: postgres://user@host/database")
	}
	c.ConnectTimeout = cmp.Or(c.ConnectTimeout, 10*time.Second)
	c.DialFunc = (&net.Dialer{KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 4}}).DialContext
	for k, v := range session {
		if c.RuntimeParams[k] == "" {
			c.RuntimeParams[k] = v
		}
	}
	return c, nil
}

// CheckAddress tells what is wrong with the address of a database, without
// asking it.
func CheckAddress(address string) error {
	_, err := parseAddress(address)
	return err
}

// IsAddress tells whether a place is the address of a database and not a path.
func IsAddress(place string) bool {
	return strings.HasPrefix(place, "postgres://") || strings.HasPrefix(place, "postgresql://")
}

// Name names a place for people: a database without user and password.
func Name(place string) string {
	if !IsAddress(place) {
		return place
	}
	u, err := url.Parse(place)
	if err != nil {
		return "the PostgreSQL database"
	}
	return u.Scheme + "://" + u.Host + u.Path
}

func (onPostgres) ledger(lock string) ledger {
	return ledger{
		files: postgresMigrations, glob: "migrations/postgres/*.sql", lock: lock,
		version: "SELECT coalesce(max(version), 0) FROM migration",
		record:  "INSERT INTO migration (version) VALUES (%d)",
	}
}

func (e onPostgres) migrate(ctx context.Context, db *sql.DB) error {
	// The table of versions is made by hand: whoever comes second finds it.
	lock := fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", migrateLock)
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return onOneLine{err}
	}
	defer t.Rollback()
	for _, q := range []string{lock, "CREATE TABLE IF NOT EXISTS migration (version BIGINT PRIMARY KEY)"} {
		if _, err := t.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	if err := t.Commit(); err != nil {
		return err
	}
	return migrate(ctx, db, e.ledger(lock))
}

// onOneLine is an error whose words pgx spreads over several.
type onOneLine struct{ error }

func (e onOneLine) Error() string { return strings.Join(strings.Fields(e.error.Error()), " ") }

func (e onOneLine) Unwrap() error { return e.error }

func (onPostgres) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, patience)
}

// begin also learns the transaction's number, by which it is known later
// whether it was committed. Others that write are waited for, but not for long
// where the program is to end.
func (onPostgres) begin(t *tx) error {
	whole := t.ctx
	ctx, cancel := context.WithCancel(whole)
	defer cancel()
	defer context.AfterFunc(t.s.hurried, func() { time.AfterFunc(lockedHurried, cancel) })()
	t.ctx = ctx
	var void string
	err := t.exec("BEGIN")
	if err == nil {
		err = t.row("SELECT pg_advisory_xact_lock(?)::text, pg_current_xact_id()::text", []any{int64(writeLock)}, &void, &t.number)
	}
	if t.ctx = whole; ctx.Err() != nil && whole.Err() == nil {
		t.s.letGo() // pgx has closed it
		return errors.New("the database is locked: others write to it")
	}
	return err
}

// committed asks what became of a transaction whose COMMIT was not answered.
func (onPostgres) committed(t *tx) (bool, error) {
	var status sql.NullString
	err := t.row("SELECT pg_xact_status(?::xid8)", []any{t.number}, &status)
	if err == nil && status.String == "in progress" {
		err = driver.ErrBadConn // the server has not noticed yet: ask again
	}
	return status.String == "committed", err
}

// lost tells whether an error means that the connection is gone, or that the
// server is not to be had: asking again later may help.
func (onPostgres) lost(err error) bool {
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		switch answer.Code {
		case "57014": // cancelled by us
			return false
		case "25P03", "40P01": // idle for too long, deadlock
			return true
		}
		class := answer.Code[:2] // no connection, no resources, the operator's intervention
		return class == "08" || class == "53" || class == "57"
	}
	return err != nil && !errors.Is(err, sql.ErrNoRows) && !errors.Is(err, context.Canceled) && unreachable(err)
}

// unreachable tells whether an error is the connection's and not our own.
func unreachable(err error) bool {
	var dial *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &dial) || errors.As(err, &network) || pgconn.Timeout(err) || pgconn.SafeToRetry(err) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// statement writes ? as $1, $2 … and ?N as $N. No statement of ours has a
// question mark in a text.
func (onPostgres) statement(query string) string {
	if !strings.Contains(query, "?") {
		return query
	}
	var b strings.Builder
	n := 0
	for i, part := range strings.Split(query, "?") {
		if i > 0 {
			b.WriteByte('$')
			if part == "" || part[0] < '0' || part[0] > '9' {
				n++
				b.WriteString(strconv.Itoa(n))
			}
		}
		b.WriteString(part)
	}
	return b.String()
}

// argument makes numbers of truth values, as SQLite has them, and takes out of
// texts what PostgreSQL refuses: bytes that are no UTF-8, and the zero byte,
// also as JSON writes it.
func (onPostgres) argument(v any) any {
	switch v := v.(type) {
	case bool:
		if v {
			return int64(1)
		}
		return int64(0)
	case string:
		if !utf8.ValidString(v) {
			v = strings.ToValidUTF8(v, "\ufffd")
		}
		if strings.Contains(v, "\x00") || strings.Contains(v, `\u0000`) {
			v = strings.NewReplacer("\x00", "\ufffd", `\u0000`, `\ufffd`).Replace(v)
		}
		return v
	}
	return v
}

func (onPostgres) texts(list string) string {
	return "jsonb_array_elements_text(" + list + "::jsonb)"
}

func (onPostgres) numbers(list string) string {
	return "(SELECT value::bigint AS value FROM jsonb_array_elements_text(" + list + "::jsonb))"
}

// objects takes null for an empty list.
func (onPostgres) objects(list string) string {
	return "jsonb_array_elements(CASE " + list + " WHEN 'null' THEN '[]' ELSE " + list + " END::jsonb)"
}

func (onPostgres) number(text string) string { return "(" + text + ")::double precision" }
func (onPostgres) inOrder() string           { return "JOIN" }
func (onPostgres) indexedBy(string) string   { return "" }
func (onPostgres) nextArticle() string       { return "nextval('article_id')" }

func (onPostgres) folded(text, comparison string) string {
	return text + " IN (SELECT plain FROM folded WHERE fold " + comparison + ")"
}
