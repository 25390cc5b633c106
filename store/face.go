package store

import (
	"context"
	"errors"
	"fmt"

	"reticule"
)

// chooseFace lets the best copy stand for a story that has not been published
// yet. Only copies that were read and count for a topic can.
func (t *tx) chooseFace(story int64, p Placer) error {
	var face, shown int64
	if err := t.row("SELECT face, shown FROM story WHERE id = ?", []any{story}, &face, &shown); err != nil || shown == published {
		return err
	}
	copies, err := t.countingCopies(story)
	if err != nil || len(copies) == 0 {
		return err
	}
	best := copies[p.Face(copies)].ID
	if best == face {
		return nil
	}
	if err := t.exec("UPDATE story SET face = ?1, published = (SELECT min(dated) FROM article WHERE story = ?2) WHERE id = ?2", best, story); err != nil {
		return err
	}
	return t.exec(`INSERT INTO entry (topic, story, label, dated, seen)
		SELECT v.topic, s.id, v.label, s.published, s.first_seen FROM verdict v CROSS JOIN story s WHERE s.id = ?1 AND v.article = ?2 AND v.label <> 'none'
		ON CONFLICT (topic, story) DO UPDATE SET label = excluded.label, dated = excluded.dated`, story, best)
}

func (t *tx) countingCopies(story int64) ([]reticule.Article, error) {
	var out []reticule.Article
	err := t.rows(`SELECT `+articleColumns+`, b.blocks, b.visible
		FROM article a JOIN body b ON b.article = a.id
		WHERE a.story = ? AND EXISTS (SELECT 1 FROM verdict v WHERE v.article = a.id AND v.label <> 'none') ORDER BY a.id`, []any{story}, func(r row) error {
		var a reticule.Article
		var x articleScan
		var blocks, visible []byte
		if err := r.Scan(append(x.dest(&a), &blocks, &visible)...); err != nil {
			return err
		}
		if err := errors.Join(x.finish(&a), unpack(&a, blocks, visible, nil)); err != nil {
			return fmt.Errorf("article %d: %w", a.ID, err)
		}
		out = append(out, a)
		return nil
	})
	return out, err
}

// published is a story's shown once it was.
const published = 2

// awaitPublishing notes that a story that is listed was not published yet.
func (t *tx) awaitPublishing(story int64) error {
	return t.exec("UPDATE story SET shown = 1 WHERE id = ? AND shown = 0 AND EXISTS (SELECT 1 FROM entry WHERE story = story.id)", story)
}

// MarkShown notes that every story that counts is published now: from here on
// its face stays, so that an entry keeps its address.
func (s *Store) MarkShown(ctx context.Context) error {
	var waits bool
	if err := s.row(ctx, "SELECT EXISTS (SELECT 1 FROM story WHERE shown = 1)").Scan(&waits); err != nil || !waits {
		return err
	}
	return s.update(ctx, func(tx *tx) error {
		for {
			// The database keeps in memory what one statement changes.
			n, err := tx.count("UPDATE story SET shown = ? WHERE id IN (SELECT id FROM story WHERE shown = 1 LIMIT ?)", published, shownBatch)
			if err != nil || n < shownBatch {
				return err
			}
		}
	})
}

// shownBatch is how many stories one statement marks.
const shownBatch = 500
