package store

import (
	"encoding/binary"
	"slices"
	"strings"
)

// KeyRow says which articles are found under a key, in the order in which they
// came.
type KeyRow struct {
	Key      uint64
	Articles []int64
}

// keyRowsMost is how many articles are kept under one key, the earliest ones.
// A key that so many share is furniture, or their story is found by then.
const keyRowsMost = 64

// keyRows asks for those of the keys that articles are found under; rows has
// them, in order, with the next answer.
func (t *tx) keyRows(keys []uint64, rows *[]KeyRow) error {
	if len(keys) == 0 {
		return nil
	}
	args := make([]any, len(keys))
	for i, k := range keys {
		args[i] = int64(k) //nolint:gosec // all 64 bits are kept
	}
	return t.later("SELECT key, articles FROM band WHERE key IN (?"+strings.Repeat(", ?", len(keys)-1)+") ORDER BY key", args, func(r row) error {
		var key int64
		var packed []byte
		err := r.Scan(&key, &packed)
		*rows = append(*rows, KeyRow{uint64(key), unpackIDs(packed)}) //nolint:gosec // as above
		return err
	})
}

// saveKeys lets an article be found under its keys; rows are what stands under
// them. A key with keyRowsMost articles takes no more.
func (t *tx) saveKeys(article int64, keys []uint64, rows []KeyRow) error {
	args := make([]any, 0, 2*len(keys))
	for _, k := range keys {
		var ids []int64
		if i := slices.IndexFunc(rows, func(r KeyRow) bool { return r.Key == k }); i >= 0 {
			ids = rows[i].Articles
		}
		if len(ids) < keyRowsMost && !slices.Contains(ids, article) {
			args = append(args, int64(k), packIDs(append(ids, article))) //nolint:gosec // as above
		}
	}
	if len(args) == 0 {
		return nil
	}
	return t.exec("INSERT INTO band (key, articles) VALUES (?, ?)"+strings.Repeat(", (?, ?)", len(args)/2-1)+
		" ON CONFLICT (key) DO UPDATE SET articles = excluded.articles", args...)
}

// packIDs writes each id as a varint.
func packIDs(ids []int64) []byte {
	b := make([]byte, 0, 4*len(ids))
	for _, id := range ids {
		b = binary.AppendUvarint(b, uint64(id)) //nolint:gosec // ids are positive
	}
	return b
}

func unpackIDs(b []byte) []int64 {
	ids := make([]int64, 0, len(b)/2)
	for len(b) > 0 {
		id, n := binary.Uvarint(b)
		if n <= 0 {
			break
		}
		ids, b = append(ids, int64(id)), b[n:] //nolint:gosec // as above
	}
	return ids
}
