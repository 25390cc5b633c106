package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"reticule"
)

// Item is one article on its way into the store, with what was thought of it.
type Item struct {
	Article  *reticule.Article // FirstSeen is required; ID is given by Save
	Links    []string          // addresses that it was listed under
	Visible  []byte            // a scanned page's visible text, to be judged again later
	Verdicts []reticule.Verdict
	Judged   string   // version of the topics that judged it
	Print    []byte   // fingerprint for Place
	Bands    []uint64 // keys that likely copies share
	Place    Placer   // nil: a story of its own
	Retry    *Retry   // the page could not be read; ask again
}

// Placer decides which story an article belongs to, given the stored articles
// that share a band with it. It is called inside the write transaction, so
// that two articles are never decided past one another.
type Placer func([]Neighbour) Placement

// Neighbour is a stored article that shares a band with a new one.
type Neighbour struct {
	Article, Story int64
	FirstSeen      time.Time
	Print          []byte
}

// Placement says where an article belongs. Story 0 opens a new one.
type Placement struct {
	Story    int64
	Relation string
	Why      string
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
	Furniture []byte // nil: unchanged
}

// Saved tells what a batch changed.
type Saved struct {
	New, Updated         int
	About, Mention, None int // of the new articles, by their best label
	StoriesNew           int // new stories that count for a topic
}

// Save writes a batch in one transaction and sets the articles' ids.
func (s *Store) Save(ctx context.Context, b Batch) (Saved, error) {
	var out Saved
	err := s.update(ctx, func(tx *tx) error {
		out = Saved{}
		src, err := tx.source(b.Source)
		if err != nil {
			return err
		}
		for i := range b.Items {
			if err := tx.saveItem(src, &b.Items[i], &out); err != nil {
				return err
			}
		}
		if b.Furniture != nil {
			if err := tx.exec("UPDATE source SET furniture = ? WHERE id = ?", b.Furniture, src.id); err != nil {
				return err
			}
		}
		if b.Visit != nil {
			return tx.saveVisit(src, b.Visit, out.New)
		}
		return nil
	})
	return out, err
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
		}
	}
	for _, u := range append(it.Links, it.Article.URL) {
		if err := t.exec("INSERT INTO link (url, article, source, first_seen) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
			u, it.Article.ID, src.id, unix(it.Article.FirstSeen)); err != nil {
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
	if err := t.row("SELECT coalesce(max(id), 0) + 1 FROM article", nil, &a.ID); err != nil {
		return err
	}
	place, err := t.place(it)
	if err != nil {
		return err
	}
	dated := HonestDate(a.Published, a.FirstSeen)
	fresh := place.Story == 0
	if fresh {
		place.Story, err = t.insertStory(a, dated)
	} else {
		err = t.exec("UPDATE story SET copies = copies + 1 WHERE id = ?", place.Story)
	}
	if err != nil {
		return err
	}
	if err := t.insertRow(src, it, place, dated); err != nil {
		return err
	}
	if err := t.saveText(it, false); err != nil {
		return err
	}
	if err := t.saveBands(it); err != nil {
		return err
	}
	if err := t.saveSiblings(place); err != nil {
		return err
	}
	counted, err := t.saveVerdicts(it, place.Story, dated)
	if err != nil {
		return err
	}
	out.New++
	switch bestLabel(it.Verdicts) {
	case reticule.LabelAbout:
		out.About++
	case reticule.LabelMention:
		out.Mention++
	default:
		out.None++
	}
	if counted {
		out.StoriesNew++
	}
	return nil
}

// place asks the item's placer, with the neighbours that the bands find.
func (t *tx) place(it *Item) (Placement, error) {
	alone := Placement{Relation: reticule.RelationSingle}
	if it.Place == nil || len(it.Bands) == 0 {
		return alone, nil
	}
	near, err := t.neighbours(it.Bands)
	if err != nil || len(near) == 0 {
		return alone, err
	}
	p := it.Place(near)
	if p.Story == 0 {
		p.Relation = reticule.RelationSingle
		return p, nil
	}
	err = t.exec("UPDATE article SET relation = ? WHERE id = (SELECT min(id) FROM article WHERE story = ?) AND relation = ?",
		reticule.RelationOriginal, p.Story, reticule.RelationSingle)
	return p, err
}

// maxNeighbours bounds the comparisons that one article costs. A band shared
// by more is furniture: the articles that share the most bands come first.
const maxNeighbours = 64

func (t *tx) neighbours(bands []uint64) ([]Neighbour, error) {
	keys := make([]int64, len(bands))
	for i, b := range bands {
		keys[i] = int64(b) //nolint:gosec // all 64 bits are kept
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	var near []Neighbour
	err = t.rows(`SELECT a.id, a.story, a.first_seen, a.print FROM (
			SELECT article, count(*) AS n FROM band WHERE key IN (SELECT value FROM json_each(?)) GROUP BY article ORDER BY n DESC, article LIMIT ?
		) JOIN article a ON a.id = article WHERE a.print IS NOT NULL ORDER BY a.id`,
		[]any{string(list), maxNeighbours}, func(r *sql.Rows) error {
			var n Neighbour
			var seen int64
			if err := r.Scan(&n.Article, &n.Story, &seen, &n.Print); err != nil {
				return err
			}
			n.FirstSeen = fromUnix(seen)
			near = append(near, n)
			return nil
		})
	return near, err
}

func (t *tx) saveBands(it *Item) error {
	for _, b := range it.Bands {
		if err := t.exec("INSERT INTO band (key, article) VALUES (?, ?) ON CONFLICT DO NOTHING", int64(b), it.Article.ID); err != nil { //nolint:gosec // all 64 bits are kept
			return err
		}
	}
	return nil
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

// HonestDate is the date that a reader is told: the one claimed, but never
// one after the article was first seen.
func HonestDate(published, firstSeen time.Time) time.Time {
	if published.IsZero() || published.After(firstSeen) {
		return firstSeen
	}
	return published
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
