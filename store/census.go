package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"reticule"
)

// Census is what the trend's figures are counted from, as it was known at a
// time: what each source told in each week, and the stories that count for a
// topic. Weeks are ISO weeks in UTC, numbered from the one that 1970 began in.
type Census struct {
	Weeks   []SourceWeek
	Stories []CountedStory
	Shared  []SharedStories
}

// SourceWeek is a source in a week: how many stories of any kind it was the
// first to tell, and whether it was read at all.
type SourceWeek struct {
	Source  string
	Week    int
	Stories int
	Polled  bool
}

// CountedStory is a story that counts for the topic.
type CountedStory struct {
	ID       int64
	Key      string
	Title    string
	Edited   bool // an edit made it count: it stands at the time of the edit
	Copies   []Telling
	Brands   []Named
	People   []Named
	Terms    []string           // folded, each once
	Products []reticule.Product // those with a price or a shop; Name, Brand, Retailer, Price, High and From
}

// Named is a name in a story.
type Named struct {
	Name      string
	Prominent bool // it stands in the title
}

// Telling is a copy of a counted story, at the time it counts at.
type Telling struct {
	Source string
	At     time.Time
}

// SharedStories are stories of any kind that stand at the same several sources
// in the same weeks.
type SharedStories struct {
	Sources []string // the first to tell them first
	Weeks   []int
	Stories int
}

// Census counts for a topic as things were known at a time. It reads the pages
// of the ledger that hold, and counts the weeks that have none.
func (s *Store) Census(ctx context.Context, topic string, at time.Time) (c Census, err error) {
	err = s.view(ctx, func(v *view) error {
		names, err := v.sourceNames()
		if err != nil {
			return err
		}
		if c.Weeks, err = v.sourceWeeks(names, at); err != nil {
			return err
		}
		err = v.eachPage(topic, at, func(p page) (err error) {
			c.Stories, err = p.stories(c.Stories, names)
			return err
		})
		if err != nil {
			return err
		}
		return v.eachPage("", at, func(p page) (err error) {
			c.Shared, err = p.shared(c.Shared, names)
			return err
		})
	})
	return c, err
}

// view is what one reader sees of the store: nothing changes in it meanwhile.
type view struct {
	ctx context.Context
	s   *Store
	tx  *sql.Tx
}

func (s *Store) view(ctx context.Context, f func(*view) error) error {
	tx, err := s.read.BeginTx(ctx, s.engine.snapshot())
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	return f(&view{ctx, s, tx})
}

// rows calls f for each row of a query.
func (v *view) rows(query string, args []any, f func(*sql.Rows) error) error {
	return each(func() (*sql.Rows, error) {
		return v.tx.QueryContext(v.ctx, v.s.engine.statement(query), v.s.arguments(args)...)
	}, f)
}

// sourceNames gives the sources' names by id.
func (v *view) sourceNames() (map[int64]string, error) {
	names := map[int64]string{}
	err := v.rows("SELECT id, name FROM source", nil, func(r *sql.Rows) error {
		var id int64
		var name string
		err := r.Scan(&id, &name)
		names[id] = name
		return err
	})
	return names, err
}

// sourceWeeks gives what each source told in each week, and the weeks in which
// it was read. A source's weeks come in one row: there are years of them.
func (v *view) sourceWeeks(names map[int64]string, at time.Time) (out []SourceWeek, err error) {
	add := func(query string, until int64, enter func(w *SourceWeek, n int)) error {
		return v.rows(query, []any{until}, func(r *sql.Rows) error {
			var source int64
			var weeks string
			if err := r.Scan(&source, &weeks); err != nil {
				return err
			}
			for pair := range strings.SplitSeq(weeks, ",") {
				week, n, ok := strings.Cut(pair, " ")
				w, err1 := strconv.Atoi(week)
				k, err2 := strconv.Atoi(n)
				if !ok || err1 != nil || err2 != nil {
					return fmt.Errorf("weeks of source %d: %q", source, pair)
				}
				x := SourceWeek{Source: names[source], Week: w}
				enter(&x, k)
				out = append(out, x)
			}
			return nil
		})
	}
	err = add(`SELECT w.source, string_agg(w.week || ' ' || w.n, ',' ORDER BY w.week) FROM
			(SELECT source, week, sum(stories) AS n FROM week_count WHERE seen <= ? GROUP BY source, week) w GROUP BY w.source ORDER BY w.source`,
		unix(at)/daySeconds, func(w *SourceWeek, n int) { w.Stories = n })
	if err != nil {
		return nil, err
	}
	err = add("SELECT source, string_agg(week || ' ' || 1, ',' ORDER BY week) FROM polled WHERE week <= ? GROUP BY source ORDER BY source",
		weekNumber(at), func(w *SourceWeek, _ int) { w.Polled = true })
	return out, err
}
