package store

import (
	"context"
	"database/sql"
	"time"
)

// SavePause keeps that a host asked to be left alone until a time; an earlier
// wish for longer stays, unless it reaches further than any can.
func (s *Store) SavePause(ctx context.Context, host string, until time.Time) error {
	return s.update(ctx, func(tx *tx) error {
		return tx.exec("INSERT INTO pause (host, until) VALUES (?, ?) ON CONFLICT (host) DO UPDATE SET until = excluded.until WHERE excluded.until > pause.until OR pause.until > ?",
			host, unix(until.Add(time.Second-1)), unix(until.Add(pauseMost)))
	})
}

// Pauses gives the hosts that are to be left alone now, and until when. A pause
// of more than pauseMost is of a clock that was wrong.
func (s *Store) Pauses(ctx context.Context, now time.Time) (map[string]time.Time, error) {
	out := map[string]time.Time{}
	err := s.query(ctx, func(r *sql.Rows) error {
		var host string
		var until int64
		err := r.Scan(&host, &until)
		out[host] = fromUnix(until)
		return err
	}, "SELECT host, until FROM pause WHERE until > ? AND until <= ?", unix(now), unix(now.Add(pauseMost)))
	return out, err
}
