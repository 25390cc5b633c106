package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"reticule"
)

// Judgeable is a stored article whose text is at hand.
type Judgeable struct {
	Article *reticule.Article
	Visible bool // Text is the visible text of a page that was only scanned
}

// EachStale calls f with batches of the articles that were judged by another
// version of the topics than this one, and whose text is still kept, until
// none is left or f fails. f must have them judged anew (see Rejudge), or the
// same articles come again: it gets them in order of id from after on.
func (s *Store) EachStale(ctx context.Context, judged string, size int, f func([]Judgeable) error) error {
	after := int64(0)
	for {
		list, err := s.stale(ctx, judged, after, size)
		if err != nil || len(list) == 0 {
			return err
		}
		if err := f(list); err != nil {
			return err
		}
		after = list[len(list)-1].Article.ID
	}
}

func (s *Store) stale(ctx context.Context, judged string, after int64, size int) ([]Judgeable, error) {
	var out []Judgeable
	err := s.query(ctx, func(r *sql.Rows) error {
		a := &reticule.Article{}
		var x articleScan
		var blocks, visible []byte
		if err := r.Scan(append(x.dest(a), &a.Source, &blocks, &visible)...); err != nil {
			return err
		}
		out = append(out, Judgeable{Article: a, Visible: len(blocks) == 0})
		return errors.Join(x.finish(a), unpack(a, blocks, visible, nil))
	}, `SELECT `+articleColumns+`, src.name, b.blocks, b.visible
		FROM article a JOIN body b ON b.article = a.id JOIN source src ON src.id = a.source
		WHERE a.id > ? AND a.judged <> ? ORDER BY a.id LIMIT ?`, after, judged, size)
	return out, err
}

// CountStale tells how many articles EachStale would give.
func (s *Store) CountStale(ctx context.Context, judged string) (n int, err error) {
	err = s.row(ctx, "SELECT count(*) FROM article a JOIN body b ON b.article = a.id WHERE a.judged <> ?", judged).Scan(&n)
	return n, err
}

// Judgement is what the topics now think of a stored article.
type Judgement struct {
	Article  int64
	Verdicts []reticule.Verdict // those with something to say
}

// Rejudge replaces the verdicts on some articles in one transaction. Stories
// that newly count are listed by the date they were published at; those of
// topics that are gone leave.
func (s *Store) Rejudge(ctx context.Context, judged string, list []Judgement) error {
	return s.update(ctx, func(tx *tx) error {
		tx.rewrites = true
		for _, j := range list {
			if err := tx.rejudge(judged, j); err != nil {
				return fmt.Errorf("article %d: %w", j.Article, err)
			}
		}
		return tx.revise()
	})
}

func (t *tx) rejudge(judged string, j Judgement) error {
	var story, dated int64
	if err := t.row("SELECT story, dated FROM article WHERE id = ?", []any{j.Article}, &story, &dated); err != nil {
		return err
	}
	if err := t.exec("DELETE FROM verdict WHERE article = ?", j.Article); err != nil {
		return err
	}
	var topics []string
	for _, v := range j.Verdicts {
		topics = append(topics, v.Topic)
	}
	if err := errors.Join(t.touch(story), t.exec("DELETE FROM entry WHERE story = (SELECT id FROM story WHERE id = ? AND face = ?) AND topic NOT IN (SELECT j.value FROM "+t.s.engine.texts("?")+" j)",
		story, j.Article, array(topics))); err != nil {
		return err
	}
	it := &Item{Article: &reticule.Article{ID: j.Article}, Dated: fromUnix(dated), Verdicts: j.Verdicts}
	if _, err := t.saveVerdicts(it, story, time.Time{}); err != nil {
		return err
	}
	if err := t.touch(story); err != nil {
		return err
	}
	return t.exec("UPDATE article SET judged = ? WHERE id = ?", judged, j.Article)
}

// Label keeps what the operator says that an article is for a topic. The
// article's feeds follow at once.
func (s *Store) Label(ctx context.Context, url, topic, label string, now time.Time) error {
	return s.update(ctx, func(tx *tx) error {
		id, err := tx.articleAt(url)
		if err != nil {
			return err
		}
		if id == 0 {
			return &MissingError{"article " + url}
		}
		if err := tx.exec("INSERT INTO label (topic, article, label, given) VALUES (?, ?, ?, ?) ON CONFLICT (topic, article) DO UPDATE SET label = excluded.label, given = excluded.given", topic, id, label, unix(now)); err != nil {
			return err
		}
		tx.rewrites = true
		return errors.Join(tx.relist(topic, id, label), tx.revise())
	})
}

// relist enters an article's story under its label.
func (t *tx) relist(topic string, article int64, label string) error {
	var story, dated int64
	if err := t.row("SELECT story, dated FROM article WHERE id = ?", []any{article}, &story, &dated); err != nil {
		return err
	}
	if err := t.exec("INSERT INTO verdict (topic, article, version, label, score, lang, terms, brands, products, evidence, reason) VALUES (?, ?, '', 'none', 0, '', '[]', '[]', '[]', '[]', '') ON CONFLICT DO NOTHING", topic, article); err != nil {
		return err
	}
	if err := t.touch(story); err != nil {
		return err
	}
	_, err := t.list(article, story, fromUnix(dated), time.Time{}, reticule.Verdict{Topic: topic, Label: label})
	return errors.Join(err, t.touch(story))
}

// Labelled is an article with the operator's own label.
type Labelled struct {
	Article *reticule.Article
	Label   string
}

// Labels gives the articles that the operator labelled for a topic.
func (s *Store) Labels(ctx context.Context, topic string) ([]Labelled, error) {
	type row struct{ url, label string }
	var rows []row
	err := s.query(ctx, func(r *sql.Rows) error {
		var x row
		err := r.Scan(&x.url, &x.label)
		rows = append(rows, x)
		return err
	}, "SELECT a.url, l.label FROM label l JOIN article a ON a.id = l.article WHERE l.topic = ? ORDER BY a.id", topic)
	if err != nil {
		return nil, err
	}
	out := make([]Labelled, len(rows))
	for i, x := range rows {
		a, err := s.Article(ctx, x.url)
		if err != nil {
			return nil, err
		}
		out[i] = Labelled{Article: a, Label: x.label}
	}
	return out, nil
}
