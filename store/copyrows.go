package store

import (
	"bytes"
)

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
