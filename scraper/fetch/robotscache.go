package fetch

import (
	"context"
	"net/url"
	"sync"
	"time"
)

const (
	robotsFresh = 24 * time.Hour   // that a robots.txt is trusted (RFC 9309, 2.4)
	robotsRetry = 10 * time.Minute // before an unreachable one is asked for again
	cacheMost   = 16 << 20         // bytes of rules in memory, about
)

// robotsCache holds the rules of each origin, and makes many goroutines that
// need the same ones wait for a single request.
type robotsCache struct {
	mu     sync.Mutex
	files  map[string]*robotsEntry
	weight int
}

// robotsEntry is written by the goroutine that made it, until ready is closed.
type robotsEntry struct {
	ready   chan struct{}
	rules   *Robots
	err     error // why nothing may be asked there
	dropped bool  // the goroutine gave up; whoever waits asks anew
	expires time.Time
	weight  int
}

// Robots returns what the robots.txt of the address's host says to us, asking
// for it if it is not known. It is an *Error where the host cannot say it,
// since then nothing may be asked there (RFC 9309, 2.3.1.4).
func (c *Client) Robots(ctx context.Context, address string) (*Robots, error) {
	u, err := parseAddress(address)
	if err == nil {
		err = c.guard.address(u)
	}
	var t tally
	if err == nil {
		var rules *Robots
		if rules, err = c.robotsFor(ctx, u, &t); err == nil {
			return rules, nil
		}
	}
	return nil, failed(ctx, err, u, &t)
}

// robotsFor returns the rules for u's origin, from memory, from the last run,
// or from the host, once however many ask at the same time.
func (c *Client) robotsFor(ctx context.Context, u *url.URL, t *tally) (*Robots, error) {
	origin := u.Scheme + "://" + u.Host
	for {
		e, mine := c.robots.entry(origin, c.config.Now())
		if mine {
			c.loadRobots(ctx, e, origin, u, t)
			c.robots.settle(origin, e)
			return e.rules, e.err
		}
		select {
		case <-e.ready:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if !e.dropped {
			return e.rules, e.err
		}
	}
}

// entry returns the entry of origin; mine tells that it is new, and that the
// caller must fill it and settle it.
func (rc *robotsCache) entry(origin string, now time.Time) (e *robotsEntry, mine bool) {
	rc.mu.Lock()
	defer rc.mu.Unlock()
	if e = rc.files[origin]; e != nil {
		select {
		case <-e.ready:
			if now.Before(e.expires) {
				return e, false
			}
			rc.drop(origin, e)
		default:
			return e, false
		}
	}
	e = &robotsEntry{ready: make(chan struct{})}
	if rc.files == nil {
		rc.files = map[string]*robotsEntry{}
	}
	rc.files[origin] = e
	return e, true
}

// settle makes a filled entry known, and makes room where there are too many.
func (rc *robotsCache) settle(origin string, e *robotsEntry) {
	rc.mu.Lock()
	defer rc.mu.Unlock()
	close(e.ready)
	if e.dropped {
		delete(rc.files, origin)
		return
	}
	e.weight = len(origin) + 300
	if e.rules != nil {
		e.weight += e.rules.weight()
	}
	rc.weight += e.weight
	for other, old := range rc.files {
		if rc.weight <= cacheMost {
			break
		}
		if old != e && old.weight > 0 { // without weight: still being asked for
			rc.drop(other, old)
		}
	}
}

func (rc *robotsCache) drop(origin string, e *robotsEntry) {
	rc.weight -= e.weight
	delete(rc.files, origin)
}

// weight is about the memory that the rules take.
func (r *Robots) weight() (n int) {
	for _, rule := range r.rules {
		n += len(rule.pattern) + 32
	}
	for _, s := range r.Sitemaps {
		n += len(s) + 16
	}
	return n
}
