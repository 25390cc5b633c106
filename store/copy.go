package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"reticule"
)

// Copied tells what a copy holds.
type Copied struct {
	Tables    []CopiedTable `json:"tables"`
	Already   bool          `json:"already"`   // the target held it before; nothing was written
	Resumed   bool          `json:"resumed"`   // an unfinished copy was gone on with
	Anew      string        `json:"anew"`      // the table from which on it was begun anew, since the source had changed; else ""
	Rewritten int           `json:"rewritten"` // texts with bytes that PostgreSQL does not take; U+FFFD stands there
}

// CopiedTable is a table that is the same on both sides.
type CopiedTable struct {
	Table  string `json:"table"`
	Rows   int    `json:"rows"`
	Digest string `json:"digest"` // SHA-256 of all rows in the order of their keys
}

// Copy makes the store at one place hold what the one at another holds, and
// sees row by row that it does. It reads the source as it is at one moment, and
// never writes to it. The target must be absent, empty, or hold an unfinished
// copy of this source, which is gone on with: until the copy is whole, Open
// refuses it. did is told of rows that are done, of all that are to do.
//
// Rows go over in the order of their keys, a portion a transaction. So whoever
// goes on finds the first of them, compares, and adds the rest; where they are
// not the source's first any more, it begins anew from that table on.
func Copy(ctx context.Context, from, to string, did func(rows, all int)) (out Copied, err error) {
	src, err := openSource(ctx, from)
	if err != nil {
		return out, err
	}
	defer src.Close()
	dst, err := openTarget(ctx, to)
	if err != nil {
		return out, err
	}
	defer dst.Close()
	err = src.view(ctx, func(v *view) error {
		c := copying{ctx: ctx, src: v, to: dst, did: did}
		err := c.run()
		out = c.out
		return err
	})
	if err != nil {
		return out, fmt.Errorf("copy %s to %s: %w", src.place, dst.place, err)
	}
	return out, dst.Close()
}

// copying is a copy under way.
type copying struct {
	ctx       context.Context
	src       *view
	to        *Store
	did       func(rows, all int)
	done, all int
	out       Copied
}

func (c *copying) run() error {
	if err := c.admit(); err != nil || c.out.Already {
		return err
	}
	for i := range copiedTables {
		if err := c.copyTable(i); err != nil {
			return err
		}
	}
	for _, step := range []func() error{c.settle, c.index, c.verify, c.examine} {
		if err := step(); err != nil {
			return err
		}
	}
	return c.to.update(c.ctx, func(tx *tx) error { return tx.exec("DELETE FROM meta WHERE key = ?", copyMark) })
}

// admit refuses a target with something else in it, and marks one that is to be
// filled.
func (c *copying) admit() error {
	for _, t := range copiedTables {
		var n int
		if err := c.src.tx.QueryRowContext(c.ctx, "SELECT count(*)"+t.from()).Scan(&n); err != nil {
			return err
		}
		c.all += 2 * n // to copy, and to compare
	}
	mark, err := c.to.Meta(c.ctx, copyMark)
	if err != nil {
		return err
	}
	if mark != "" {
		if c.out.Resumed = true; mark != c.src.s.place {
			return fmt.Errorf("it holds an unfinished copy of %s; go on with that, or empty it", mark)
		}
		return nil
	}
	empty, err := c.isEmpty()
	if err != nil {
		return err
	}
	if empty {
		return c.to.SetMeta(c.ctx, copyMark, c.src.s.place)
	}
	var differs *differenceError
	if err := c.verify(); errors.As(err, &differs) {
		return fmt.Errorf("it holds something else already (%w); name an empty place", differs)
	} else if err != nil {
		return err
	}
	c.out.Already = true
	return nil
}

func (c *copying) isEmpty() (bool, error) {
	for _, t := range copiedTables {
		var some bool
		if err := c.to.row(c.ctx, "SELECT EXISTS (SELECT 1"+t.from()+")").Scan(&some); err != nil || some {
			return false, err
		}
	}
	return true, nil
}

// copyTable adds what is missing of a table.
func (c *copying) copyTable(i int) error {
	t := copiedTables[i]
	from, err := c.src.stream(t, c.to.engine)
	if err != nil {
		return err
	}
	defer func() { from.rows.Close() }()
	begun, err := c.begunWith(from)
	if err != nil {
		return err
	}
	if !begun {
		c.out.Anew = t.name
		if err := c.to.update(c.ctx, func(tx *tx) error { return c.to.engine.clear(tx, copiedTables[i:]) }); err != nil {
			return err
		}
		from.rows.Close()
		if from, err = c.src.stream(t, c.to.engine); err != nil {
			return err
		}
	}
	return c.add(from)
}

// begunWith tells whether the target's rows of a table are the first ones of
// the source's, and reads past those.
func (c *copying) begunWith(from *stream) (begun bool, err error) {
	err = c.to.view(c.ctx, func(v *view) error {
		to, err := v.stream(from.table, c.to.engine)
		if err != nil {
			return err
		}
		defer to.rows.Close()
		var a, b []byte
		for {
			more, err := to.next()
			if begun = !more; begun || err != nil {
				return err
			}
			if more, err = from.next(); !more || err != nil {
				return err
			}
			if a, b = appendRow(a[:0], from.row), appendRow(b[:0], to.row); !bytes.Equal(a, b) {
				return nil
			}
			c.step(1)
		}
	})
	return begun, err
}

// Portions of rows that one transaction writes, and that are held in memory.
const (
	copyRows  = 4000
	copyBytes = 4 << 20
)

// add writes what is left of a stream.
func (c *copying) add(from *stream) error {
	for {
		rows, err := portion(from)
		if err != nil || len(rows) == 0 {
			return err
		}
		err = c.to.update(c.ctx, func(tx *tx) error {
			if err := c.to.engine.fill(tx, from.table.name, from.columns, rows); err != nil {
				return err
			}
			for _, row := range rows {
				if err := c.to.engine.name(tx, rowNames(from.table.name, from.columns, row)...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		c.step(len(rows))
	}
}

func portion(from *stream) (rows [][]any, err error) {
	for size := 0; len(rows) < copyRows && size < copyBytes; {
		more, err := from.next()
		if !more || err != nil {
			return rows, err
		}
		rows = append(rows, from.row)
		for _, v := range from.row {
			switch v := v.(type) {
			case string:
				size += len(v)
			case []byte:
				size += len(v)
			}
		}
	}
	return rows, nil
}

func (c *copying) step(rows int) {
	c.done += rows
	c.did(min(c.done, c.all), c.all)
}

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

// verify reads both sides once more, and compares row by row.
func (c *copying) verify() error {
	c.out.Tables, c.out.Rewritten = nil, 0
	return c.to.view(c.ctx, func(v *view) error {
		for _, t := range copiedTables {
			if err := c.compare(v, t); err != nil {
				return err
			}
		}
		return nil
	})
}

// differenceError names the first row that differs.
type differenceError struct{ table, key, how string }

func (e *differenceError) Error() string {
	return fmt.Sprintf("table %s, key %s: %s", e.table, e.key, e.how)
}

func (c *copying) compare(v *view, t copiedTable) error {
	from, err := c.src.stream(t, c.to.engine)
	if err != nil {
		return err
	}
	defer from.rows.Close()
	to, err := v.stream(t, c.to.engine)
	if err != nil {
		return err
	}
	defer to.rows.Close()
	digest, rows := sha256.New(), 0
	var a, b []byte
	for {
		here, err := from.next()
		if err != nil {
			return err
		}
		there, err := to.next()
		if err != nil {
			return err
		}
		if !here && !there {
			break
		}
		if a, b = appendRow(a[:0], from.row), appendRow(b[:0], to.row); !bytes.Equal(a, b) {
			return firstDifference(from, to)
		}
		digest.Write(a)
		rows++
		c.step(1)
	}
	c.out.Rewritten += from.rewritten
	c.out.Tables = append(c.out.Tables, CopiedTable{t.name, rows, hex.EncodeToString(digest.Sum(nil))})
	return nil
}

// firstDifference says how the last rows of two streams differ.
func firstDifference(from, to *stream) error {
	e := &differenceError{table: from.table.name, how: "it differs"}
	switch {
	case to.row == nil || from.row != nil && compareKeys(from, to) < 0:
		e.key, e.how = from.key(), "it is missing in the copy"
	case from.row == nil || compareKeys(from, to) > 0:
		e.key, e.how = to.key(), "it is in the copy only"
	default:
		e.key = from.key()
	}
	return e
}

// examine looks for what no row shows: damage, and texts that are not found.
func (c *copying) examine() error {
	return c.to.view(c.ctx, func(v *view) error {
		wrong, err := c.to.engine.damage(c.ctx, v.tx)
		if err == nil && len(wrong) > 0 {
			err = fmt.Errorf("the copy is damaged: %s", strings.Join(wrong, "; "))
		}
		return err
	})
}
