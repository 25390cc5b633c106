package store

import "sync"

// What a query compares folded, names of brands, products, sites and sources,
// stands with its folding in a table: PostgreSQL has no function that folds as
// Fold does. It has each name once, so that it stays small.

// nameCache remembers names that are known to stand in the table.
type nameCache struct {
	mu   sync.Mutex
	seen map[string]bool
}

// cachedNames bounds the cache; names that it forgot are written again, to no
// effect.
const cachedNames = 1 << 14

// fresh gives those of the names that may not stand in the table yet.
func (c *nameCache) fresh(names []string) (out []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, n := range names {
		if n != "" && !c.seen[n] {
			out = append(out, n)
		}
	}
	return out
}

// add notes that names stand in the table: once they are committed.
func (c *nameCache) add(names []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.seen)+len(names) > cachedNames {
		clear(c.seen)
	}
	for _, n := range names {
		c.seen[n] = true
	}
}

func (e onPostgres) name(t *tx, names ...string) error {
	for i, n := range names {
		names[i] = e.argument(n).(string) // as they are stored
	}
	for _, n := range e.names.fresh(names) {
		if err := t.exec("INSERT INTO folded (plain, fold) VALUES (?, ?) ON CONFLICT DO NOTHING", n, Fold(n)); err != nil {
			return err
		}
		t.named = append(t.named, n)
	}
	return nil
}

// settled is told of a transaction that was committed.
func (e onPostgres) settled(t *tx) { e.names.add(t.named) }
