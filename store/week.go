package store

import (
	"context"
	"fmt"
	"time"
)

const (
	daySeconds  = 24 * 60 * 60
	weekSeconds = 7 * daySeconds
	mondayShift = 3 * daySeconds // 1 January 1970 was a Thursday
)

// backfillAge is how much older than our watch over its source an article may
// be and still count (rule N4 of the trend's counting rules).
const backfillAge = 7 * 24 * time.Hour

// weekOf is the ISO week in UTC that an article counts in, numbered from the
// one that 1970 began in; 0 where it counts in none: it has no date, one that
// lies in the future, or one before our watch over its source began.
func weekOf(src sourceRow, it *Item) int64 {
	a := it.Article
	watch := a.FirstSeen
	if src.firstPoll != 0 {
		watch = fromUnix(src.firstPoll)
	}
	if a.Published.IsZero() || a.Published.After(a.FirstSeen) || it.Dated.Before(watch.Add(-backfillAge)) {
		return 0
	}
	return weekNumber(it.Dated)
}

func weekNumber(t time.Time) int64 { return (t.Unix() + mondayShift) / weekSeconds }

// countStory adds to the week's count of the source that told a story first.
func (t *tx) countStory(story int64, by int) error {
	return t.exec(fmt.Sprintf(`INSERT INTO week_count (source, week, seen, stories)
		SELECT source, week, first_seen / %d, %d FROM article WHERE id = (SELECT min(id) FROM article WHERE story = ?) AND week <> 0
		ON CONFLICT (source, week, seen) DO UPDATE SET stories = week_count.stories + excluded.stories`, daySeconds, by), story)
}

// touch notes that a story changes: its week is counted anew when somebody asks
// (see ledger.go), and published anew where it must be. It is called before a change and after it, since a change may
// move a story into another week, in and out of a topic's list, and to where it
// stands alone.
func (t *tx) touch(stories ...int64) error {
	rewrites := 0
	if t.rewrites {
		rewrites = 1
	}
	for _, id := range stories {
		err := t.exec(fmt.Sprintf(`INSERT INTO week_change (topic, week, changes)
			SELECT topic, (dated + %[1]d) / %[2]d, 1 FROM entry WHERE story = ?1
			UNION ALL SELECT '', (published + %[1]d) / %[2]d, 1 FROM story WHERE id = ?1 AND copies > 1
			ON CONFLICT (topic, week) DO UPDATE SET changes = week_change.changes + 1`, mondayShift, weekSeconds), id)
		if err != nil {
			return err
		}
		err = t.exec(fmt.Sprintf(`INSERT INTO week_seen (topic, week, rewrites) SELECT topic, (seen + %[1]d) / %[2]d, %[3]d FROM entry WHERE story = ?1
			ON CONFLICT (topic, week) DO UPDATE SET rewrites = week_seen.rewrites + excluded.rewrites`, mondayShift, weekSeconds, rewrites), id)
		if err != nil {
			return err
		}
	}
	return nil
}

// markPolled notes that a source was read in the weeks from one time to
// another.
func (t *tx) markPolled(source int64, from, to time.Time) error {
	for w := weekNumber(from); w <= weekNumber(to); w++ {
		if err := t.exec("INSERT INTO polled (source, week) VALUES (?, ?) ON CONFLICT DO NOTHING", source, w); err != nil {
			return err
		}
	}
	return nil
}

// watchSince moves the beginning of our watch over a source back to the
// oldest of some articles that an archive brings: they count as read then.
func (t *tx) watchSince(src *sourceRow, items []Item) error {
	for _, it := range items {
		if seen := it.Article.FirstSeen.Unix(); src.firstPoll == 0 || seen < src.firstPoll {
			src.firstPoll = seen
		}
	}
	return t.exec("UPDATE source SET first_poll = ? WHERE id = ?", src.firstPoll, src.id)
}

// CoverWeeks notes that the sources of an archive were read in every week from
// the first to the last of their articles.
func (s *Store) CoverWeeks(ctx context.Context, sources []string) error {
	return s.update(ctx, func(tx *tx) error {
		tx.rewrites = true
		for _, name := range sources {
			var id, first, last int64
			err := tx.row("SELECT s.id, s.first_poll, coalesce(max(a.first_seen), 0) FROM source s LEFT JOIN article a ON a.source = s.id WHERE s.name = ? GROUP BY s.id",
				[]any{name}, &id, &first, &last)
			if err != nil {
				return err
			}
			if err := tx.markPolled(id, fromUnix(first), fromUnix(max(first, last))); err != nil {
				return err
			}
		}
		return nil
	})
}
