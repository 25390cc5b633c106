package main

import (
	"cmp"
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
	rows    map[string]store.SourceRow
	ward    *ward
	fill    bool

	outage *outage // nil: each visit stands for itself
	dark   error   // nobody could be reached

	mu       sync.Mutex
	sum      summary
	progress *progress
	failed   error // of the store: it ends the run
	saver    *saver
}

// visitsAtOnce bounds the sources under way: many more than requests, since
// most of them wait for their host's turn.
func visitsAtOnce(parallel int) int { return min(max(parallel+parallel/2, 48), 512) }

// visitAll visits what is due, and records the run, also one that was ended
// early.
func (r *run) visitAll(ctx context.Context, o crawlOptions) (err error) {
	f := r.fetchConfig(ctx)
	f.Most = o.budget
	client := fetch.New(f)
	defer client.Close()
	if err := r.pause(ctx, client); err != nil {
		return err
	}
	r.row.Started, r.fill = r.now(), o.fill
	if r.rows, err = r.store.Sources(ctx); err != nil {
		return err
	}
	if r.weekNew, err = r.store.WeekNew(ctx, r.now()); err != nil {
		return err
	}
	if r.ward, err = newWard(ctx, r.app, r.store); err != nil {
		return err
	}
	due, err := r.due(ctx, o)
	if err != nil {
		return err
	}
	r.outage = &outage{heard: client.Heard}
	r.scraper = &scraper.Scraper{Client: client, Match: r.desk.set.Scan, Known: r.known, Now: r.now, PerHost: r.config.Fetch.PerHost}
	atOnce := visitsAtOnce(r.config.Fetch.Parallel)
	if o.budget > 0 {
		atOnce = r.config.Fetch.Parallel // so that the first are served first
	}
	r.progress = newProgress(r.app.err, len(due), "sources")
	defer r.progress.done()
	err = r.visitEach(ctx, due, atOnce)
	r.row.Requests = int(client.Requests())
	return errors.Join(err, r.tellClock(context.WithoutCancel(ctx), client), r.record())
}

func (r *run) visitEach(ctx context.Context, due []reticule.Source, atOnce int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r.saver = newSaver(r.store, r.saved, cancel)
	slots := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	for _, src := range due {
		slots <- struct{}{}
		if ctx.Err() != nil || r.scraper.Client.Spent() || r.outage.long() {
			break
		}
		wg.Go(func() {
			defer func() { <-slots }()
			if err := r.visit(ctx, src); err != nil {
				r.mu.Lock()
				r.failed = errors.Join(r.failed, err)
				r.mu.Unlock()
				cancel()
			}
		})
	}
	wg.Wait()
	return errors.Join(r.failed, r.end(ctx), r.saver.close())
}

// due chooses the sources whose time has come, the longest overdue first;
// where requests are limited, those first that gave most for their requests.
func (r *run) due(ctx context.Context, o crawlOptions) ([]reticule.Source, error) {
	var out []reticule.Source
	for _, src := range r.config.sources() {
		if len(o.only) > 0 && !slices.Contains(o.only, src.Name) {
			continue
		}
		if o.force || o.fill || scraper.Due(src, r.rows[src.Name].Visit, r.now()) {
			out = append(out, src)
		}
	}
	slices.SortStableFunc(out, func(a, b reticule.Source) int {
		return r.rows[a.Name].Visit.Due.Compare(r.rows[b.Name].Visit.Due)
	})
	if o.budget == 0 {
		return out, nil
	}
	yields, err := r.store.Yields(ctx, r.now())
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(out, func(a, b reticule.Source) int {
		return cmp.Compare(worth(yields[b.Name]), worth(yields[a.Name]))
	})
	return out, nil
}

// worth is how many articles that count a request to a source brings. Of one
// that was hardly asked yet we hope for one in twenty.
func worth(y store.Yield) float64 { return float64(y.Counting+1) / float64(y.Requests+20) }

// pause leaves alone the hosts that asked for it in earlier runs.
func (r *run) pause(ctx context.Context, client *fetch.Client) error {
	pauses, err := r.store.Pauses(ctx, r.now())
	for host, until := range pauses {
		client.Pause(host, until)
	}
	return err
}

// known tells the scraper what the store remembers of addresses.
func (r *run) known(ctx context.Context, urls []string) (map[string]scraper.Seen, error) {
	rows, err := r.store.Known(ctx, urls)
	out := make(map[string]scraper.Seen, len(rows))
	for u, x := range rows {
		out[u] = scraper.Seen(x)
	}
	return out, err
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

// fetchConfig is how the config wants the web to be asked.
func (c *config) fetchConfig(now func() time.Time) fetch.Config {
	f := c.Fetch
	return fetch.Config{
		UserAgent: userAgent(c.Site.Contact), Token: "reticule", Delay: time.Duration(f.Delay), PerHost: f.PerHost, Parallel: f.Parallel * f.PerHost,
		Timeout: time.Duration(f.Timeout), MaxBody: int64(f.MaxBody), Allow: f.Allow, Hosts: c.hosts, Resolver: c.resolver, Now: now,
	}
}

// fetchConfig also keeps robots.txt and pauses from run to run.
func (r *run) fetchConfig(ctx context.Context) fetch.Config {
	f := r.config.fetchConfig(r.now)
	f.LoadRobots = func(origin string) (fetch.RobotsFile, bool) {
		status, body, at, ok, err := r.store.Robots(ctx, origin)
		return fetch.RobotsFile{Origin: origin, Status: status, Body: body, Fetched: at}, ok && err == nil
	}
	f.SaveRobots = func(x fetch.RobotsFile) {
		if err := r.store.SaveRobots(ctx, x.Origin, x.Status, x.Body, x.Fetched); err != nil && ctx.Err() == nil {
			slog.Warn("robots.txt is not kept", "origin", x.Origin, "err", err)
		}
	}
	f.SavePause = func(host string, until time.Time) {
		if err := r.store.SavePause(context.WithoutCancel(ctx), host, until); err != nil {
			slog.Warn("a host's wish to be left alone is not kept", "host", host, "err", err)
		}
	}
	return f
}

// visit asks one source and stores what it gives. Only the store's failure is
// an error: the source's is part of the summary.
func (r *run) visit(ctx context.Context, src reticule.Source) error {
	row := r.rows[src.Name]
	job := scraper.Job{Source: src, Last: row.Visit, Habit: row.Habit, LastOK: row.LastOK, WeekNew: r.weekNew[src.Name], Fill: r.fill}
	if err := r.prepare(ctx, &job); err != nil {
		if ctx.Err() != nil {
			return nil // the run ended first
		}
		return err
	}
	job.Keep = func(found []scraper.Found) {
		r.saver.put(store.Batch{Source: src, Items: r.desk.items(found)})
	}
	h := r.scraper.Visit(ctx, job)
	if h.Err != nil && ctx.Err() == nil {
		return h.Err
	}
	if h.Visit.Outcome == reticule.OutcomeCanceled {
		// The run ended first. What was read is kept; the source stays due.
		r.saver.put(store.Batch{Source: src, Items: r.desk.items(h.Rest)})
		return nil
	}
	r.note(h.Visit)
	for _, v := range r.outage.next(visited{src, h, row}) {
		if err := r.keep(ctx, v); err != nil {
			return err
		}
	}
	return nil
}

// keep writes a visit, and tells what is news about its source.
func (r *run) keep(ctx context.Context, v visited) error {
	r.put(v)
	if to := v.harvest.Visit.Address; to != "" && to != v.before.Visit.Address {
		r.app.warn("source %s moved for good to %s, and is asked there; change its url in the config", v.source.Name, to)
	}
	return r.ward.see(context.WithoutCancel(ctx), v.harvest, v.before.LastOK)
}

func (r *run) put(v visited) {
	h := v.harvest
	r.saver.put(store.Batch{Source: v.source, Items: r.desk.items(h.Rest), Visit: &h.Visit, Furniture: h.Furniture, Habit: &h.Habit})
}

// prepare adds what the store remembers for a visit.
func (r *run) prepare(ctx context.Context, job *scraper.Job) (err error) {
	if job.Furniture, err = r.store.Furniture(ctx, job.Source.Name); err != nil {
		return err
	}
	pages, err := r.store.Pending(ctx, job.Source.Name, r.now())
	for _, p := range pages {
		job.Pending = append(job.Pending, scraper.Pending(p))
	}
	return err
}

// saved adds what was written to the summary.
func (r *run) saved(batches []store.Batch, saved store.Saved) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, b := range batches {
		for _, it := range b.Items {
			if it.Article.Depth == reticule.DepthRead {
				r.sum.Extracted++
			}
		}
	}
	r.sum.Articles.About += saved.About
	r.sum.Articles.Mention += saved.Mention
	r.sum.Articles.None += saved.None
	r.sum.StoriesNew += saved.StoriesNew
}

// note adds a visit to the summary.
func (r *run) note(v reticule.Visit) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sum.Sources++
	r.row.Requests += v.Requests
	r.sum.Bytes += v.Bytes
	r.sum.Pages += v.Pages
	if v.Outcome == reticule.OutcomeUnchanged {
		r.sum.NotModified++
	}
	if v.Failed() {
		r.sum.Errors = append(r.sum.Errors, sourceError{v.Source, v.Outcome, printable(v.Message)})
	}
	r.progress.step()
	if r.app.logs() {
		logVisit(v)
	}
}

// logVisit writes what a visit met to the log.
func logVisit(v reticule.Visit) {
	level := slog.LevelInfo
	if v.Failed() {
		level = slog.LevelWarn
	}
	slog.LogAttrs(context.Background(), level, "visit", slog.String("source", v.Source), slog.String("outcome", v.Outcome), slog.Int("status", v.Status),
		slog.Int("requests", v.Requests), slog.Int64("bytes", v.Bytes), slog.Int("listed", v.Listed), slog.Int("new", v.New), slog.Int("pages", v.Pages),
		slog.Duration("took", v.Ended.Sub(v.Started)), slog.Time("due", v.Due), slog.String("message", printable(v.Message)))
}

// anyWell tells whether a source that this run did not ask answered when it was
// asked last.
func (r *run) anyWell() bool {
	for _, src := range r.config.sources() {
		v := r.rows[src.Name].Visit
		asked := slices.ContainsFunc(r.sum.Errors, func(e sourceError) bool { return e.Source == src.Name })
		if !asked && v.Outcome != "" && !v.Failed() {
			return true
		}
	}
	return false
}

// record writes the run's row.
func (r *run) record() error {
	s := &r.sum
	slices.SortFunc(s.Errors, func(a, b sourceError) int { return strings.Compare(a.Source, b.Source) })
	if s.Errors == nil {
		s.Errors = []sourceError{}
	}
	r.row.Ended = r.now()
	s.Requests = r.row.Requests
	r.row.Sources, r.row.Failed, r.row.NotModified, r.row.Bytes = s.Sources, len(s.Errors), s.NotModified, s.Bytes
	r.row.Pages, r.row.Extracted, r.row.About, r.row.Mention, r.row.None, r.row.StoriesNew = s.Pages, s.Extracted, s.Articles.About, s.Articles.Mention, s.Articles.None, s.StoriesNew
	ctx := context.Background() // also for a run that was ended
	if err := r.store.SaveRun(ctx, &r.row); err != nil {
		return err
	}
	_, err := r.store.Prune(ctx, r.row.Started, r.config.keep(), false)
	return err
}
