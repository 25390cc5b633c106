package main

import (
	"context"
	"os"
	"sync"
	"time"

	"reticule/feed"
	"reticule/store"
)

// editionOf names all that the published bytes depend on: the program, the
// config, what the store shows, and how the sources do.
func editionOf(ctx context.Context, c *config, st *store.Store) (string, error) {
	revision, err := st.Revision(ctx)
	if err != nil {
		return "", err
	}
	sources, err := c.health(ctx, st)
	if err != nil {
		return "", err
	}
	titles, err := st.Titles(ctx)
	if err != nil {
		return "", err
	}
	events, err := st.HealthEvents(ctx, 1)
	if err != nil {
		return "", err
	}
	look, err := st.LastLook(ctx)
	if err != nil {
		return "", err
	}
	return feed.VersionOf(program(), c.shown(), revision, sources, titles, events, look.Format(time.DateOnly)), nil
}

// shown is the config as far as the published bytes may depend on it: all but
// what is left out here.
func (c *config) shown() config {
	x := *c
	var none config
	x.Store, x.Serve, x.Fetch, x.Watch = none.Store, none.Serve, none.Fetch, none.Watch
	x.compiled, x.file = nil, ""
	return x
}

// program names this very build. Builds of one version may draw differently, in
// development: so its file counts.
var program = sync.OnceValue(func() string {
	name, err := os.Executable()
	if err != nil {
		return version
	}
	info, err := os.Stat(name)
	if err != nil {
		return version
	}
	return feed.VersionOf(version, info.Size(), info.ModTime())
})
