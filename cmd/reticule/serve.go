package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"reticule/feed"
	"reticule/site"
	"reticule/store"
)

type serveOptions struct {
	listen, prefix string
	crawl          time.Duration
	verbose        bool
}

func (a *app) serveCommand() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use: "serve", Short: "Serve the published feeds and pages over HTTP",
		Example: "  reticule serve --listen 127.0.0.1:8080\n  reticule serve --crawl 20m",
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			return a.serve(cmd.Context(), c, o)
		},
	}
	c.Flags().StringVar(&o.listen, "listen", "127.0.0.1:8080", "`address` to listen on")
	c.Flags().StringVar(&o.prefix, "prefix", "", "`path` under which a proxy passes requests on (default: [serve] prefix)")
	c.Flags().DurationVar(&o.crawl, "crawl", 0, "also crawl, this often; every source in its own time")
	c.Flags().BoolVarP(&o.verbose, "verbose", "v", false, "log every request")
	return c
}

// serveGC trades memory for answers: the files are in memory anyway, and what
// an answer allocates is little.
const serveGC = 400

// serve answers until the context ends.
func (a *app) serve(ctx context.Context, c *config, o serveOptions) error {
	switch {
	case o.crawl > 0:
		holdMemory(heldMemory)
	case os.Getenv("GOGC") == "":
		debug.SetGCPercent(serveGC)
	}
	if _, err := os.Stat(c.Publish.Dir); errors.Is(err, os.ErrNotExist) && o.crawl == 0 {
		return fmt.Errorf("nothing is published in %s yet; run `reticule crawl` first, or serve with --crawl 20m", c.Publish.Dir)
	}
	if err := os.MkdirAll(c.Publish.Dir, 0o755); err != nil { //nolint:gosec // it is published
		return err
	}
	st, err := c.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	h, err := a.handler(c, st, o)
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", o.listen)
	if err != nil {
		return fmt.Errorf("listen: %w; choose another address with --listen", err)
	}
	a.tell("serving %s at http://%s/", c.Publish.Dir, ln.Addr())
	root := os.DirFS(c.Publish.Dir)
	if _, err := h.LoadFS(root); err != nil {
		return errors.Join(err, ln.Close())
	}
	go h.Watch(ctx, root, 2*time.Second)
	if o.crawl > 0 {
		go a.crawlEvery(ctx, c, o.crawl)
	}
	return site.Serve(ctx, ln, h)
}

func (a *app) handler(c *config, st *store.Store, o serveOptions) (*site.Handler, error) {
	opt := site.Options{
		View:   c.frame(),
		Prefix: cmp.Or(o.prefix, c.Serve.Prefix), Hubs: c.Publish.Hubs, Now: a.now,
		Token: c.Serve.Token, Private: c.privateFeeds(), Moved: c.Serve.Moved, Gone: c.Serve.Gone,
		Search: func(ctx context.Context, query string, page int) (site.Results, error) {
			return searchStories(ctx, st, query, page)
		},
		Feed: func(ctx context.Context, name, format, query string) ([]byte, error) {
			return queryFeed(ctx, c, st, a.now, name, format, query)
		},
		Health:  func(ctx context.Context) error { return a.healthy(ctx, c, st) },
		Metrics: func(w io.Writer) { a.metrics(context.Background(), c, st, w) },
	}
	switch {
	case a.logs():
		opt.Logger = slog.Default()
	case o.verbose:
		opt.Logger = slog.New(slog.NewTextHandler(a.err, nil))
	}
	return site.NewHandler(opt)
}

// frame is what pages made on demand have in common with the published ones.
func (c *config) frame() site.View {
	v := site.View{Title: c.Site.Title, Lang: c.Site.Lang, BaseURL: c.Site.BaseURL, Generator: generator(), Images: c.Publish.Images, Excerpt: c.Publish.Excerpt}
	for _, f := range c.Feeds {
		if !f.Private {
			v.Feeds = append(v.Feeds, site.FeedView{Name: f.Name, Title: f.Title, Description: c.description(f), Topic: f.Topic})
		}
	}
	for _, s := range c.Sources {
		v.Sources = append(v.Sources, site.SourceView{Name: s.Name, Title: cmp.Or(s.Title, s.Name), URL: s.URL, Kind: s.Kind})
	}
	return v
}

// privateFeeds names the feeds that need the token.
func (c *config) privateFeeds() []string {
	var names []string
	for _, f := range c.Feeds {
		if f.Private {
			names = append(names, f.Name)
		}
	}
	return names
}

// crawlEvery runs the crawler again and again; each source in its own time.
func (a *app) crawlEvery(ctx context.Context, c *config, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if _, err := a.crawlOnce(ctx, c, crawlOptions{}); err != nil && ctx.Err() == nil {
			a.warn("reticule: crawl: %v", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

const resultsPage = 20

// searchStories answers the page's search box.
func searchStories(ctx context.Context, st *store.Store, query string, page int) (site.Results, error) {
	found, err := st.Stories(ctx, store.Pick{Query: query, Limit: resultsPage + 1, Offset: (page - 1) * resultsPage})
	if err != nil {
		return site.Results{}, wrongQuery(err)
	}
	n := min(len(found), resultsPage)
	return site.Results{Stories: found[:n], Total: (page-1)*resultsPage + len(found), More: len(found) > n}, nil
}

// queryFeed renders the part of a feed that a reader's own query finds.
func queryFeed(ctx context.Context, c *config, st *store.Store, now func() time.Time, name, format, query string) ([]byte, error) {
	i := slices.IndexFunc(c.Feeds, func(f feedConfig) bool { return f.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("%w: there is no feed %q", site.ErrQuery, name)
	}
	f := c.Feeds[i]
	if f.Query = query; c.Feeds[i].Query != "" {
		f.Query = "(" + c.Feeds[i].Query + ") (" + query + ")"
	}
	prefix, err := idPrefix(ctx, c, st, now())
	if err != nil {
		return nil, err
	}
	list, err := st.Stories(ctx, store.Pick{Topic: f.Topic, Query: f.Query, Limit: f.Items})
	if err != nil {
		return nil, wrongQuery(err)
	}
	if err := c.addTexts(ctx, st, list); err != nil {
		return nil, err
	}
	f.Title += ": " + query
	out := c.feed(f, prefix, list)
	out.Query = query
	switch format {
	case feed.RSSFile:
		return out.RSS()
	case feed.AtomFile:
		return out.Atom()
	}
	return out.JSON()
}

// wrongQuery makes the asker's mistake one that the handler tells.
func wrongQuery(err error) error {
	var q *store.QueryError
	if errors.As(err, &q) {
		return fmt.Errorf("%w: %w", site.ErrQuery, q)
	}
	return err
}
