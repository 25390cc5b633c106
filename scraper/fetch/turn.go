package fetch

import (
	"context"
	"errors"
	"sync"
	"time"

	"reticule"
)

const (
	slowAfter = 2 * time.Second // after which a request gives its slot to another
	lentMost  = 4               // slots given away in this way, as a multiple of Parallel
)

// slot is a request's place among all requests. A request that its host keeps
// waiting lends its place to another after a while, so that a few slow hosts
// do not stop the rest; how many do so at once is bounded.
type slot struct {
	client *Client
	timer  *time.Timer

	mu    sync.Mutex
	lent  bool
	ended bool
}

func (c *Client) newSlot() *slot {
	s := &slot{client: c}
	s.timer = time.AfterFunc(c.slowAfter, s.lend)
	return s
}

func (s *slot) lend() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	select {
	case s.client.lent <- struct{}{}:
		s.lent = true
		<-s.client.slots
	default:
	}
}

func (s *slot) end() {
	s.timer.Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	if s.lent {
		<-s.client.lent
	} else {
		<-s.client.slots
	}
}

// begin waits until a request to h may start: for a seat at the host, for its
// turn among those seated, until the gap since the last start is over, and only
// then for a slot among all requests, so that a host that makes us wait takes
// nothing from the others. Each begin without error needs its end.
func (c *Client) begin(ctx context.Context, h *host, gap time.Duration) (*slot, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := take(ctx, h.seats); err != nil {
		return nil, err
	}
	if err := take(ctx, h.turn); err != nil {
		<-h.seats
		return nil, err
	}
	err := c.waitTurn(ctx, h, gap)
	<-h.turn
	if err != nil {
		<-h.seats
		return nil, err
	}
	return c.newSlot(), nil
}

func (c *Client) waitTurn(ctx context.Context, h *host, gap time.Duration) error {
	if err := c.pausedError(h); err != nil {
		return err
	}
	if d := c.hosts.wait(h, gap, c.config.Now()); d > 0 {
		if err := c.config.After(ctx, d); err != nil {
			return err
		}
		if err := c.pausedError(h); err != nil {
			return err
		}
	}
	if err := take(ctx, c.slots); err != nil {
		return err
	}
	c.hosts.mu.Lock()
	h.last = c.config.Now()
	c.hosts.mu.Unlock()
	return nil
}

// end gives back what begin took.
func (c *Client) end(h *host, s *slot) {
	s.end()
	<-h.seats
}

// wait is how long h's gap still lasts; never longer than the gap, whatever the
// clock did meanwhile.
func (hs *hosts) wait(h *host, gap time.Duration, now time.Time) time.Duration {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	h.gap = gap
	if h.last.IsZero() {
		return 0
	}
	return min(h.last.Add(gap).Sub(now), gap)
}

var errPaused = errors.New("the host asked us to wait")

func (c *Client) pausedError(h *host) error {
	until := c.hosts.paused(h, c.config.Now())
	if until.IsZero() {
		return nil
	}
	return &Error{Outcome: reticule.OutcomeRateLimited, RetryAfter: until, Err: errPaused}
}

func take(ctx context.Context, from chan struct{}) error {
	select {
	case from <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
