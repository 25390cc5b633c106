package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"reticule"
)

// Keep says how long things are kept; 0 keeps them for ever. What is known of
// articles, stories and removed addresses is never forgotten.
type Keep struct {
	Texts  time.Duration // of articles that count for nothing and were never labelled: their rows stay
	Visits time.Duration // and robots.txt files and pauses; the last visit of each source stays
	Runs   time.Duration // and changes of health, but for those of a spell of trouble that lasts
}

// Pruned counts what was forgotten.
type Pruned struct{ Texts, Visits, Runs int }

const (
	forgetBatch = 500  // texts that one transaction forgets
	forgetMost  = 5000 // texts that a run forgets at most
)

// Prune forgets what is older than it is kept. It goes on where it ended last
// time, a bounded number of texts at a time, and by a clock that moves a day
// from one call to the next at most: one that jumps ahead costs little before
// somebody sees to it. whole goes by the time as it is, begins anew, and ends
// when nothing is left to forget.
func (s *Store) Prune(ctx context.Context, now time.Time, keep Keep, whole bool) (out Pruned, err error) {
	if !whole {
		if now, err = s.slowClock(ctx, now); err != nil {
			return out, err
		}
	}
	if out, err = s.pruneRows(ctx, now, keep); err != nil || keep.Texts == 0 {
		return out, err
	}
	after := int64(0)
	if !whole {
		if after, err = s.number(ctx, "forgotten"); err != nil {
			return out, err
		}
	}
	for whole || out.Texts < forgetMost {
		n, last, err := s.forgetTexts(ctx, now.Add(-keep.Texts), after)
		out.Texts += n
		if err != nil || last == after {
			return out, err
		}
		after = last
	}
	return out, nil
}

// slowClock gives the time, or a day after it was last asked where the time
// says more.
func (s *Store) slowClock(ctx context.Context, now time.Time) (time.Time, error) {
	last, err := s.number(ctx, "pruned")
	if err != nil {
		return now, err
	}
	if next := fromUnix(last).Add(24 * time.Hour); last != 0 && next.Before(now) {
		now = next
	}
	return now, s.SetMeta(ctx, "pruned", strconv.FormatInt(unix(now), 10))
}

// number gives a value of the store's own that is a number, 0 where there is
// none.
func (s *Store) number(ctx context.Context, key string) (int64, error) {
	text, err := s.Meta(ctx, key)
	if err != nil || text == "" {
		return 0, err
	}
	return strconv.ParseInt(text, 10, 64)
}

// pruneRows forgets visits, runs and events.
func (s *Store) pruneRows(ctx context.Context, now time.Time, keep Keep) (out Pruned, err error) {
	since := func(d time.Duration) int64 {
		if d == 0 {
			return 0
		}
		return unix(now.Add(-d))
	}
	visits, runs := since(keep.Visits), since(keep.Runs)
	err = s.update(ctx, func(tx *tx) (err error) {
		out = Pruned{}
		if out.Visits, err = tx.count(`DELETE FROM visit WHERE id NOT IN (SELECT last_visit FROM source)
			AND id < coalesce((SELECT id FROM visit WHERE ended >= ? ORDER BY id LIMIT 1), (SELECT max(id) + 1 FROM visit))`, visits); err != nil {
			return err
		}
		if out.Runs, err = tx.count("DELETE FROM run WHERE started < ?", runs); err != nil {
			return err
		}
		return errors.Join(tx.exec("DELETE FROM robots WHERE fetched < ?", visits),
			tx.exec("DELETE FROM pause WHERE until < ?", visits),
			tx.exec(`DELETE FROM health_event WHERE at < ? AND EXISTS (
				SELECT 1 FROM health_event x WHERE x.source = health_event.source AND x.id >= health_event.id AND x.state = ?)`, runs, reticule.StateGood))
	})
	return out, err
}

// forgetTexts looks at the next articles after an id, as far as they were seen
// before a time, and forgets the texts of those that nobody needs. It gives
// the id of the last that it looked at.
func (s *Store) forgetTexts(ctx context.Context, before time.Time, after int64) (n int, last int64, err error) {
	list, last, err := s.forgettable(ctx, before, after)
	if err != nil || last == after {
		return 0, last, err
	}
	err = s.update(ctx, func(tx *tx) error {
		for _, a := range list {
			if err := tx.forgetText(&a); err != nil {
				return fmt.Errorf("article %d: %w", a.ID, err)
			}
		}
		return tx.setMeta("forgotten", strconv.FormatInt(last, 10))
	})
	return len(list), last, err
}

// forgettable gives, of the next articles after an id that were seen before a
// time, those with a text that nobody needs.
func (s *Store) forgettable(ctx context.Context, before time.Time, after int64) (list []reticule.Article, last int64, err error) {
	last = after
	err = s.query(ctx, func(r *sql.Rows) error {
		var a reticule.Article
		var seen int64
		var needless bool
		if err := r.Scan(&a.ID, &seen, &a.Title, &a.Summary, &a.Lang, &a.Depth, &needless); err != nil {
			return err
		}
		if seen >= unix(before) {
			return errEnough
		}
		if last = a.ID; needless {
			list = append(list, a)
		}
		return nil
	}, `SELECT a.id, a.first_seen, a.title, a.summary, a.lang, a.depth, EXISTS (SELECT 1 FROM body WHERE article = a.id)
			AND NOT EXISTS (SELECT 1 FROM entry WHERE story = a.story) AND NOT EXISTS (SELECT 1 FROM label WHERE article = a.id)
		FROM article a WHERE a.id > ? ORDER BY a.id LIMIT ?`, after, forgetBatch)
	if errors.Is(err, errEnough) {
		err = nil
	}
	return list, last, err
}

// forgetText leaves title and summary to be searched.
func (t *tx) forgetText(a *reticule.Article) error {
	if a.Depth == reticule.DepthRead {
		if err := t.s.engine.index(t, a, true); err != nil {
			return err
		}
	}
	return t.exec("DELETE FROM body WHERE article = ?", a.ID)
}

// Compact gives the room of what was forgotten back to the disk. A file needs
// as much room again for the time being.
func (s *Store) Compact(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, q := range s.engine.compact() {
		if _, err := s.write.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("compact %s: %w", s.place, err)
		}
	}
	return nil
}

// Size is how many bytes the store takes.
func (s *Store) Size(ctx context.Context) (int64, error) { return s.engine.size(ctx, s) }
