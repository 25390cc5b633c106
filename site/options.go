package site

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"reticule"
)

// ErrQuery marks a fault in what somebody asked for. What it wraps, or is
// wrapped in, is shown to them: it should say where the query is wrong.
var ErrQuery = errors.New("wrong query")

// Options says what a [Handler] serves besides files. All of it may be left
// out.
type Options struct {
	View    View              // frames the pages made on demand and names feeds and sources in them; its stories are not used
	Prefix  string            // path under which a proxy passes requests on, "/bags"; paths without it are served too
	Hubs    []string          // WebSub hubs, named in the feeds' Link headers where View.BaseURL is known
	Moved   map[string]string // feeds' old names to their new ones: 301
	Gone    []string          // names of feeds that ended: 410
	Token   string            // asked for before anything private is shown; empty asks for none
	Private []string          // names of the feeds that need the token; everything where empty

	// Search finds stories, newest or best first, for the search page; page
	// counts from 1. Nil switches it off.
	Search func(ctx context.Context, query string, page int) (Results, error)
	// Feed renders the part of a feed that matches the query. Format is the
	// name of the file, "rss.xml". Nil switches ?q= off.
	Feed func(ctx context.Context, feed, format, query string) ([]byte, error)
	// Health says what is wrong, for /healthz.
	Health func(context.Context) error
	// Metrics writes more lines for /metrics, in the Prometheus text format.
	Metrics func(io.Writer)

	Logger *slog.Logger     // one line a request at level Info; nil logs nothing
	Now    func() time.Time // nil means time.Now; for rate limits and the cache of queries
}

// Results is a page of what Search found.
type Results struct {
	Stories []reticule.Story
	Total   int
	More    bool // another page follows
}
