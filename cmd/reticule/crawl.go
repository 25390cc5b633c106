package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/spf13/cobra"
)

// summary is what `crawl --json` prints.
type summary struct {
	Sources     int           `json:"sources"` // visited
	Requests    int           `json:"requests"`
	NotModified int           `json:"not_modified"`
	Bytes       int64         `json:"bytes"`
	Pages       int           `json:"pages"`
	Extracted   int           `json:"extracted"` // read in full
	Articles    labelCount    `json:"articles"`  // new ones
	StoriesNew  int           `json:"stories_new"`
	Errors      []sourceError `json:"errors"`
	Seconds     float64       `json:"seconds"`
}

type labelCount struct {
	About   int `json:"about"`
	Mention int `json:"mention"`
	None    int `json:"none"`
}

type sourceError struct {
	Source  string `json:"source"`
	Kind    string `json:"kind"`
	Message string `json:"message"`
}

type crawlOptions struct {
	force, json, noPublish bool
	noWait                 bool
	fill                   bool
	maxTime, jitter        time.Duration
	budget                 int
	only                   []string
}

func (a *app) crawlCommand() *cobra.Command {
	var o crawlOptions
	c := &cobra.Command{
		Use: "crawl", Short: "Visit the sources that are due, and publish: one run, for cron",
		Long: `Visit the sources that are due, judge what is new, and write the feeds and pages.
Silent when all is well and nobody is watching.`,
		Example: "  */20 * * * * reticule crawl --config /etc/reticule/config.toml",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.fill && len(o.only) == 0 {
				return usageError{errors.New("--fill needs --source: it asks a site for much at once")}
			}
			return a.crawl(cmd.Context(), o)
		},
	}
	c.Flags().BoolVar(&o.force, "force", false, "visit every source, due or not; still conditionally")
	c.Flags().BoolVar(&o.json, "json", false, "print what was done as JSON")
	c.Flags().BoolVar(&o.fill, "fill", false, "follow paged feeds to their older items, for a first fill; with --source")
	c.Flags().BoolVar(&o.noPublish, "no-publish", false, "leave the published folder alone")
	c.Flags().BoolVar(&o.noWait, "no-wait", false, "leave the visits to the workers, and publish nothing; with a PostgreSQL store")
	c.Flags().DurationVar(&o.maxTime, "max-time", 0, "end the run after this `time`; the next one goes on")
	c.Flags().IntVar(&o.budget, "budget", 0, "end the run after this `number` of requests, spent first where they bring most")
	c.Flags().DurationVar(&o.jitter, "jitter", 0, "begin up to this `time` later: always the same share of it on one machine")
	c.Flags().StringSliceVar(&o.only, "source", nil, "visit only these sources, by `name`")
	return c
}

// check refuses what would silently do nothing.
func (o crawlOptions) check(c *config) error {
	for _, name := range o.only {
		if !slices.ContainsFunc(c.Sources, func(s sourceConfig) bool { return s.Name == name }) {
			return usageError{fmt.Errorf("there is no source %q in %s", name, c.name())}
		}
	}
	if o.budget < 0 {
		return usageError{fmt.Errorf("--budget %d is less than nothing", o.budget)}
	}
	if o.noWait && !c.fleet() {
		return usageError{errors.New("--no-wait is for a PostgreSQL store: with a file there are no workers")}
	}
	return nil
}

func (a *app) crawl(ctx context.Context, o crawlOptions) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if err := o.check(c); err != nil {
		return err
	}
	if err := a.waitJitter(ctx, c, o.jitter); err != nil {
		return nil //nolint:nilerr // ended before it began: the next run goes on
	}
	holdMemory(heldMemory)
	sum, err := a.crawlOnce(ctx, c, o)
	if o.json && sum != nil {
		return errors.Join(jsonLines(a.out).Encode(sum), err)
	}
	if err != nil {
		return err
	}
	if isTerminal(a.err) {
		fmt.Fprintf(a.err, "%d sources, %d pages, %d new stories in %.1f s\n", sum.Sources, sum.Pages, sum.StoriesNew, sum.Seconds)
	}
	return nil
}

// crawlOnce is one run: lock, visit, publish. It fails where no source answers
// any more: some that fail are told by themselves, once.
func (a *app) crawlOnce(ctx context.Context, c *config, o crawlOptions) (*summary, error) {
	told := ctx // ends when we are told to, and not after --max-time
	if o.maxTime > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.maxTime)
		defer cancel()
	}
	d, st, done, err := openDesk(ctx, c)
	if err != nil {
		return nil, err
	}
	defer done()
	defer context.AfterFunc(ctx, st.Hurry)()
	if c.Site.Contact == "" && c.hosts == nil {
		a.warn("reticule: %s: [site] contact is empty; give site owners an address to write to", c.name())
	}
	r := &run{app: a, config: c, desk: d, store: st, now: newRunClock(a.now).now}
	visit := r.visitAll
	if c.fleet() {
		visit = r.visitWithFleet
	}
	if err := visit(ctx, o); err != nil {
		return nil, err
	}
	if !o.noPublish && !o.noWait && told.Err() == nil { // else the next run publishes: whoever ends us does not wait
		if err := publishChanges(context.WithoutCancel(ctx), c, st, r.now); err != nil {
			return nil, err
		}
	}
	r.sum.Seconds = r.now().Sub(r.row.Started).Seconds()
	if a.logs() {
		r.sum.log()
	}
	if r.dark != nil {
		return &r.sum, r.dark
	}
	if n := len(r.sum.Errors); n > 0 && n == r.sum.Sources && (len(o.only) > 0 || !r.anyWell()) {
		return &r.sum, fmt.Errorf("every source failed; the first: %s: %s", r.sum.Errors[0].Source, r.sum.Errors[0].Message)
	}
	if told.Err() == nil {
		a.ping(told, c)
	}
	return &r.sum, nil
}

// log writes what a run did to the log.
func (s *summary) log() {
	slog.Info("run", "sources", s.Sources, "failed", len(s.Errors), "requests", s.Requests, "not_modified", s.NotModified, "bytes", s.Bytes, "pages", s.Pages,
		"extracted", s.Extracted, "about", s.Articles.About, "mention", s.Articles.Mention, "none", s.Articles.None, "stories_new", s.StoriesNew, "seconds", s.Seconds)
}
