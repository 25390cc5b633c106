package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"reticule"
)

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

// place asks the item's placer, with the neighbours that its keys find among
// the rows.
func (t *tx) place(it *Item, rows []KeyRow) (p Placement, err error) {
	p.Relation = reticule.RelationSingle
	if it.Placer == nil || len(rows) == 0 {
		return p, nil
	}
	near, err := t.neighbours(it.Placer.Shortlist(rows))
	if err != nil || len(near) == 0 {
		return p, err
	}
	return it.Placer.Place(it.Article.ID, near), nil
}

func (t *tx) neighbours(ids []int64) ([]Neighbour, error) {
	near := make([]Neighbour, 0, len(ids))
	for _, id := range ids {
		// One that was removed since has no row.
		err := t.later("SELECT story, print FROM article WHERE id = ? AND print IS NOT NULL", []any{id}, func(r row) error {
			n := Neighbour{Article: id}
			err := r.Scan(&n.Story, &n.Print)
			near = append(near, n)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	err := t.flush()
	return near, err
}

// join makes room in a story for one more copy, and merges into it the stories
// that the copy proves to be the same.
func (t *tx) join(p Placement) error {
	if err := t.touch(p.Story); err != nil {
		return err
	}
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
	if err := errors.Join(t.touch(from, into), t.countStory(from, -1), t.countStory(into, -1)); err != nil {
		return err
	}
	for _, q := range []struct {
		text string
		args []any
	}{
		{"UPDATE article SET story = ?2, relation = 'copy' WHERE story = ?1", []any{from, into}},
		{"UPDATE story SET copies = (SELECT count(*) FROM article WHERE story = ?1) WHERE id = ?1", []any{into}},
		{"INSERT INTO sibling (story, other, why) SELECT ?2, other, why FROM sibling WHERE story = ?1 AND other <> ?2 ON CONFLICT DO NOTHING", []any{from, into}},
		{"INSERT INTO sibling (story, other, why) SELECT story, ?2, why FROM sibling WHERE other = ?1 AND story <> ?2 ON CONFLICT DO NOTHING", []any{from, into}},
		{"DELETE FROM sibling WHERE story = ?1 OR other = ?1", []any{from}},
		{"INSERT INTO entry (topic, story, label, dated, seen, edited) SELECT e.topic, s.id, e.label, e.dated, s.first_seen, e.edited FROM entry e CROSS JOIN story s WHERE e.story = ?1 AND s.id = ?2 ON CONFLICT DO NOTHING", []any{from, into}},
		{"DELETE FROM entry WHERE story = ?1", []any{from}},
		{"DELETE FROM story WHERE id = ?1", []any{from}},
	} {
		if err := t.exec(q.text, q.args...); err != nil {
			return err
		}
	}
	return errors.Join(t.awaitPublishing(into), t.countStory(into, 1), t.touch(into))
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
