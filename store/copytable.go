package store

import (
	"cmp"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"reticule"
)

// copiedTable is a table that a copy carries over, and the columns of its key.
type copiedTable struct {
	name string
	key  []string
}

// copiedTables are all tables with something in them that cannot be made anew,
// those that others refer to first. What texts are found by is made anew; leases
// and jobs belong to a fleet on its own database, and are not worth carrying.
var copiedTables = [...]copiedTable{
	{"meta", []string{"key"}}, {"source", []string{"id"}}, {"visit", []string{"id"}}, {"health_event", []string{"id"}}, {"run", []string{"id"}},
	{"story", []string{"id"}}, {"sibling", []string{"story", "other"}}, {"article", []string{"id"}}, {"body", []string{"article"}}, {"link", []string{"url"}},
	{"robots", []string{"origin"}}, {"pause", []string{"host"}}, {"pending", []string{"article"}}, {"verdict", []string{"topic", "article"}},
	{"entry", []string{"topic", "story"}}, {"label", []string{"topic", "article"}}, {"pin", []string{"a", "b"}}, {"band", []string{"key"}},
	{"week_count", []string{"source", "week", "seen"}}, {"polled", []string{"source", "week"}}, {"week_change", []string{"topic", "week"}},
	{"week_seen", []string{"topic", "week"}}, {"ledger", []string{"topic", "week"}}, {"report", []string{"topic"}}, {"digest", []string{"topic", "week", "kind"}}, {"tombstone", []string{"url"}},
}

// copyMark is the key in meta that says of which store this is an unfinished
// copy. It is gone when the copy is whole, and no part of what is copied.
const copyMark = "copy of"

// from is the table's part of a query.
func (t copiedTable) from() string {
	if t.name == "meta" {
		return " FROM meta WHERE key <> '" + copyMark + "'"
	}
	return " FROM " + t.name
}

// columns gives the table's columns: those of its key, then the others by name,
// so that they stand in one order whatever the database.
func (t copiedTable) columns(v *view) ([]string, error) {
	rows, err := v.tx.QueryContext(v.ctx, "SELECT * FROM "+t.name+" WHERE 1 = 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all, err := rows.Columns()
	slices.Sort(all)
	rest := slices.DeleteFunc(all, func(c string) bool { return slices.Contains(t.key, c) })
	return append(slices.Clone(t.key), rest...), errors.Join(err, rows.Err())
}

// stream gives a table's rows in the order of their keys.
type stream struct {
	table     copiedTable
	columns   []string
	rows      *sql.Rows
	taker     engine // whose values they become
	row       []any  // the last one
	rewritten int    // texts that the taker does not take as they are
}

func (v *view) stream(t copiedTable, taker engine) (*stream, error) {
	columns, err := t.columns(v)
	if err != nil {
		return nil, err
	}
	rows, err := v.tx.QueryContext(v.ctx, "SELECT "+quoted(columns)+t.from()+" ORDER BY "+quoted(t.key))
	return &stream{table: t, columns: columns, rows: rows, taker: taker}, err
}

func quoted(columns []string) string { return `"` + strings.Join(columns, `", "`) + `"` }

// next reads the next row; false where there is none.
func (s *stream) next() (bool, error) {
	if s.row = nil; !s.rows.Next() {
		return false, s.rows.Err()
	}
	row, dest := make([]any, len(s.columns)), make([]any, len(s.columns))
	for i := range row {
		dest[i] = &row[i]
	}
	if err := s.rows.Scan(dest...); err != nil {
		return false, err
	}
	s.row = row
	return true, s.adapt()
}

// adapt makes the last row's values ones that the taker takes.
func (s *stream) adapt() error {
	for i, v := range s.row {
		switch v := v.(type) {
		case []byte:
			if v == nil {
				s.row[i] = []byte{} // SQLite's driver gives this for no bytes; NULL has no type
			}
		case string:
			if s.row[i] = s.taker.argument(v); s.row[i] == v {
				continue
			}
			if s.rewritten++; i < len(s.table.key) {
				return fmt.Errorf("table %s: the other database does not take the bytes of the key %q", s.table.name, v)
			}
		}
	}
	return nil
}

// key names the last row.
func (s *stream) key() string {
	parts := make([]string, len(s.table.key))
	for i := range parts {
		parts[i] = fmt.Sprint(s.row[i])
	}
	return strings.Join(parts, ", ")
}

// compareKeys orders the last rows of two streams of a table.
func compareKeys(a, b *stream) int {
	for i := range a.table.key {
		var n int
		switch x := a.row[i].(type) {
		case int64:
			y, _ := b.row[i].(int64)
			n = cmp.Compare(x, y)
		case string:
			y, _ := b.row[i].(string)
			n = cmp.Compare(x, y)
		}
		if n != 0 {
			return n
		}
	}
	return 0
}

// appendRow writes a row so that the same row gives the same bytes in every
// database: of each value its kind, the length of what has one, and the value.
func appendRow(b []byte, row []any) []byte {
	for _, v := range row {
		switch v := v.(type) {
		case nil:
			b = append(b, 'n')
		case int64:
			b = binary.BigEndian.AppendUint64(append(b, 'i'), uint64(v)) //nolint:gosec // all 64 bits are kept
		case float64:
			b = binary.BigEndian.AppendUint64(append(b, 'f'), math.Float64bits(v+0)) // SQLite has no -0
		case string:
			b = append(binary.BigEndian.AppendUint64(append(b, 't'), uint64(len(v))), v...)
		case []byte:
			b = append(binary.BigEndian.AppendUint64(append(b, 'b'), uint64(len(v))), v...)
		default:
			panic(fmt.Sprintf("a column holds a %T", v))
		}
	}
	return b
}

// rowNames are the names in a row that queries compare folded.
func rowNames(table string, columns []string, row []any) (names []string) {
	text := func(column string) string {
		s, _ := row[slices.Index(columns, column)].(string)
		return s
	}
	switch table {
	case "source":
		return []string{text("name"), text("title")}
	case "article":
		return []string{text("site")}
	case "verdict":
		v := reticule.Verdict{Brands: unarray(text("brands"))}
		json.Unmarshal([]byte(text("products")), &v.Products) //nolint:errcheck // we wrote it
		return namesIn(v)
	}
	return nil
}
