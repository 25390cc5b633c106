package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Remove deletes the article at an address, and leaves a tombstone at every
// address that it was listed under, so that no later run brings it back. It
// tells how many articles went: 0 or 1; the tombstone stands either way.
func (s *Store) Remove(ctx context.Context, url, reason string, now time.Time) (removed int, err error) {
	err = s.update(ctx, func(tx *tx) error {
		removed = 0
		id, err := tx.articleAt(url)
		if err != nil {
			return err
		}
		if err := tx.bury(url, reason, now); err != nil || id == 0 {
			return err
		}
		removed = 1
		tx.rewrites = true
		return errors.Join(tx.removeArticle(id, reason, now), tx.revise())
	})
	return removed, err
}

// removeBatch is how many articles of a source one transaction removes.
const removeBatch = 200

// RemoveSource removes every article that was read at a source, like Remove.
// The source's own row stays: past runs and weeks refer to it. It tells how
// many articles went, also where it failed midway.
func (s *Store) RemoveSource(ctx context.Context, name, reason string, now time.Time) (removed int, err error) {
	for {
		n := 0
		err := s.update(ctx, func(tx *tx) error {
			var source int64
			if err := tx.row("SELECT id FROM source WHERE name = ?", []any{name}, &source); errors.Is(err, sql.ErrNoRows) {
				return &MissingError{"source " + name + " in the store"}
			} else if err != nil {
				return err
			}
			ids, err := tx.ids("SELECT id FROM article WHERE source = ? LIMIT ?", source, removeBatch)
			if err != nil {
				return err
			}
			n, tx.rewrites = len(ids), true
			for _, id := range ids {
				if err := tx.removeArticle(id, reason, now); err != nil {
					return err
				}
			}
			return tx.revise()
		})
		if err != nil {
			return removed, err
		}
		if removed += n; n < removeBatch {
			return removed, nil
		}
	}
}

func (t *tx) bury(url, reason string, now time.Time) error {
	return t.exec("INSERT INTO tombstone (url, removed, reason) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", url, unix(now), reason)
}

func (t *tx) removeArticle(id int64, reason string, now time.Time) error {
	var links []string
	var story int64
	if err := t.row("SELECT story FROM article WHERE id = ?", []any{id}, &story); err != nil {
		return err
	}
	err := t.rows("SELECT url FROM link WHERE article = ?", []any{id}, func(r row) error {
		var u string
		err := r.Scan(&u)
		links = append(links, u)
		return err
	})
	if err != nil {
		return err
	}
	for _, u := range links {
		if err := t.bury(u, reason, now); err != nil {
			return err
		}
	}
	if err := errors.Join(t.touch(story), t.countStory(story, -1)); err != nil {
		return err
	}
	for _, q := range []string{
		"DELETE FROM link WHERE article = ?", "DELETE FROM verdict WHERE article = ?", "DELETE FROM body WHERE article = ?",
		"DELETE FROM pending WHERE article = ?", "DELETE FROM label WHERE article = ?", "DELETE FROM pin WHERE a = ?1 OR b = ?1",
		"UPDATE source SET articles = articles - 1 WHERE id = (SELECT source FROM article WHERE id = ?)",
		"DELETE FROM article WHERE id = ?",
	} {
		if err := t.exec(q, id); err != nil {
			return err
		}
	}
	return errors.Join(t.s.engine.unindex(t, id), t.leaveStory(story, id, now), t.countStory(story, 1), t.touch(story))
}

// leaveStory gives a story that lost its face another, or ends it.
func (t *tx) leaveStory(story, article int64, now time.Time) error {
	var left int
	if err := t.row("SELECT count(*) FROM article WHERE story = ?", []any{story}, &left); err != nil {
		return err
	}
	if left > 0 {
		return t.exec(`UPDATE story SET copies = ?1, updated = CASE WHEN face = ?2 THEN ?3 ELSE updated END,
			face = CASE WHEN face = ?2 THEN (SELECT min(a.id) FROM article a WHERE a.story = story.id) ELSE face END WHERE id = ?4`, left, article, unix(now), story)
	}
	for _, q := range []string{"DELETE FROM entry WHERE story = ?", "DELETE FROM sibling WHERE story = ?1 OR other = ?1", "DELETE FROM story WHERE id = ?"} {
		if err := t.exec(q, story); err != nil {
			return err
		}
	}
	return nil
}
