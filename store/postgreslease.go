package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"
)

// Leases are how several machines are polite to a host as one: whoever asks it
// holds its lease, and the lease says when it may be asked next. All times are
// the database's, so that clocks that differ do no harm. They pass by the lock
// of those who write: a lease must not wait for articles.

const leaseClock = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"

// ClaimHost takes the lease of a host, or holds it longer. ok is false where
// another holds it; rest is how long the host is still owed before it is asked.
func (s *Store) ClaimHost(ctx context.Context, host, holder string, length time.Duration) (rest time.Duration, ok bool, err error) {
	var ms int64
	err = s.outlast(ctx, func() error {
		return s.db.QueryRowContext(ctx, `INSERT INTO lease (host, holder, until, next) VALUES ($1, $2, `+leaseClock+` + $3, 0)
			ON CONFLICT (host) DO UPDATE SET holder = excluded.holder, until = excluded.until
			WHERE lease.holder IN ('', excluded.holder) OR lease.until < `+leaseClock+`
			RETURNING greatest(next - `+leaseClock+`, 0)`, host, holder, length.Milliseconds()).Scan(&ms)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return time.Duration(ms) * time.Millisecond, err == nil, err
}

// RenewHosts holds all leases of a holder longer, and gives their hosts.
func (s *Store) RenewHosts(ctx context.Context, holder string, length time.Duration) (hosts []string, err error) {
	err = each(func() (*sql.Rows, error) {
		return s.db.QueryContext(ctx, "UPDATE lease SET until = "+leaseClock+" + $2 WHERE holder = $1 RETURNING host", holder, length.Milliseconds())
	}, func(r *sql.Rows) error {
		var host string
		err := r.Scan(&host)
		hosts = append(hosts, host)
		return err
	})
	return hosts, err
}

// ReleaseHost gives a lease back; the host is left alone for the time that it
// is owed, and that it was owed before. One that another holds by now is left to
// it.
func (s *Store) ReleaseHost(ctx context.Context, host, holder string, owed time.Duration) error {
	_, err := s.db.ExecContext(ctx, "UPDATE lease SET holder = '', next = greatest(next, "+leaseClock+" + $3) WHERE host = $1 AND holder = $2", host, holder, owed.Milliseconds())
	return err
}

// ClaimPages takes some addresses for a source's visit to read, and gives those
// that another source's visit reads already. A claim ends after a time, or by
// ReleasePages.
func (s *Store) ClaimPages(ctx context.Context, source string, urls []string, length time.Duration) (taken []string, err error) {
	keys, of := make([][]byte, len(urls)), make(map[string]string, len(urls))
	for i, u := range urls {
		sum := sha256.Sum256([]byte(u))
		keys[i] = sum[:16]
		of[string(keys[i])] = u
	}
	slices.SortFunc(keys, bytes.Compare) // all claim in one order, and none waits for another in a circle
	keys = slices.CompactFunc(keys, bytes.Equal)
	err = s.outlast(ctx, func() error {
		return each(func() (*sql.Rows, error) {
			return s.db.QueryContext(ctx, `INSERT INTO reading (page, source, until) SELECT k, $2, `+leaseClock+` + $3 FROM unnest($1::bytea[]) k
				ON CONFLICT (page) DO UPDATE SET source = excluded.source, until = excluded.until
				WHERE reading.source = excluded.source OR reading.until < `+leaseClock+` RETURNING page`, keys, source, length.Milliseconds())
		}, func(r *sql.Rows) error {
			var key []byte
			err := r.Scan(&key)
			delete(of, string(key))
			return err
		})
	})
	return slices.Collect(maps.Values(of)), err
}

// ReleasePages ends a source's claims.
func (s *Store) ReleasePages(ctx context.Context, source string) error {
	_, err := s.db.ExecContext(ctx, "DELETE FROM reading WHERE source = $1", source)
	return err
}
