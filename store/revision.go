package store

import (
	"context"
	"database/sql"
	"time"
)

// revise counts a change of what feeds and pages show; all of a transaction are
// one.
func (t *tx) revise() error {
	if t.revised {
		return nil
	}
	t.revised = true
	return t.exec("INSERT INTO meta (key, value) VALUES ('revision', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)")
}

// Revision changes whenever what feeds and pages show of the store changes.
func (s *Store) Revision(ctx context.Context) (string, error) { return s.Meta(ctx, "revision") }

// Week is an ISO week in UTC, and how often something in it changed.
type Week struct {
	Start   time.Time
	Changes int
}

// SeenWeeks gives the weeks in which stories of a topic were first seen, oldest
// first, and how often what was published of them had to be published anew:
// something was removed, joined or parted by hand, judged anew, or brought by an
// archive. There may be some of which no story is left.
func (s *Store) SeenWeeks(ctx context.Context, topic string) ([]Week, error) {
	return s.weeks(ctx, "SELECT week, rewrites FROM week_seen WHERE topic = ? ORDER BY week", topic)
}

// ListedWeeks gives the weeks that stories of a topic are listed under, by their
// date, oldest first, and how often anything about them changed. There may be
// some of which no story is left.
func (s *Store) ListedWeeks(ctx context.Context, topic string) ([]Week, error) {
	return s.weeks(ctx, "SELECT week, changes FROM week_change WHERE topic = ? ORDER BY week", topic)
}

func (s *Store) weeks(ctx context.Context, query, topic string) (out []Week, err error) {
	err = s.query(ctx, func(r *sql.Rows) error {
		var week int64
		var x Week
		err := r.Scan(&week, &x.Changes)
		x.Start = fromUnix(week*weekSeconds - mondayShift)
		out = append(out, x)
		return err
	}, query, topic)
	return out, err
}
