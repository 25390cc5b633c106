package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

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
