package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"os"
	"slices"
	"sync"
	"time"

	"reticule"
	"reticule/fleet"
	"reticule/scraper"
	"reticule/scraper/fetch"
	"reticule/store"
)

// A store that several machines share is fed by a fleet: a crawl enters the
// visits that are due, and whoever is there makes them, itself among others.

// Times of a fleet, as multiples of [fetch] timeout.
const (
	visitTimeouts = 20 // that a visit may last; what is left of it then is another's
	leaseTimeouts = 3  // after which a host is free whose worker is gone
)

// busyWait is how long a visit waits whose host another machine asks.
const busyWait = time.Second

// member is this process's part in the fleet.
type member struct {
	run     *run // what visits have in common
	sources map[string]reticule.Source
	client  *fetch.Client
	leases  *fleet.Leases
	fleet   *fleet.Fleet
}

// join makes this process a member, which makes visits as r would.
func join(ctx context.Context, r *run) (*member, error) {
	m := &member{run: r, sources: map[string]reticule.Source{}}
	for _, src := range r.config.sources() {
		m.sources[src.Name] = src
	}
	timeout := time.Duration(r.config.Fetch.Timeout)
	m.leases = fleet.NewLeases(r.store, holderName(), leaseTimeouts*timeout, timeout)
	f := r.fetchConfig(ctx)
	f.Lease, f.Pay = m.leases.Take, pay
	m.client = fetch.New(f)
	var err error
	m.fleet, err = fleet.Open(ctx, fleet.Config{
		Address: r.config.place(), AtOnce: visitsAtOnce(r.config.Fetch.Parallel), Limit: visitTimeouts * timeout, Visit: m.visit,
	})
	if err != nil {
		m.client.Close()
	}
	return m, err
}

func (m *member) close() {
	m.fleet.Close()
	m.client.Close()
}

// holderName names this process among all, for people too.
func holderName() string {
	host, _ := os.Hostname() // the number must do
	n, _ := rand.Int(rand.Reader, big.NewInt(1<<62))
	return fmt.Sprintf("%s-%d-%x", host, os.Getpid(), n)
}

// work makes visits until ctx ends.
func (m *member) work(ctx context.Context) error {
	keep, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var wg sync.WaitGroup
	wg.Go(func() { m.leases.Keep(keep) })
	err := m.fleet.Work(ctx)
	cancel()
	wg.Wait()
	return err
}

// visit makes one visit. What it tells is its part of the summary.
func (m *member) visit(ctx context.Context, o fleet.Order) (any, error) {
	src, ok := m.sources[o.Source]
	if !ok {
		return nil, fmt.Errorf("source %s is not in the config: %w", o.Source, fleet.ErrNever)
	}
	if o.Budget != 0 {
		if ok, err := m.run.store.Affords(ctx, o.Budget); !ok || err != nil {
			return summary{}, err // the next crawl enters it again
		}
	}
	giveBack, ok, err := m.leases.Try(ctx, fetch.HostOf(src.URL))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fleet.Later{After: busyWait}
	}
	defer giveBack(time.Duration(m.run.config.Fetch.Delay))
	r, err := m.runOf(ctx, src, o.Fill)
	if err != nil {
		return nil, err
	}
	last := r.rows[src.Name].Visit
	if last.Started.Unix() != o.Last && !last.Started.IsZero() {
		r.note(last) // it was made already, by one who could not say so any more
		return r.told(), nil
	}
	return r.visitOnce(ctx, src, o.Budget)
}

// visitOnce makes a run's one visit.
func (r *run) visitOnce(ctx context.Context, src reticule.Source, budget int64) (any, error) {
	ctx, purse := withPurse(ctx, r.store, budget)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer r.store.ReleasePages(context.WithoutCancel(ctx), src.Name) //nolint:errcheck // they end by themselves, too
	r.saver = newSaver(r.store, r.saved, cancel)
	err := r.visit(ctx, src)
	if err = errors.Join(err, r.saver.close()); err != nil {
		return nil, err
	}
	if purse != nil {
		r.row.Requests = int(purse.paid.Load())
	}
	if r.sum.Sources == 0 && (purse == nil || !purse.spent.Load()) {
		return nil, fleet.Later{After: busyWait} // it was broken off; what it read is kept
	}
	return r.told(), nil
}

// runOf is a run of one visit.
func (m *member) runOf(ctx context.Context, src reticule.Source, fill bool) (*run, error) {
	st, desk := m.run.store, *m.run.desk
	r := &run{app: m.run.app, config: m.run.config, desk: &desk, store: st, now: m.run.now, fill: fill, progress: &progress{}}
	pins, err := st.Pins(ctx)
	if err != nil {
		return nil, err
	}
	desk.stories.Together, desk.stories.Apart = nil, nil
	desk.remember(pins)
	row, err := st.Source(ctx, src.Name)
	if err != nil {
		return nil, err
	}
	r.rows = map[string]store.SourceRow{src.Name: row}
	n, err := st.WeekNewOf(ctx, src.Name, r.now())
	if err != nil {
		return nil, err
	}
	r.weekNew = map[string]int{src.Name: n}
	spells, err := st.SpellOf(ctx, src.Name)
	if err != nil {
		return nil, err
	}
	r.ward = &ward{app: r.app, store: st, spells: spells}
	r.scraper = &scraper.Scraper{Client: m.client, Match: desk.set.Scan, Known: m.knownOf(r, src.Name), Now: r.now, PerHost: r.config.Fetch.PerHost}
	return r, r.pause(ctx, m.client)
}

// knownOf tells the scraper what is remembered of addresses, and counts among
// the known ones what another visit is reading: what two sources list is asked
// for once.
func (m *member) knownOf(r *run, source string) func(context.Context, []string) (map[string]scraper.Seen, error) {
	return func(ctx context.Context, urls []string) (map[string]scraper.Seen, error) {
		known, err := r.known(ctx, urls)
		if err != nil {
			return nil, err
		}
		fresh := slices.DeleteFunc(slices.Clone(urls), func(u string) bool { _, ok := known[u]; return ok })
		if len(fresh) == 0 {
			return known, nil
		}
		taken, err := m.run.store.ClaimPages(ctx, source, fresh, visitTimeouts*time.Duration(m.run.config.Fetch.Timeout))
		if err != nil {
			return nil, err
		}
		// What another visit had read and stored before we claimed is known now.
		again, err := r.known(ctx, fresh)
		maps.Copy(known, again)
		for _, u := range taken {
			known[u] = scraper.Seen{}
		}
		return known, err
	}
}

// told is what a run of one visit adds to the summary of whoever waits for it.
func (r *run) told() summary {
	r.sum.Requests = r.row.Requests
	return r.sum
}

// visitWithFleet enters what is due, and works along until it is done. It
// records the run like visitAll.
func (r *run) visitWithFleet(ctx context.Context, o crawlOptions) (err error) {
	r.row.Started = r.now()
	if r.rows, err = r.store.Sources(ctx); err != nil {
		return err
	}
	due, err := r.due(ctx, o)
	if err != nil {
		return err
	}
	if len(due) == 0 {
		return r.record()
	}
	m, err := join(ctx, r)
	if err != nil {
		return err
	}
	defer m.close()
	orders, err := r.orders(ctx, due, o)
	if err != nil {
		return err
	}
	jobs, err := m.fleet.Send(ctx, orders)
	if err != nil || o.noWait {
		return err
	}
	r.progress = newProgress(r.app.err, len(jobs), "sources")
	defer r.progress.done()
	if err := r.await(ctx, m, jobs); err != nil {
		return err
	}
	return errors.Join(r.tellClock(context.WithoutCancel(ctx), m.client), r.record())
}

// orders are the visits to make, all paid from one budget where there is one.
func (r *run) orders(ctx context.Context, due []reticule.Source, o crawlOptions) (orders []fleet.Order, err error) {
	budget := int64(0)
	if o.budget > 0 {
		if budget, err = r.store.MakeBudget(ctx, o.budget); err != nil {
			return nil, err
		}
	}
	for _, src := range due {
		orders = append(orders, fleet.Order{Source: src.Name, Fill: o.fill, Budget: budget, Last: r.rows[src.Name].Visit.Started.Unix()})
	}
	return orders, nil
}

// await works along until jobs have ended, or ctx has: what is left then is
// the workers' and the next crawl's.
func (r *run) await(ctx context.Context, m *member, jobs []int64) error {
	working, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- m.work(working) }()
	var wrong error
	err := m.fleet.Await(ctx, jobs, func(_ int64, what []byte) {
		var told summary
		if len(what) > 0 {
			wrong = errors.Join(wrong, json.Unmarshal(what, &told))
		}
		r.add(told)
	})
	stop()
	if failed := <-ended; failed != nil {
		return failed
	}
	if ctx.Err() != nil {
		err = nil // the run was to end
	}
	return errors.Join(err, wrong)
}

// add adds what a visit told.
func (r *run) add(told summary) {
	s := &r.sum
	s.Sources += told.Sources
	r.row.Requests += told.Requests
	s.NotModified += told.NotModified
	s.Bytes += told.Bytes
	s.Pages += told.Pages
	s.Extracted += told.Extracted
	s.Articles.About += told.Articles.About
	s.Articles.Mention += told.Articles.Mention
	s.Articles.None += told.Articles.None
	s.StoriesNew += told.StoriesNew
	s.Errors = append(s.Errors, slices.Clone(told.Errors)...)
	r.progress.step()
}
