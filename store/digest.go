package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// The kinds of digest.
const (
	DigestWeek  = "week"  // what moved
	DigestBurst = "burst" // that the week was unusual
)

// Digest is what was said of a topic's week.
type Digest struct {
	Topic, Week string // week as 2026-W46
	Kind        string
	Made        time.Time
	Title       string // empty where there was nothing to say
	Text, HTML  string
	Plot        []byte // SVG
	Picture     []byte // PNG
}

// HasDigest tells whether a week was spoken of, or passed over.
func (s *Store) HasDigest(ctx context.Context, topic, week, kind string) (bool, error) {
	var n int
	err := s.row(ctx, "SELECT count(*) FROM digest WHERE topic = ? AND week = ? AND kind = ?", topic, week, kind).Scan(&n)
	return n > 0, err
}

// KeepDigest keeps a week's digest, unless there is one.
func (s *Store) KeepDigest(ctx context.Context, d Digest) error {
	return s.update(ctx, func(tx *tx) error {
		return tx.exec("INSERT INTO digest (topic, week, kind, made, title, html, text, plot, picture) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			d.Topic, d.Week, d.Kind, unix(d.Made), d.Title, tx.deflate([]byte(d.HTML)), d.Text, tx.deflate(d.Plot), d.Picture)
	})
}

// Digests gives a topic's digests with something to say, newest first.
func (s *Store) Digests(ctx context.Context, topic string, limit int) ([]Digest, error) {
	var out []Digest
	err := s.query(ctx, func(r *sql.Rows) error {
		d := Digest{Topic: topic}
		var made int64
		var html, plot []byte
		if err := r.Scan(&d.Week, &d.Kind, &made, &d.Title, &html, &d.Text, &plot, &d.Picture); err != nil {
			return err
		}
		page, errPage := inflate(html)
		svg, errPlot := inflate(plot)
		d.Made, d.HTML, d.Plot = fromUnix(made), string(page), svg
		out = append(out, d)
		return errors.Join(errPage, errPlot)
	}, "SELECT week, kind, made, title, html, text, plot, picture FROM digest WHERE topic = ? AND title <> '' ORDER BY week DESC, kind LIMIT ?", topic, limit)
	return out, err
}
