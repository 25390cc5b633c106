package site

import (
	"container/list"
	"sync"
	"time"
)

// Bounds on the answers kept.
const (
	cacheEntries = 128
	cacheBytes   = 8 << 20
	cacheTime    = 10 * time.Minute
)

// cache keeps the answers to the latest queries.
type cache struct {
	now   func() time.Time
	mu    sync.Mutex
	order *list.List // of *answer, latest used first
	byKey map[string]*list.Element
	bytes int
}

type answer struct {
	key   string
	entry *entry
	until time.Time
}

func newCache(now func() time.Time) *cache {
	return &cache{now: now, order: list.New(), byKey: map[string]*list.Element{}}
}

// get gives the answer, or nil.
func (c *cache) get(key string) *entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	x := c.byKey[key]
	if x == nil {
		return nil
	}
	a := x.Value.(*answer)
	if c.now().After(a.until) {
		c.drop(x)
		return nil
	}
	c.order.MoveToFront(x)
	return a.entry
}

// put keeps an answer for a while.
func (c *cache) put(key string, e *entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if x := c.byKey[key]; x != nil {
		c.drop(x)
	}
	a := &answer{key, e, c.now().Add(cacheTime)}
	c.byKey[key] = c.order.PushFront(a)
	c.bytes += a.size()
	for c.order.Len() > cacheEntries || c.bytes > cacheBytes {
		c.drop(c.order.Back())
	}
}

// clear forgets all answers: what they were made from has changed.
func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.order.Init()
	clear(c.byKey)
	c.bytes = 0
}

func (c *cache) drop(x *list.Element) {
	a := x.Value.(*answer)
	c.order.Remove(x)
	delete(c.byKey, a.key)
	c.bytes -= a.size()
}

func (a *answer) size() int {
	return len(a.key) + len(a.entry.plain.body) + len(a.entry.gzip.body)
}
