package store

import (
	"context"
	"errors"
	"fmt"
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
