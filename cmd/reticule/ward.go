package main

import (
	"context"
	"slices"
	"sync"
	"time"

	"reticule"
	"reticule/scraper"
	"reticule/store"
)

// ward watches over the sources' health: it notes each change between well and
// broken as an event, and tells the operator of it once.
type ward struct {
	app   *app
	store *store.Store

	mu     sync.Mutex
	spells map[string][]reticule.HealthEvent // of those in trouble, by name
}

func newWard(ctx context.Context, a *app, st *store.Store) (*ward, error) {
	spells, err := st.Spells(ctx)
	return &ward{app: a, store: st, spells: spells}, err
}

// see looks at a source after a visit. lastOK is when the one before last
// succeeded at the latest.
func (w *ward) see(ctx context.Context, h scraper.Harvest, lastOK time.Time) error {
	v := h.Visit
	c := scraper.Health(v, lastOK, h.Habit)
	w.mu.Lock()
	defer w.mu.Unlock()
	spell := w.spells[v.Source]
	switch {
	case c.State == reticule.StateBroken:
		return w.broke(ctx, v, c, spell)
	case len(spell) > 0 && !v.Failed() && c.Fault != spell[len(spell)-1].Fault:
		return w.recovered(ctx, v, spell)
	}
	return nil
}

// broke notes a fault that is new in this spell of trouble.
func (w *ward) broke(ctx context.Context, v reticule.Visit, c scraper.Condition, spell []reticule.HealthEvent) error {
	if slices.ContainsFunc(spell, func(e reticule.HealthEvent) bool { return e.Fault == c.Fault }) {
		return nil
	}
	if len(spell) == 0 {
		w.app.warn("source %s broke: %s", v.Source, c.Sentence)
	}
	e := reticule.HealthEvent{Source: v.Source, At: v.Ended, State: c.State, Fault: c.Fault, Sentence: c.Sentence}
	w.spells[v.Source] = append(spell, e)
	return w.store.AddHealthEvent(ctx, &e)
}

func (w *ward) recovered(ctx context.Context, v reticule.Visit, spell []reticule.HealthEvent) error {
	after := scraper.Days(v.Ended.Sub(spell[0].At))
	w.app.tell("source %s recovered after %s", v.Source, after)
	delete(w.spells, v.Source)
	return w.store.AddHealthEvent(ctx, &reticule.HealthEvent{Source: v.Source, At: v.Ended, State: reticule.StateGood, Sentence: "It answers as it should again, after " + after + "."})
}
