package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"reticule"
)

// The ledger keeps what the trend counts, so that a report over years costs no
// more than reading it. It has a page for each topic and week, with the stories
// that are listed in the week, and a page for each week with the stories of any
// kind that stand at several places.
//
// Whoever changes a story notes that its week changed (see touch). Recount
// writes the pages of changed weeks anew; a reader counts them by himself. What
// a page says holds for every time after the last article in it was seen: a
// report on an earlier time counts that week for itself too.

// page is a week of the ledger.
type page struct {
	week   int64
	latest int64 // when the last of its articles was first seen
	data   []byte
	holds  bool // nothing changed since it was written, or in the time asked for
}

// eachPage calls f with the page of each week of a topic, oldest first, as it
// was known at a time.
func (v *view) eachPage(topic string, at time.Time, f func(page) error) error {
	var pages []page
	err := v.rows(`SELECT c.week, l.page IS NOT NULL, l.page
		FROM week_change c LEFT JOIN ledger l ON l.topic = c.topic AND l.week = c.week AND l.changes = c.changes AND l.latest <= ?
		WHERE c.topic = ? AND c.week <= ? ORDER BY c.week`, []any{unix(at), topic, weekNumber(at)}, func(r *sql.Rows) error {
		var p page
		err := r.Scan(&p.week, &p.holds, &p.data)
		pages = append(pages, p)
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range pages {
		if !p.holds {
			if p, err = v.countPage(topic, p.week, at); err != nil {
				return err
			}
		}
		if err := f(p); err != nil {
			return fmt.Errorf("ledger of %q, week %d: %w", topic, p.week, err)
		}
	}
	return nil
}

// Recount brings the ledger up to date: it writes the pages of the weeks that
// changed. It costs what changed, not what is stored.
func (s *Store) Recount(ctx context.Context) error {
	type stale struct {
		topic         string
		week, changes int64
	}
	var list []stale
	err := s.query(ctx, func(r *sql.Rows) error {
		var x stale
		err := r.Scan(&x.topic, &x.week, &x.changes)
		list = append(list, x)
		return err
	}, `SELECT c.topic, c.week, c.changes FROM week_change c LEFT JOIN ledger l ON l.topic = c.topic AND l.week = c.week
		WHERE l.changes IS NULL OR l.changes <> c.changes ORDER BY c.topic, c.week`)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(list, recountBatch) {
		var pages []page
		err := s.view(ctx, func(v *view) error {
			for _, x := range part {
				p, err := v.countPage(x.topic, x.week, time.Unix(math.MaxInt64/2, 0))
				if err != nil {
					return err
				}
				pages = append(pages, p)
			}
			return nil
		})
		if err != nil {
			return err
		}
		err = s.update(ctx, func(tx *tx) error {
			for i, p := range pages {
				err := tx.exec(`INSERT INTO ledger (topic, week, changes, latest, page) VALUES (?, ?, ?, ?, ?)
					ON CONFLICT (topic, week) DO UPDATE SET changes = excluded.changes, latest = excluded.latest, page = excluded.page`,
					part[i].topic, p.week, part[i].changes, p.latest, p.data)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// recountBatch is how many weeks are counted at a time.
const recountBatch = 8

// countPage counts a week as it was known at a time.
func (v *view) countPage(topic string, week int64, at time.Time) (page, error) {
	p := page{week: week}
	from := week*weekSeconds - mondayShift
	args := []any{topic, from, min(from+weekSeconds, unix(at)+1), unix(at)}
	if topic == "" {
		return p, v.countShared(&p, args[1:])
	}
	return p, v.countStories(&p, args)
}

// countedRow is a story on its way into the ledger.
type countedRow struct {
	id, edited      int64
	key, title      string
	terms, brands   []string
	products        []reticule.Product
	people          []string
	sources, tellAt []int64
}

func (v *view) countStories(p *page, args []any) error {
	list, err := v.counted(p, args)
	if err != nil {
		return err
	}
	err = v.rows(`SELECT a.story, a.source, a.published, a.first_seen FROM entry e JOIN article a ON a.story = e.story
		WHERE e.topic = ? AND e.dated >= ? AND e.dated < ? AND a.first_seen <= ? AND a.week <> 0 ORDER BY a.story, a.id`, args, func(r *sql.Rows) error {
		var story, source, published, seen int64
		if err := r.Scan(&story, &source, &published, &seen); err != nil {
			return err
		}
		i, ok := slices.BinarySearchFunc(list, story, func(x countedRow, id int64) int { return int(x.id - id) })
		if !ok {
			return nil
		}
		p.latest = max(p.latest, seen)
		if list[i].edited != 0 {
			published = list[i].edited
		}
		list[i].sources, list[i].tellAt = append(list[i].sources, source), append(list[i].tellAt, published)
		return nil
	})
	p.data = []byte{}
	for i := range list {
		if len(list[i].sources) > 0 { // else it is backfill
			p.data = list[i].append(p.data)
		}
	}
	return err
}

// counted gives the stories of a week in order of id, without where they stand.
func (v *view) counted(p *page, args []any) (list []countedRow, err error) {
	err = v.rows(`SELECT s.id, s.key, s.first_seen, e.dated, e.edited, a.title, v.terms, v.brands, v.products, coalesce(b.details, '{}')
		FROM entry e JOIN story s ON s.id = e.story JOIN article a ON a.id = s.face LEFT JOIN body b ON b.article = a.id
		JOIN verdict v ON v.topic = e.topic AND v.article = coalesce((SELECT x.article FROM verdict x WHERE x.topic = e.topic AND x.article = a.id),
			(SELECT min(x.article) FROM verdict x JOIN article y ON y.id = x.article WHERE x.topic = e.topic AND y.story = s.id AND x.label <> 'none'))
		WHERE e.topic = ? AND e.dated >= ? AND e.dated < ? AND s.first_seen <= ? ORDER BY s.id`, args, func(r *sql.Rows) error {
		var x countedRow
		var seen, dated int64
		var terms, brands, products, more string
		if err := r.Scan(&x.id, &x.key, &seen, &dated, &x.edited, &x.title, &terms, &brands, &products, &more); err != nil {
			return err
		}
		p.latest = max(p.latest, seen, dated)
		var d details
		err := errors.Join(json.Unmarshal([]byte(products), &x.products), json.Unmarshal([]byte(more), &d))
		x.terms, x.brands, x.people = unarray(terms), unarray(brands), d.People
		list = append(list, x)
		return err
	})
	return list, err
}

// countShared counts stories by where they stand: the same sources in the same
// weeks are one row, however many stories that is true of.
func (v *view) countShared(p *page, args []any) error {
	patterns := map[string]int{}
	last, pattern := int64(-1), pattern{}
	enter := func() {
		if len(pattern) > 1 {
			patterns[string(pattern.append(nil))]++
		}
		pattern = pattern[:0]
	}
	err := v.rows(`SELECT a.story, a.source, a.week, a.first_seen, s.published FROM story s`+v.s.engine.indexedBy("story_shared")+` JOIN article a ON a.story = s.id
		WHERE s.copies > 1 AND s.published >= ? AND s.published < ? AND a.week <> 0 AND a.first_seen <= ? ORDER BY a.story, a.id`, args, func(r *sql.Rows) error {
		var story, seen, published int64
		var x place
		if err := r.Scan(&story, &x.source, &x.week, &seen, &published); err != nil {
			return err
		}
		if story != last {
			enter()
			last = story
		}
		p.latest = max(p.latest, seen, published)
		if !slices.Contains(pattern, x) {
			pattern = append(pattern, x)
		}
		return nil
	})
	enter()
	p.data = appendPatterns([]byte{}, patterns)
	return err
}

// named says of each name whether it stands in the title.
func named(names []string, title string) []Named {
	out := make([]Named, len(names))
	for i, n := range names {
		out[i] = Named{n, strings.Contains(title, Fold(n))}
	}
	return out
}
