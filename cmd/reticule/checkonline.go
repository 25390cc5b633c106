package main

import (
	"context"
	"fmt"
	"sync"

	"reticule"
	"reticule/scraper"
	"reticule/scraper/fetch"
)

// checkOnline asks every source once, in full, and says of each what it gives
// or what is wrong. Nothing is stored. It fails if any source does.
func (a *app) checkOnline(ctx context.Context, c *config) error {
	client := fetch.New(c.fetchConfig(a.now))
	defer client.Close()
	s := &scraper.Scraper{Client: client, Now: a.now, PerHost: c.Fetch.PerHost}
	sources := c.sources()
	said := make([]string, len(sources))
	wrong := make([]bool, len(sources))
	slots := make(chan struct{}, visitsAtOnce(c.Fetch.Parallel))
	var wg sync.WaitGroup
	for i, src := range sources {
		slots <- struct{}{}
		wg.Go(func() {
			said[i], wrong[i] = tryOut(ctx, s, src)
			<-slots
		})
	}
	wg.Wait()
	bad := 0
	for i, src := range sources {
		fmt.Fprintf(a.out, "%s: %s\n", src.Name, oneLine(said[i], 300))
		if wrong[i] {
			bad++
		}
	}
	if bad > 0 {
		fmt.Fprintf(a.err, "%d of %d sources cannot be read\n", bad, len(sources))
		return errQuiet
	}
	return nil
}

func tryOut(ctx context.Context, s *scraper.Scraper, src reticule.Source) (said string, wrong bool) {
	o, err := s.Try(ctx, src)
	switch {
	case err != nil:
		return err.Error(), true
	case o.Items == 0:
		return "it answers, and lists nothing", false
	case len(o.Newest) == 0:
		return fmt.Sprintf("%d items", o.Items), false
	}
	return fmt.Sprintf("%d items; the first: %s", o.Items, o.Newest[0]), false
}
