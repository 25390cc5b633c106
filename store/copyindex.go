package store

import (
	"database/sql"
	"fmt"

	"reticule"
)

// settle lets ids go on where the source's do.
func (c *copying) settle() error {
	var last int64
	if err := c.src.tx.QueryRowContext(c.ctx, c.src.s.engine.lastArticle()).Scan(&last); err != nil {
		return err
	}
	return c.to.update(c.ctx, func(tx *tx) error { return c.to.engine.goOnAfter(tx, last) })
}

// indexPortion is how many texts one transaction makes searchable.
const indexPortion = 200

// index makes the articles searchable that are not yet.
func (c *copying) index() error {
	for after := int64(0); ; {
		list, err := c.unindexed(after)
		if err != nil || len(list) == 0 {
			return err
		}
		err = c.to.update(c.ctx, func(tx *tx) error {
			for i := range list {
				if err := c.to.engine.index(tx, &list[i], false); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		after = list[len(list)-1].ID
	}
}

func (c *copying) unindexed(after int64) (list []reticule.Article, err error) {
	err = c.to.query(c.ctx, func(r *sql.Rows) error {
		var a reticule.Article
		var blocks []byte
		if err := r.Scan(&a.ID, &a.Title, &a.Summary, &a.Lang, &blocks); err != nil {
			return err
		}
		if err := unpack(&a, blocks, nil, nil); err != nil {
			return fmt.Errorf("text of article %d: %w", a.ID, err)
		}
		a.Blocks = nil
		list = append(list, a)
		return nil
	}, `SELECT a.id, a.title, a.summary, a.lang, b.blocks FROM article a LEFT JOIN body b ON b.article = a.id
		WHERE a.depth = ? AND a.id > ? AND NOT `+c.to.engine.indexed("a.id")+" ORDER BY a.id LIMIT ?", reticule.DepthRead, after, indexPortion)
	return list, err
}
