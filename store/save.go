package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"time"

	"reticule"
)

// Item is one article on its way into the store, with what was thought of it.
type Item struct {
	Article  *reticule.Article // FirstSeen is required; ID is given by Save
	Dated    time.Time         // the honest date, never after FirstSeen
	Links    []string          // addresses that it was listed under
	Mark     int64             // of what the listing said; changes when an editor corrects it; 0: none
	Visible  []byte            // a scanned page's visible text, to be judged again later
	Verdicts []reticule.Verdict
	People   []string // who is said to carry one
	Judged   string   // version of the topics that judged it
	Print    []byte   // fingerprint for Placer
	Keys     []uint64 // under which likely copies are found
	Placer   Placer   // nil: a story of its own
	Retry    *Retry   // the page could not be read; ask again
	Waits    bool     // its page failed before and failed again: nothing else is new
}

// Retry says when a page that failed should be asked for again.
type Retry struct {
	Attempts int
	Due      time.Time
	Message  string
}

// Batch is what one transaction writes of a visit: some articles, and at the
// visit's end the visit itself, whose validators stand for all its articles.
type Batch struct {
	Source    reticule.Source
	Items     []Item
	Visit     *reticule.Visit // nil while the visit goes on
	Furniture []byte          // nil: unchanged
	Habit     *reticule.Habit // nil: unchanged
	Archive   bool            // the items are an archive's: our watch over the source begins with the oldest of them
}

// Saved tells what a batch changed.
type Saved struct {
	New, Updated         int
	About, Mention, None int  // of the new articles, by their best label
	StoriesNew           int  // new stories that count for a topic
	shown                bool // something that feeds or pages show changed
}

// Save writes batches in one transaction and sets the articles' ids.
func (s *Store) Save(ctx context.Context, batches ...Batch) (Saved, error) {
	var out Saved
	err := s.update(ctx, func(tx *tx) error {
		out = Saved{}
		for i := range batches {
			tx.rewrites = tx.rewrites || batches[i].Archive
			if err := tx.saveBatch(&batches[i], &out); err != nil {
				return err
			}
		}
		if out.shown {
			return tx.revise()
		}
		return nil
	})
	return out, err
}

func (t *tx) saveBatch(b *Batch, out *Saved) error {
	src, err := t.source(b.Source)
	if err != nil {
		return err
	}
	if b.Archive {
		if err := t.watchSince(&src, b.Items); err != nil {
			return err
		}
	}
	fresh := out.New
	for i := range b.Items {
		if err := t.saveItem(src, &b.Items[i], out); err != nil {
			return err
		}
	}
	if n := out.New - fresh; n > 0 {
		if err := t.exec("UPDATE source SET articles = articles + ? WHERE id = ?", n, src.id); err != nil {
			return err
		}
	}
	if b.Furniture != nil {
		if err := t.exec("UPDATE source SET furniture = ? WHERE id = ?", b.Furniture, src.id); err != nil {
			return err
		}
	}
	if b.Habit != nil {
		if err := t.saveHabit(src, *b.Habit); err != nil {
			return err
		}
	}
	if b.Visit != nil {
		return t.saveVisit(src, b.Visit, out.New-fresh)
	}
	return nil
}

// sourceRow is what saving needs to know of a source.
type sourceRow struct {
	id        int64
	firstPoll int64
	visited   bool
}

// source gives the source's row, made or brought up to date.
func (t *tx) source(src reticule.Source) (sourceRow, error) {
	var r sourceRow
	var visit int64
	err := t.row("SELECT id, first_poll, last_visit FROM source WHERE name = ? AND title = ? AND kind = ? AND url = ?",
		[]any{src.Name, src.Title, src.Kind, src.URL}, &r.id, &r.firstPoll, &visit)
	if errors.Is(err, sql.ErrNoRows) {
		if err := t.s.engine.name(t, src.Name, src.Title); err != nil {
			return r, err
		}
		err = t.row(`INSERT INTO source (name, title, kind, url) VALUES (?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET title = excluded.title, kind = excluded.kind, url = excluded.url
			RETURNING id, first_poll, last_visit`, []any{src.Name, src.Title, src.Kind, src.URL}, &r.id, &r.firstPoll, &visit)
	}
	r.visited = visit != 0
	return r, err
}

func (t *tx) saveItem(src sourceRow, it *Item, out *Saved) error {
	var keys []KeyRow
	if err := t.keyRows(it.Keys, &keys); err != nil {
		return err
	}
	fresh, gone, err := t.recognise(it)
	if err != nil || gone {
		return err
	}
	read := it.Article.FirstSeen
	if fresh {
		if err := t.insertArticle(src, it, keys, out); err != nil {
			return err
		}
	} else if it.Waits {
		return t.saveRetry(src, it)
	} else {
		changed, err := t.reviseArticle(it, keys)
		if err != nil {
			return err
		}
		if changed {
			out.Updated++
			out.shown = true
		}
	}
	for _, u := range append(it.Links, it.Article.URL) {
		if err := t.exec("INSERT INTO link (url, article, source, first_seen) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
			u, it.Article.ID, src.id, unix(it.Article.FirstSeen)); err != nil {
			return err
		}
	}
	if it.Mark != 0 {
		if err := t.exec("UPDATE article SET mark = ?, read_at = ?, readings = readings + 1 WHERE id = ? AND source = ?", it.Mark, unix(read), it.Article.ID, src.id); err != nil {
			return err
		}
	}
	return t.saveRetry(src, it)
}

// recognise gives an item's article its id: that of the one at its address, or
// the next. gone tells that one of its addresses was removed by hand.
func (t *tx) recognise(it *Item) (fresh, gone bool, err error) {
	var id, next int64
	var buried int
	args := []any{it.Article.URL}
	for _, u := range it.Links {
		args = append(args, u)
	}
	err = t.row(`SELECT x.id, x.buried, CASE WHEN x.id = 0 AND x.buried = 0 THEN `+t.s.engine.nextArticle()+` ELSE 0 END FROM (
			SELECT coalesce((SELECT article FROM link WHERE url = ?1), 0) AS id, (SELECT count(*) FROM tombstone WHERE url IN (`+places(len(args))+`)) AS buried) x`,
		args, &id, &buried, &next)
	it.Article.ID = id + next
	return id == 0, buried > 0, err
}

// places are the places of n arguments: ?1, ?2 and so on.
func places(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = "?" + strconv.Itoa(i+1)
	}
	return strings.Join(list, ", ")
}

// articleAt finds the article of an address, 0 if there is none.
func (t *tx) articleAt(url string) (id int64, err error) {
	err = t.row("SELECT article FROM link WHERE url = ?", []any{url}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

func (t *tx) saveRetry(src sourceRow, it *Item) error {
	if it.Retry == nil {
		return t.exec("DELETE FROM pending WHERE article = ?", it.Article.ID)
	}
	return t.exec(`INSERT INTO pending (article, source, attempts, due, message) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (article) DO UPDATE SET source = excluded.source, attempts = excluded.attempts, due = excluded.due, message = excluded.message`,
		it.Article.ID, src.id, it.Retry.Attempts, unix(it.Retry.Due), it.Retry.Message)
}

// insertArticle writes a new article; rows are what stands under its keys.
func (t *tx) insertArticle(src sourceRow, it *Item, rows []KeyRow, out *Saved) error {
	a := it.Article
	place, err := t.place(it, rows)
	if err != nil {
		return err
	}
	fresh := place.Story == 0
	if fresh {
		place.Story, err = t.insertStory(a, it.Dated)
	} else {
		err = t.join(place)
	}
	if err != nil {
		return err
	}
	if err := t.insertRow(src, it, place); err != nil {
		return err
	}
	if fresh {
		if err := t.countStory(place.Story, 1); err != nil {
			return err
		}
	}
	if err := errors.Join(t.saveText(it, false), t.saveKeys(a.ID, it.Keys, rows), t.saveSiblings(place)); err != nil {
		return err
	}
	counted, err := t.saveVerdicts(it, place.Story, time.Time{})
	if err != nil {
		return err
	}
	if !fresh {
		if err := t.chooseFace(place.Story, it.Placer); err != nil {
			return err
		}
	}
	if counted || !fresh {
		if err := t.touch(place.Story); err != nil {
			return err
		}
	}
	out.count(it.Verdicts, counted)
	out.shown = out.shown || counted || place.Relation == reticule.RelationCopy || len(place.Siblings) > 0
	return nil
}

// count adds a new article.
func (s *Saved) count(verdicts []reticule.Verdict, listed bool) {
	s.New++
	switch bestLabel(verdicts) {
	case reticule.LabelAbout:
		s.About++
	case reticule.LabelMention:
		s.Mention++
	default:
		s.None++
	}
	if listed {
		s.StoriesNew++
	}
}

func bestLabel(verdicts []reticule.Verdict) string {
	best := reticule.LabelNone
	for _, v := range verdicts {
		if v.Label == reticule.LabelAbout {
			return v.Label
		}
		if v.Counts() {
			best = v.Label
		}
	}
	return best
}
