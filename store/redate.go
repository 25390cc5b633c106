package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Redate brings what a clock that was ahead dated later than now back to now:
// it was seen before. Whoever calls it must be sure of now. It costs a look at
// every story, and gives how many were changed.
func (s *Store) Redate(ctx context.Context, now time.Time) (int, error) {
	var stories []int64
	err := s.query(ctx, func(r *sql.Rows) error {
		var id int64
		err := r.Scan(&id)
		stories = append(stories, id)
		return err
	}, "SELECT id FROM story WHERE first_seen > ?1 OR published > ?1 OR updated > ?1 UNION SELECT story FROM article WHERE first_seen > ?1 ORDER BY 1", unix(now))
	if err != nil {
		return 0, err
	}
	return len(stories), s.update(ctx, func(tx *tx) error {
		for _, id := range stories {
			if err := tx.redateStory(id, unix(now)); err != nil {
				return fmt.Errorf("story %d: %w", id, err)
			}
		}
		if err := tx.redateSources(now); err != nil {
			return err
		}
		return tx.revise()
	})
}

// redateStory moves a story with its articles; its week is counted anew.
func (t *tx) redateStory(story, now int64) error {
	if err := errors.Join(t.touch(story), t.countStory(story, -1)); err != nil {
		return err
	}
	for _, q := range []string{
		"UPDATE link SET first_seen = " + notAfter("first_seen") + " WHERE article IN (SELECT id FROM article WHERE story = ?2)",
		`UPDATE article SET week = CASE WHEN published > ?1 THEN 0 ELSE week END, first_seen = ` + notAfter("first_seen") + ", dated = " + notAfter("dated") +
			", read_at = " + notAfter("read_at") + " WHERE story = ?2",
		"UPDATE story SET first_seen = " + notAfter("first_seen") + ", published = " + notAfter("published") + ", updated = " + notAfter("updated") + " WHERE id = ?2",
		"UPDATE entry SET dated = " + notAfter("dated") + ", seen = " + notAfter("seen") + ", edited = " + notAfter("edited") + " WHERE story = ?2",
	} {
		if err := t.exec(q, now, story); err != nil {
			return err
		}
	}
	return errors.Join(t.countStory(story, 1), t.touch(story))
}

// redateSources moves what is told of sources, and forgets what was told of
// weeks that are not over.
func (t *tx) redateSources(now time.Time) error {
	year, week := now.ISOWeek()
	return errors.Join(
		t.exec("UPDATE source SET first_poll = "+notAfter("first_poll")+", last_ok = "+notAfter("last_ok")+", last_new = "+notAfter("last_new"), unix(now)),
		t.exec("UPDATE health_event SET at = ?1 WHERE at > ?1", unix(now)),
		t.exec("DELETE FROM polled WHERE week > ?", weekNumber(now)),
		t.exec("DELETE FROM digest WHERE week >= ?", fmt.Sprintf("%d-W%02d", year, week)))
}

// notAfter is a column's time, or ?1 where that is earlier.
func notAfter(column string) string {
	return "CASE WHEN " + column + " > ?1 THEN ?1 ELSE " + column + " END"
}
