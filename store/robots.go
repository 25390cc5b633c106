package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Robots gives the robots.txt that an origin answered with, and when. ok is
// false where none is kept.
func (s *Store) Robots(ctx context.Context, origin string) (status int, body []byte, fetched time.Time, ok bool, err error) {
	var at int64
	err = s.row(ctx, "SELECT status, body, fetched FROM robots WHERE origin = ?", origin).Scan(&status, &body, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil, time.Time{}, false, nil
	}
	return status, body, fromUnix(at), err == nil, err
}

// SaveRobots keeps an origin's robots.txt.
func (s *Store) SaveRobots(ctx context.Context, origin string, status int, body []byte, fetched time.Time) error {
	return s.update(ctx, func(tx *tx) error {
		return tx.exec(`INSERT INTO robots (origin, status, body, fetched) VALUES (?, ?, ?, ?)
			ON CONFLICT (origin) DO UPDATE SET status = excluded.status, body = excluded.body, fetched = excluded.fetched`, origin, status, body, unix(fetched))
	})
}
