package store

import (
	"context"
	"database/sql"
	"fmt"
)

// invariant is what must be true of every store, as a query that counts what
// breaks it.
type invariant struct{ broken, query string }

var invariants = [...]invariant{
	{"articles cannot be found by their own address", "SELECT count(*) FROM article a WHERE NOT EXISTS (SELECT 1 FROM link WHERE url = a.url AND article = a.id)"},
	{"sources count other articles than they brought", `SELECT count(*) FROM source s
		LEFT JOIN (SELECT source, count(*) AS n FROM article GROUP BY source) a ON a.source = s.id WHERE s.articles <> coalesce(a.n, 0)`},
	{"stories count other copies than they have", "SELECT count(*) FROM story s WHERE copies <> (SELECT count(*) FROM article WHERE story = s.id)"},
	{"stories show an article that is not theirs", "SELECT count(*) FROM story s WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = s.face AND story = s.id)"},
	{"links between stories lead one way only", "SELECT count(*) FROM sibling x WHERE NOT EXISTS (SELECT 1 FROM sibling WHERE story = x.other AND other = x.story)"},
	{"listed stories have no article with a verdict", `SELECT count(*) FROM entry e WHERE NOT EXISTS (
		SELECT 1 FROM article a JOIN verdict v ON v.article = a.id WHERE a.story = e.story AND v.topic = e.topic)`},
	{"removed addresses are there all the same", "SELECT count(*) FROM tombstone t JOIN link l ON l.url = t.url"},
	{"sources name a visit that is not theirs", "SELECT count(*) FROM source s WHERE last_visit <> 0 AND NOT EXISTS (SELECT 1 FROM visit WHERE id = s.last_visit AND source = s.id)"},
	{"weekly counts differ from the stories", `WITH told AS (
			SELECT source, week, first_seen / 86400 AS seen, count(*) AS n FROM article
			WHERE id IN (SELECT min(id) FROM article GROUP BY story) AND week <> 0 GROUP BY 1, 2, 3),
		counted AS (SELECT source, week, seen, stories FROM week_count WHERE stories <> 0)
		SELECT (SELECT count(*) FROM (SELECT * FROM told EXCEPT SELECT * FROM counted) x) + (SELECT count(*) FROM (SELECT * FROM counted EXCEPT SELECT * FROM told) y)`},
}

// Check looks for damage of the database, and for rows that contradict one
// another. It gives a sentence for each thing that is wrong. It reads
// everything, as it is at one moment.
func (s *Store) Check(ctx context.Context) (wrong []string, err error) {
	t, err := s.read.BeginTx(ctx, s.engine.snapshot())
	if err != nil {
		return nil, err
	}
	defer t.Rollback()
	if wrong, err = s.engine.damage(ctx, t); err != nil {
		return nil, fmt.Errorf("check %s: %w", s.place, err)
	}
	more, err := broken(ctx, t, invariants[:])
	if err != nil {
		return nil, fmt.Errorf("check %s: %w", s.place, err)
	}
	return append(wrong, more...), nil
}

// broken gives a sentence for each thing that is not true.
func broken(ctx context.Context, t *sql.Tx, list []invariant) (out []string, err error) {
	for _, x := range list {
		var n int
		if err := t.QueryRowContext(ctx, x.query).Scan(&n); err != nil {
			return nil, fmt.Errorf("%s: %w", x.broken, err)
		}
		if n > 0 {
			out = append(out, fmt.Sprintf("%d %s", n, x.broken))
		}
	}
	return out, nil
}

func lines(ctx context.Context, t *sql.Tx, query string) (out []string, err error) {
	err = each(func() (*sql.Rows, error) { return t.QueryContext(ctx, query) }, func(r *sql.Rows) error {
		var text string
		err := r.Scan(&text)
		out = append(out, text)
		return err
	})
	return out, err
}
