package main

import (
	"context"
	"errors"
	"time"

	"reticule/scraper/fetch"
)

// pingTime bounds a ping: the run it belongs to is over.
const pingTime = 15 * time.Second

// ping tells whoever watches that a run went well. Its failure is told and
// fails nothing; the address, which may hold a secret, is not told.
func (a *app) ping(ctx context.Context, c *config) {
	if c.Watch.Ping == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pingTime)
	defer cancel()
	f := c.fetchConfig(a.now)
	f.MaxBody = 64 << 10
	client := fetch.New(f)
	defer client.Close()
	_, err := client.Get(ctx, fetch.Request{URL: c.Watch.Ping, SkipRobots: true}) // the watcher's address is the operator's own
	var e *fetch.Error
	if errors.As(err, &e) {
		a.warn("the run went well, but [watch] ping was not heard: %s, status %d", e.Outcome, e.Status)
	}
}
