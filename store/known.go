package store

import (
	"context"
	"database/sql"
	"time"
)

// Seen is what is remembered of an article that a listing names again. It is
// zero for what was removed by hand.
type Seen struct {
	Counts   bool   // for a topic
	Source   string // whose listing Mark is of
	Mark     int64  // Item.Mark of the last reading
	Read     time.Time
	Readings int
}

// Known gives those of the addresses that the store has articles for, or that
// were removed by hand. More than Counts is given of those that count only.
func (s *Store) Known(ctx context.Context, urls []string) (map[string]Seen, error) {
	known := make(map[string]Seen, len(urls))
	list := s.engine.texts("?1")
	err := s.query(ctx, func(r *sql.Rows) error {
		var u string
		var x Seen
		var read int64
		err := r.Scan(&u, &x.Counts, &x.Source, &x.Mark, &read, &x.Readings)
		x.Read = fromUnix(read)
		known[u] = x
		return err
	}, `SELECT j.value, CASE WHEN a.id IS NULL THEN 0 ELSE 1 END, coalesce(src.name, ''), coalesce(a.mark, 0), coalesce(a.read_at, 0), coalesce(a.readings, 0)
		FROM `+list+` j JOIN link l ON l.url = j.value
		LEFT JOIN article a ON a.id = l.article AND EXISTS (SELECT 1 FROM entry WHERE story = a.story)
		LEFT JOIN source src ON src.id = a.source
		UNION ALL SELECT j.value, 0, '', 0, 0, 0 FROM `+list+` j WHERE EXISTS (SELECT 1 FROM tombstone WHERE url = j.value)`, array(urls))
	return known, err
}
