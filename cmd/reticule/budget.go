package main

import (
	"context"
	"sync/atomic"

	"reticule/scraper/fetch"
	"reticule/store"
)

// purse is what a visit pays its requests from: a budget that the machines of a
// fleet share. It goes with the visit's context, since all visits of a process
// ask by one client.
type purse struct {
	store  *store.Store
	budget int64
	paid   atomic.Int64 // requests of this visit
	spent  atomic.Bool  // a request was refused
}

type purseKey struct{}

// withPurse lets what is asked under a context be paid from a budget, 0 for
// none. The purse is nil where there is none.
func withPurse(ctx context.Context, st *store.Store, budget int64) (context.Context, *purse) {
	if budget == 0 {
		return ctx, nil
	}
	p := &purse{store: st, budget: budget}
	return context.WithValue(ctx, purseKey{}, p), p
}

// pay pays for one request.
func pay(ctx context.Context) error {
	p, ok := ctx.Value(purseKey{}).(*purse)
	if !ok {
		return nil
	}
	ok, err := p.store.Pay(ctx, p.budget)
	switch {
	case err != nil:
		return err
	case !ok:
		p.spent.Store(true)
		return fetch.ErrSpent
	}
	p.paid.Add(1)
	return nil
}
