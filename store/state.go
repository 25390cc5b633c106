package store

import (
	"context"
	"database/sql"
	"errors"

	"reticule"
)

// LastRun gives the run that ended last; nil where there was none.
func (s *Store) LastRun(ctx context.Context) (*reticule.Run, error) {
	var r reticule.Run
	var started, ended int64
	err := s.row(ctx, `SELECT id, started, ended, sources, failed, requests, not_modified, bytes, pages, extracted, about, mention, none, stories_new
		FROM run ORDER BY id DESC LIMIT 1`).
		Scan(&r.ID, &started, &ended, &r.Sources, &r.Failed, &r.Requests, &r.NotModified, &r.Bytes, &r.Pages, &r.Extracted, &r.About, &r.Mention, &r.None, &r.StoriesNew)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	r.Started, r.Ended = fromUnix(started), fromUnix(ended)
	return &r, err
}

// Titles gives the sources' titles by their names, of all that ever brought
// something.
func (s *Store) Titles(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	err := s.query(ctx, func(r *sql.Rows) error {
		var name, title string
		err := r.Scan(&name, &title)
		out[name] = title
		return err
	}, "SELECT name, title FROM source")
	return out, err
}

// Holdings counts what is stored.
type Holdings struct {
	Articles int `json:"articles"`
	Stories  int `json:"stories"` // that count for a topic
	Texts    int `json:"texts"`   // that a changed topic can judge
	Removed  int `json:"removed"` // addresses that stay away
}

// Holdings counts what is stored.
func (s *Store) Holdings(ctx context.Context) (h Holdings, err error) {
	err = s.row(ctx, `SELECT (SELECT count(*) FROM article), (SELECT count(DISTINCT story) FROM entry), (SELECT count(*) FROM body), (SELECT count(*) FROM tombstone)`).
		Scan(&h.Articles, &h.Stories, &h.Texts, &h.Removed)
	return h, err
}
