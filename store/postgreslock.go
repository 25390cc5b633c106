package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// The lock of whoever changes the store as a whole, or asks the web alone, is
// the session's: it ends with the process, however that ends. The session's
// name says who it is.

// lockSession begins the name of a session that takes the lock.
const lockSession = "reticule, "

// Lock takes the one lock of the database at an address, in a name for people,
// for as long as the process lives. unlock is nil where another holds it;
// holder says who then.
func Lock(ctx context.Context, address, name string) (unlock func(), holder string, err error) {
	c, err := parseAddress(address)
	if err != nil {
		return nil, "", err
	}
	c.RuntimeParams["application_name"] = lockSession + name
	conn, err := pgx.ConnectConfig(ctx, c)
	if err != nil {
		return nil, "", fmt.Errorf("lock %s: %w", Name(address), onOneLine{err})
	}
	held, holder, err := tryLock(ctx, conn)
	if err != nil {
		err = fmt.Errorf("lock %s: %w", Name(address), err)
	}
	if !held {
		return nil, holder, errors.Join(err, conn.Close(ctx))
	}
	return func() { unlockAndClose(conn) }, "", nil
}

// tryLock tries again where the holder has ended meanwhile.
func tryLock(ctx context.Context, conn *pgx.Conn) (held bool, holder string, err error) {
	for range 3 {
		err = conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", int64(runLock)).Scan(&held)
		if err != nil || held {
			return held, "", err
		}
		holder, err = lockHolder(conn.QueryRow(ctx, lockHolderSQL, runLock>>32, runLock&0xffff_ffff))
		if err != nil || holder != "" {
			return false, holder, err
		}
	}
	return false, "", nil
}

// unlockAndClose lets go before it leaves: the server takes a moment to notice
// that a session has ended.
func unlockAndClose(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	conn.Exec(ctx, "SELECT pg_advisory_unlock($1)", int64(runLock)) //nolint:errcheck // the server frees it either way
	conn.Close(ctx)                                                 //nolint:errcheck // as above
}

// LockHolder says who holds the lock of a database, and since when: "process
// 4711 on alpha since …"; "" where nobody does. A file's lock lies beside it,
// and is not the store's.
func (s *Store) LockHolder(ctx context.Context) (string, error) {
	if _, ok := s.engine.(onPostgres); !ok {
		return "", nil
	}
	return lockHolder(s.row(ctx, lockHolderSQL, runLock>>32, runLock&0xffff_ffff))
}

const lockHolderSQL = `SELECT a.application_name, extract(epoch FROM a.backend_start)::bigint FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid
	WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND a.datname = current_database() AND a.datid = l.database
		AND l.classid::bigint = $1 AND l.objid::bigint = $2`

func lockHolder(row interface{ Scan(dest ...any) error }) (string, error) {
	var name string
	var since int64
	err := row.Scan(&name, &since)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil // it was let go meanwhile
	}
	if err != nil {
		return "", err
	}
	return strings.TrimPrefix(name, lockSession) + " since " + time.Unix(since, 0).UTC().Format("2006-01-02 15:04:05 UTC"), nil
}
