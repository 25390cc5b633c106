package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"reticule"
)

// Pin is a pair of articles that somebody joined or parted by hand.
type Pin struct {
	A, B     int64
	Together bool
}

// Pins gives all pairs that were joined or parted by hand.
func (s *Store) Pins(ctx context.Context) ([]Pin, error) {
	var out []Pin
	err := s.query(ctx, func(r *sql.Rows) error {
		var p Pin
		err := r.Scan(&p.A, &p.B, &p.Together)
		out = append(out, p)
		return err
	}, "SELECT a, b, together FROM pin ORDER BY a, b")
	return out, err
}

// MergeStories makes two stories one by hand: the second's articles join the
// first. Keys name them.
func (s *Store) MergeStories(ctx context.Context, into, from string) error {
	return s.update(ctx, func(tx *tx) error {
		tx.rewrites = true
		a, faceA, err := tx.storyByKey(into)
		if err != nil {
			return err
		}
		b, faceB, err := tx.storyByKey(from)
		if err != nil {
			return err
		}
		if a == b {
			return fmt.Errorf("%s and %s are one story already", into, from)
		}
		if err := errors.Join(tx.pin(faceA, faceB, true), tx.mergeStory(b, a)); err != nil {
			return err
		}
		return errors.Join(tx.exec("UPDATE article SET relation = ? WHERE id = ?", reticule.RelationOriginal, faceA), tx.revise())
	})
}

func (t *tx) storyByKey(key string) (id, face int64, err error) {
	err = t.row("SELECT id, face FROM story WHERE key = ?", []any{key}, &id, &face)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, &MissingError{"story " + key}
	}
	return id, face, err
}

func (t *tx) pin(a, b int64, together bool) error {
	return t.exec("INSERT INTO pin (a, b, together) VALUES (?, ?, ?) ON CONFLICT (a, b) DO UPDATE SET together = excluded.together", min(a, b), max(a, b), together)
}

// SplitStory takes one article out of its story by hand, into one of its own.
// The story's key stays with the others, or, where there is but one, with the
// article that readers have seen under it: so no reader shows it twice.
func (s *Store) SplitStory(ctx context.Context, url string, now time.Time) error {
	return s.update(ctx, func(tx *tx) error {
		id, err := tx.articleAt(url)
		if err != nil {
			return err
		}
		if id == 0 {
			return &MissingError{"article " + url}
		}
		tx.rewrites = true
		return errors.Join(tx.split(id, now), tx.revise())
	})
}

func (t *tx) split(id int64, now time.Time) error {
	var story, dated, seen, face int64
	var url string
	if err := t.row("SELECT a.story, a.url, a.dated, a.first_seen, s.face FROM article a JOIN story s ON s.id = a.story WHERE a.id = ?",
		[]any{id}, &story, &url, &dated, &seen, &face); err != nil {
		return err
	}
	others, err := t.ids("SELECT id FROM article WHERE story = ? AND id <> ?", story, id)
	if err != nil {
		return err
	}
	if len(others) == 0 {
		return fmt.Errorf("%s is the only copy of its story", url)
	}
	if len(others) == 1 && face == id {
		return t.split(others[0], now)
	}
	for _, o := range others {
		if err := t.pin(id, o, false); err != nil {
			return err
		}
	}
	a := &reticule.Article{ID: id, URL: fmt.Sprintf("%s#split-%d", url, now.Unix()), FirstSeen: fromUnix(seen)}
	fresh, err := t.insertStory(a, fromUnix(dated))
	if err != nil {
		return err
	}
	if err := errors.Join(t.touch(story), t.countStory(story, -1)); err != nil {
		return err
	}
	if err := t.exec("UPDATE article SET story = ?, relation = ?, why = '' WHERE id = ?", fresh, reticule.RelationSingle, id); err != nil {
		return err
	}
	if err := errors.Join(t.leaveStory(story, id, now), t.countStory(story, 1), t.countStory(fresh, 1)); err != nil {
		return err
	}
	err = t.exec(`INSERT INTO entry (topic, story, label, dated, seen) SELECT topic, ?, label, ?, ? FROM verdict WHERE article = ? AND label <> 'none'`, fresh, dated, seen, id)
	return errors.Join(err, t.awaitPublishing(fresh), t.touch(story, fresh))
}

func (t *tx) ids(query string, args ...any) (out []int64, err error) {
	err = t.rows(query, args, func(r row) error {
		var id int64
		err := r.Scan(&id)
		out = append(out, id)
		return err
	})
	return out, err
}
