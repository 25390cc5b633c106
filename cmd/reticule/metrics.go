package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"reticule"
	"reticule/store"
)

// healthy is what /healthz answers: whether the store can be read, and whether
// runs end as they should. What is wrong with the store is for the log: it may
// name paths.
func (a *app) healthy(ctx context.Context, c *config, st *store.Store) error {
	r, err := st.LastRun(ctx)
	switch {
	case err != nil:
		slog.Error("healthz", "err", err)
		return errors.New("the store cannot be read")
	case r != nil && a.now().Sub(r.Ended).Abs() > time.Duration(c.Watch.Late):
		return errors.New("no run has ended since " + r.Ended.Format("2006-01-02 15:04 UTC"))
	}
	return nil
}

// metrics adds how the runs do to /metrics. A figure that cannot be had is
// left out.
func (a *app) metrics(ctx context.Context, c *config, st *store.Store, w io.Writer) {
	gauge := func(name, help string, value int64) {
		fmt.Fprintf(w, "# HELP reticule_%s %s\n# TYPE reticule_%s gauge\nreticule_%s %d\n", name, help, name, name, value)
	}
	if r, err := st.LastRun(ctx); err == nil && r != nil {
		gauge("run_ended_timestamp_seconds", "When the last run ended.", r.Ended.Unix())
		gauge("run_seconds", "How long the last run took.", int64(r.Ended.Sub(r.Started)/time.Second))
		gauge("run_sources", "Sources that the last run visited.", int64(r.Sources))
		gauge("run_sources_failed", "Of these, those that failed.", int64(r.Failed))
		gauge("run_requests", "Requests of the last run.", int64(r.Requests))
		gauge("run_stories_new", "New stories of the last run.", int64(r.StoriesNew))
	}
	if n, err := st.Size(ctx); err == nil {
		gauge("store_bytes", "Bytes that the store takes.", n)
	}
	s := &status{Sources: map[string]int{}}
	if err := s.lookAtSources(ctx, c, st, 0); err == nil {
		fmt.Fprint(w, "# HELP reticule_sources Sources by their state.\n# TYPE reticule_sources gauge\n")
		for _, state := range []string{reticule.StateGood, reticule.StateShaky, reticule.StateBroken, reticule.StateNew} {
			fmt.Fprintf(w, "reticule_sources{state=%q} %d\n", state, s.Sources[state])
		}
	}
}
