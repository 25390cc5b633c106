package store

import (
	"context"
	"database/sql"
	"errors"
)

// Report is a topic's report as it is published, until it is made anew.
type Report struct {
	Topic    string
	Made     string // what it was made of, besides what was counted
	Revision string // of the store, before it was counted
	Data     []byte
}

// ReportMade tells what a topic's kept report was made of, "" where none is
// kept, or where the topic's stories are more by over a hundredth since.
func (s *Store) ReportMade(ctx context.Context, topic string) (made string, err error) {
	err = s.row(ctx, "SELECT made FROM report WHERE topic = ?1 AND 100 * (SELECT count(*) FROM entry WHERE topic = ?1) <= 101 * stories", topic).Scan(&made)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return made, err
}

// Report gives a topic's kept report, and what it was made of.
func (s *Store) Report(ctx context.Context, topic string) (made string, data []byte, err error) {
	err = s.row(ctx, "SELECT made, data FROM report WHERE topic = ?", topic).Scan(&made, &data)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil, nil
	}
	if err == nil {
		data, err = inflate(data)
	}
	return made, data, err
}

// KeepReport keeps a topic's report in the place of the last one, unless the
// store changed while it was made.
func (s *Store) KeepReport(ctx context.Context, r Report) error {
	return s.update(ctx, func(tx *tx) error {
		return tx.exec(`INSERT INTO report (topic, made, stories, data) SELECT ?1, ?2, (SELECT count(*) FROM entry WHERE topic = ?1), ?3 WHERE coalesce((SELECT value FROM meta WHERE key = 'revision'), '') = ?4
			ON CONFLICT (topic) DO UPDATE SET made = excluded.made, stories = excluded.stories, data = excluded.data`, r.Topic, r.Made, tx.deflate(r.Data), r.Revision)
	})
}

// forgetReports lets the reports be made anew: something that they may tell of
// was taken away or changed by hand, or came for a time that is past.
func (t *tx) forgetReports() error {
	if !t.rewrites {
		return nil
	}
	if err := t.exec("DELETE FROM report"); err != nil {
		return err
	}
	return t.revise()
}
