package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"reticule"
	"reticule/scraper"
	"reticule/scraper/fetch"
	"reticule/store"
)

// run is one pass over the sources that are due.
type run struct {
	app    *app
	config *config
	desk   *desk
	store  *store.Store
	now    func() time.Time

	scraper *scraper.Scraper
	row     reticule.Run
	weekNew map[string]int

	mu       sync.Mutex
	sum      summary
	progress *progress
	failed   error // of the store: it ends the run
}

// visitsAtOnce bounds the sources under way: many more than requests, since
// most of them wait for their host's turn.
func visitsAtOnce(parallel int) int { return min(max(8*parallel, 64), 512) }

// visitAll visits what is due, and records the run.
func (r *run) visitAll(ctx context.Context, o crawlOptions) error {
	r.row.Started = r.now()
	last, err := r.store.LastVisits(ctx)
	if err != nil {
		return err
	}
	if r.weekNew, err = r.store.WeekNew(ctx, r.now()); err != nil {
		return err
	}
	due := r.due(last, o)
	client := fetch.New(r.fetchConfig(ctx))
	defer client.Close()
	r.scraper = &scraper.Scraper{Client: client, Match: r.desk.set.Scan, Known: r.store.Known, Now: r.now, PerHost: r.config.Fetch.PerHost}
	r.progress = newProgress(r.app.err, len(due), "sources")
	defer r.progress.done()
	if err := r.visitEach(ctx, due, last); err != nil {
		return err
	}
	return r.record()
}

func (r *run) visitEach(ctx context.Context, due []reticule.Source, last map[string]reticule.Visit) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	slots := make(chan struct{}, visitsAtOnce(r.config.Fetch.Parallel))
	var wg sync.WaitGroup
	for _, src := range due {
		slots <- struct{}{}
		if ctx.Err() != nil {
			break
		}
		wg.Go(func() {
			defer func() { <-slots }()
			if err := r.visit(ctx, src, last[src.Name]); err != nil {
				r.mu.Lock()
				r.failed = errors.Join(r.failed, err)
				r.mu.Unlock()
				cancel()
			}
		})
	}
	wg.Wait()
	return r.failed
}

// due chooses the sources whose time has come, the longest overdue first.
func (r *run) due(last map[string]reticule.Visit, o crawlOptions) []reticule.Source {
	var out []reticule.Source
	for _, src := range r.config.sources() {
		if len(o.only) > 0 && !slices.Contains(o.only, src.Name) {
			continue
		}
		if v, seen := last[src.Name]; !seen || o.force || !v.Due.After(r.now()) {
			out = append(out, src)
		}
	}
	slices.SortStableFunc(out, func(a, b reticule.Source) int { return last[a.Name].Due.Compare(last[b.Name].Due) })
	return out
}

// userAgent names the program, its version and whom to write to.
func userAgent(contact string) string {
	name := "reticule/" + version
	if contact == "" {
		return name
	}
	return name + " (+" + strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '(' || r == ')' {
			return -1
		}
		return r
	}, contact) + ")"
}

func (r *run) fetchConfig(ctx context.Context) fetch.Config {
	f := r.config.Fetch
	return fetch.Config{
		UserAgent: userAgent(r.config.Site.Contact), Token: "reticule", Delay: time.Duration(f.Delay), PerHost: f.PerHost, Parallel: f.Parallel * f.PerHost,
		Timeout: time.Duration(f.Timeout), MaxBody: int64(f.MaxBody), Allow: f.Allow, Hosts: r.config.hosts, Now: r.now,
		LoadRobots: func(origin string) (fetch.RobotsFile, bool) {
			status, body, at, ok, err := r.store.Robots(ctx, origin)
			return fetch.RobotsFile{Origin: origin, Status: status, Body: body, Fetched: at}, ok && err == nil
		},
		SaveRobots: func(x fetch.RobotsFile) {
			if err := r.store.SaveRobots(ctx, x.Origin, x.Status, x.Body, x.Fetched); err != nil && ctx.Err() == nil {
				slog.Warn("robots.txt is not kept", "origin", x.Origin, "err", err)
			}
		},
	}
}

// visit asks one source and stores what it gives. Only the store's failure is
// an error: the source's is part of the summary.
func (r *run) visit(ctx context.Context, src reticule.Source, last reticule.Visit) error {
	furniture, err := r.store.Furniture(ctx, src.Name)
	if err != nil {
		return err
	}
	pages, err := r.store.Pending(ctx, src.Name, r.now())
	if err != nil {
		return err
	}
	job := scraper.Job{Source: src, Last: last, Furniture: furniture, WeekNew: r.weekNew[src.Name]}
	for _, p := range pages {
		job.Pending = append(job.Pending, scraper.Pending(p))
	}
	job.Keep = func(found []scraper.Found) error {
		return r.save(ctx, store.Batch{Source: src, Items: r.desk.items(found)})
	}
	h := r.scraper.Visit(ctx, job)
	if h.Visit.Outcome == reticule.OutcomeCanceled {
		// The run ended first. What was read is kept; the source stays due.
		return r.save(ctx, store.Batch{Source: src, Items: r.desk.items(h.Rest)})
	}
	r.note(h.Visit)
	return r.save(ctx, store.Batch{Source: src, Items: r.desk.items(h.Rest), Visit: &h.Visit, Furniture: h.Furniture})
}

// save stores a batch, also when the run is being ended.
func (r *run) save(ctx context.Context, b store.Batch) error {
	saved, err := r.store.Save(context.WithoutCancel(ctx), b)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, it := range b.Items {
		if it.Article.Depth == reticule.DepthRead {
			r.sum.Extracted++
		}
	}
	r.sum.Articles.About += saved.About
	r.sum.Articles.Mention += saved.Mention
	r.sum.Articles.None += saved.None
	r.sum.StoriesNew += saved.StoriesNew
	return nil
}

// note adds a visit to the summary.
func (r *run) note(v reticule.Visit) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sum.Sources++
	r.sum.Requests += v.Requests
	r.sum.Bytes += v.Bytes
	r.sum.Pages += v.Pages
	if v.Outcome == reticule.OutcomeUnchanged {
		r.sum.NotModified++
	}
	if v.Failed() {
		r.sum.Errors = append(r.sum.Errors, sourceError{v.Source, v.Outcome, printable(v.Message)})
	}
	r.progress.step()
}

// record writes the run's row.
func (r *run) record() error {
	s := &r.sum
	slices.SortFunc(s.Errors, func(a, b sourceError) int { return strings.Compare(a.Source, b.Source) })
	if s.Errors == nil {
		s.Errors = []sourceError{}
	}
	r.row.Ended = r.now()
	r.row.Sources, r.row.Failed, r.row.Requests, r.row.NotModified, r.row.Bytes = s.Sources, len(s.Errors), s.Requests, s.NotModified, s.Bytes
	r.row.Pages, r.row.Extracted, r.row.About, r.row.Mention, r.row.None, r.row.StoriesNew = s.Pages, s.Extracted, s.Articles.About, s.Articles.Mention, s.Articles.None, s.StoriesNew
	return r.store.SaveRun(context.Background(), &r.row)
}
