package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"reticule"
)

// Census is what the trend's figures are counted from, as it was known at a
// time: what each source told in each week, and the stories that count for a
// topic. Weeks are ISO weeks in UTC, numbered from the one that 1970 began in.
type Census struct {
	Weeks   []SourceWeek
	Stories []CountedStory
	Shared  []SharedStory
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
	Story  reticule.Story // ID, Key, Face's title and details, Verdict, Source
	Copies []Telling
	People []string
}

// Telling is a copy of a counted story, at the time it counts at.
type Telling struct {
	Source string
	At     time.Time
}

// SharedStory is a story of any kind at several sources, with the week of
// each.
type SharedStory struct {
	Sources []string
	Weeks   []int
}

// Census counts for a topic as things were known at a time.
func (s *Store) Census(ctx context.Context, topic string, at time.Time) (Census, error) {
	var c Census
	for _, count := range []func(context.Context, string, time.Time, *Census) error{s.countWeeks, s.countStories, s.countShared} {
		if err := count(ctx, topic, at, &c); err != nil {
			return Census{}, err
		}
	}
	return c, nil
}

func (s *Store) countWeeks(ctx context.Context, _ string, at time.Time, c *Census) error {
	return s.query(ctx, func(r *sql.Rows) error {
		var w SourceWeek
		err := r.Scan(&w.Source, &w.Week, &w.Stories, &w.Polled)
		c.Weeks = append(c.Weeks, w)
		return err
	}, `SELECT s.name, w.week, sum(w.stories), max(w.polled) FROM (
			SELECT source, week, stories, 0 AS polled FROM week_count WHERE seen <= ?
			UNION ALL SELECT source, week, 0, 1 FROM polled WHERE week <= ?
		) w JOIN source s ON s.id = w.source GROUP BY s.id, s.name, w.week ORDER BY s.name, w.week`, unix(at)/daySeconds, weekNumber(at))
}

func (s *Store) countStories(ctx context.Context, topic string, at time.Time, c *Census) error {
	index := map[int64]int{}
	err := s.query(ctx, func(r *sql.Rows) error {
		var x CountedStory
		st := &x.Story
		var terms, brands, products, more string
		if err := r.Scan(&st.ID, &st.Key, &st.Face.Title, &st.Source.Name, &st.Verdict.Version, &terms, &brands, &products, &more); err != nil {
			return err
		}
		st.Verdict.Terms, st.Verdict.Brands = unarray(terms), unarray(brands)
		if err := json.Unmarshal([]byte(products), &st.Verdict.Products); err != nil {
			return err
		}
		var d details
		if err := json.Unmarshal([]byte(more), &d); err != nil {
			return err
		}
		x.People = d.People
		index[st.ID] = len(c.Stories)
		c.Stories = append(c.Stories, x)
		return nil
	}, `SELECT s.id, s.key, a.title, src.name, v.version, v.terms, v.brands, v.products, coalesce(b.details, '{}')
		FROM entry e JOIN story s ON s.id = e.story JOIN article a ON a.id = s.face JOIN source src ON src.id = a.source
		LEFT JOIN body b ON b.article = a.id LEFT JOIN verdict v ON v.topic = e.topic AND v.article = a.id
		WHERE e.topic = ? AND s.first_seen <= ? AND v.topic IS NOT NULL ORDER BY s.id`, topic, unix(at))
	if err != nil {
		return err
	}
	return s.query(ctx, func(r *sql.Rows) error {
		var story, published int64
		var t Telling
		if err := r.Scan(&story, &t.Source, &published); err != nil {
			return err
		}
		if i, ok := index[story]; ok {
			t.At = fromUnix(published)
			c.Stories[i].Copies = append(c.Stories[i].Copies, t)
		}
		return nil
	}, `SELECT a.story, src.name, a.published FROM entry e JOIN article a ON a.story = e.story JOIN source src ON src.id = a.source
		WHERE e.topic = ? AND a.first_seen <= ? AND a.week <> 0 ORDER BY a.story, a.id`, topic, unix(at))
}

func (s *Store) countShared(ctx context.Context, _ string, at time.Time, c *Census) error {
	last := int64(-1)
	return s.query(ctx, func(r *sql.Rows) error {
		var story int64
		var source string
		var week int
		if err := r.Scan(&story, &source, &week); err != nil {
			return err
		}
		if story != last {
			c.Shared, last = append(c.Shared, SharedStory{}), story
		}
		x := &c.Shared[len(c.Shared)-1]
		x.Sources, x.Weeks = append(x.Sources, source), append(x.Weeks, week)
		return nil
	}, `SELECT a.story, src.name, a.week FROM story s`+s.engine.indexedBy("story_shared")+` JOIN article a ON a.story = s.id JOIN source src ON src.id = a.source
		WHERE s.copies > 1 AND a.week <> 0 AND a.first_seen <= ? ORDER BY a.story, a.id`, unix(at))
}
