package scraper

import (
	"context"
	"sync/atomic"

	"reticule"
	"reticule/scraper/fetch"
)

// Budget is the number of requests that a run may still make. It is safe for
// concurrent use.
type Budget struct{ left atomic.Int64 }

// NewBudget allows n requests.
func NewBudget(n int) *Budget {
	var b Budget
	b.left.Store(int64(n))
	return &b
}

// Spent tells whether nothing is left.
func (b *Budget) Spent() bool { return b != nil && b.left.Load() <= 0 }

// ask is Client.Get within the budget. Redirects and a robots.txt that come
// with a request are paid afterwards, so that a run may go a little beyond.
func (s *Scraper) ask(ctx context.Context, req fetch.Request) (*fetch.Response, error) {
	if s.Budget != nil && s.Budget.left.Add(-1) < 0 {
		return nil, faultf(reticule.OutcomeCanceled, "the run's budget of requests is spent")
	}
	resp, err := s.Client.Get(ctx, req)
	if s.Budget != nil {
		n := requestsOf(err)
		if err == nil {
			n = resp.Requests
		}
		s.Budget.left.Add(int64(1 - n))
	}
	return resp, err
}
