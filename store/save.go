package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
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
}

// Placer knows what makes articles one story. It is asked inside the write
// transaction, so that two articles are never decided past one another.
type Placer interface {
	// Shortlist chooses the articles worth comparing of those that share keys.
	Shortlist(rows []KeyRow) []int64
	// Place decides which story the article belongs to.
	Place(article int64, near []Neighbour) Placement
	// Face chooses which of a story's copies is shown, by its place in the list.
	Face(copies []reticule.Article) int
	// Change tells in words how the article differs from its earlier print, and
	// whether a reader would care.
	Change(before []byte) (note string, matters bool)
}

// KeyRow says that an article is found under a key.
type KeyRow struct {
	Key     uint64
	Article int64
}

// Neighbour is a stored article that shares keys with a new one.
type Neighbour struct {
	Article, Story int64
	Print          []byte
}

// Placement says where an article belongs. Story 0 opens a new one.
type Placement struct {
	Story    int64
	Relation string
	Why      string
	Merge    []int64            // stories that turn out to be the same as Story
	Siblings []reticule.Sibling // Story and Why are used
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
	Run       int64
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
		archive := false
		for i := range batches {
			if err := tx.saveBatch(&batches[i], &out); err != nil {
				return err
			}
			archive = archive || batches[i].Archive
		}
		switch {
		case out.shown && archive:
			return tx.rewrite()
		case out.shown:
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

// revise counts a change of what feeds and pages show.
func (t *tx) revise() error {
	return t.exec("INSERT INTO meta (key, value) VALUES ('revision', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1")
}

// rewrite counts a change of what was published of weeks that are over.
func (t *tx) rewrite() error {
	return errors.Join(t.revise(), t.exec("INSERT INTO meta (key, value) VALUES ('archive', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1"))
}

// ArchiveVersion changes whenever weeks that are over must be published anew:
// something was removed, joined or parted by hand, judged anew, or brought by
// an archive.
func (s *Store) ArchiveVersion(ctx context.Context) (string, error) { return s.Meta(ctx, "archive") }

// Revision changes whenever what feeds and pages show of the store changes.
func (s *Store) Revision(ctx context.Context) (string, error) { return s.Meta(ctx, "revision") }

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
		err = t.row(`INSERT INTO source (name, title, kind, url) VALUES (?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET title = excluded.title, kind = excluded.kind, url = excluded.url
			RETURNING id, first_poll, last_visit`, []any{src.Name, src.Title, src.Kind, src.URL}, &r.id, &r.firstPoll, &visit)
	}
	r.visited = visit != 0
	return r, err
}

func (t *tx) saveItem(src sourceRow, it *Item, out *Saved) error {
	if gone, err := t.isTombstone(append(it.Links, it.Article.URL)); err != nil || gone {
		return err
	}
	id, err := t.articleAt(it.Article.URL)
	if err != nil {
		return err
	}
	read := it.Article.FirstSeen
	if id == 0 {
		if err := t.insertArticle(src, it, out); err != nil {
			return err
		}
	} else {
		it.Article.ID = id
		changed, err := t.reviseArticle(it)
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
	return t.exec("INSERT OR REPLACE INTO pending (article, source, attempts, due, message) VALUES (?, ?, ?, ?, ?)",
		it.Article.ID, src.id, it.Retry.Attempts, unix(it.Retry.Due), it.Retry.Message)
}

func (t *tx) insertArticle(src sourceRow, it *Item, out *Saved) error {
	a := it.Article
	if err := t.row("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'article'), 0) + 1", nil, &a.ID); err != nil {
		return err
	}
	place, open, err := t.place(it)
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
	if err := errors.Join(t.saveText(it, false), t.saveKeys(a.ID, open), t.saveSiblings(place)); err != nil {
		return err
	}
	counted, err := t.saveVerdicts(it, place.Story)
	if err != nil {
		return err
	}
	if !fresh {
		if err := t.chooseFace(place.Story, it.Placer); err != nil {
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

// place asks the item's placer, with the neighbours that its keys find. It
// also gives the keys under which the article itself is still to be found.
func (t *tx) place(it *Item) (p Placement, open []uint64, err error) {
	p.Relation = reticule.RelationSingle
	if it.Placer == nil || len(it.Keys) == 0 {
		return p, it.Keys, nil
	}
	rows, open, err := t.keyRows(it.Keys)
	if err != nil || len(rows) == 0 {
		return p, open, err
	}
	near, err := t.neighbours(it.Placer.Shortlist(rows))
	if err != nil || len(near) == 0 {
		return p, open, err
	}
	return it.Placer.Place(it.Article.ID, near), open, nil
}

// keyRowsMost is how many articles are kept under one key, the earliest ones.
// A key that so many share is furniture, or their story is found by then.
const keyRowsMost = 64

// keyRows gives the articles under each key, and the keys with room for more.
// A key never has more than keyRowsMost rows, so that one query is bounded.
func (t *tx) keyRows(keys []uint64) (rows []KeyRow, open []uint64, err error) {
	full := make(map[uint64]int, len(keys))
	args := make([]any, len(keys))
	for i, k := range keys {
		args[i] = int64(k) //nolint:gosec // all 64 bits are kept
	}
	err = t.rows("SELECT key, article FROM band WHERE key IN (?"+strings.Repeat(", ?", len(keys)-1)+") ORDER BY key, article", args, func(r *sql.Rows) error {
		var key int64
		var row KeyRow
		err := r.Scan(&key, &row.Article)
		row.Key = uint64(key) //nolint:gosec // as above
		full[row.Key]++
		rows = append(rows, row)
		return err
	})
	for _, k := range keys {
		if full[k] < keyRowsMost {
			open = append(open, k)
		}
	}
	return rows, open, err
}

func (t *tx) neighbours(ids []int64) ([]Neighbour, error) {
	near := make([]Neighbour, 0, len(ids))
	for _, id := range ids {
		n := Neighbour{Article: id}
		err := t.row("SELECT story, print FROM article WHERE id = ? AND print IS NOT NULL", []any{id}, &n.Story, &n.Print)
		if errors.Is(err, sql.ErrNoRows) {
			continue // removed since
		}
		if err != nil {
			return nil, err
		}
		near = append(near, n)
	}
	return near, nil
}

func (t *tx) saveKeys(article int64, keys []uint64) error {
	if len(keys) == 0 {
		return nil
	}
	args := make([]any, 0, 2*len(keys))
	for _, k := range keys {
		args = append(args, int64(k), article) //nolint:gosec // all 64 bits are kept
	}
	return t.exec("INSERT INTO band (key, article) VALUES (?, ?)"+strings.Repeat(", (?, ?)", len(keys)-1)+" ON CONFLICT DO NOTHING", args...)
}

// join makes room in a story for one more copy, and merges into it the stories
// that the copy proves to be the same.
func (t *tx) join(p Placement) error {
	for _, other := range p.Merge {
		if err := t.mergeStory(other, p.Story); err != nil {
			return err
		}
	}
	if err := t.exec("UPDATE story SET copies = copies + 1 WHERE id = ?", p.Story); err != nil {
		return err
	}
	return t.exec("UPDATE article SET relation = ? WHERE id = (SELECT min(id) FROM article WHERE story = ?) AND relation = ?",
		reticule.RelationOriginal, p.Story, reticule.RelationSingle)
}

// mergeStory moves all of a story into another, and leaves its links there.
func (t *tx) mergeStory(from, into int64) error {
	if from == into {
		return nil
	}
	if err := errors.Join(t.countStory(from, -1), t.countStory(into, -1)); err != nil {
		return err
	}
	for _, q := range []string{
		"UPDATE article SET story = ?2, relation = 'copy' WHERE story = ?1",
		"UPDATE story SET copies = (SELECT count(*) FROM article WHERE story = ?2) WHERE id = ?2 AND ?1",
		"INSERT INTO sibling (story, other, why) SELECT ?2, other, why FROM sibling WHERE story = ?1 AND other <> ?2 ON CONFLICT DO NOTHING",
		"INSERT INTO sibling (story, other, why) SELECT story, ?2, why FROM sibling WHERE other = ?1 AND story <> ?2 ON CONFLICT DO NOTHING",
		"DELETE FROM sibling WHERE (story = ?1 OR other = ?1) AND ?2",
		"INSERT INTO entry (topic, story, label, dated) SELECT topic, ?2, label, dated FROM entry WHERE story = ?1 ON CONFLICT DO NOTHING",
		"DELETE FROM entry WHERE story = ?1 AND ?2",
		"DELETE FROM story WHERE id = ?1 AND ?2",
	} {
		if err := t.exec(q, from, into); err != nil {
			return err
		}
	}
	return t.countStory(into, 1)
}

func (t *tx) insertStory(a *reticule.Article, dated time.Time) (int64, error) {
	return t.insert(`INSERT INTO story (key, face, first_seen, published, updated, copies) VALUES (?, ?, ?, ?, ?, 1)`,
		storyKey(a.URL), a.ID, unix(a.FirstSeen), unix(dated), unix(a.FirstSeen))
}

// storyKey names a story for ever after the address that it was first seen
// at. 64 bits: the store would have to hold billions before two met.
func storyKey(url string) string {
	sum := sha256.Sum256([]byte(url))
	return hex.EncodeToString(sum[:8])
}

func (t *tx) saveSiblings(p Placement) error {
	for _, x := range p.Siblings {
		if x.Story == p.Story || x.Story == 0 {
			continue
		}
		for _, pair := range [][2]int64{{p.Story, x.Story}, {x.Story, p.Story}} {
			if err := t.exec("INSERT INTO sibling (story, other, why) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", pair[0], pair[1], x.Why); err != nil {
				return err
			}
		}
	}
	return nil
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
