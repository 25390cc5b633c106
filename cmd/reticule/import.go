package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"reticule"
	"reticule/scraper"
	"reticule/scraper/extract"
	"reticule/store"
)

// importLine is a line of `import`: an article as an archive has it.
type importLine struct {
	URL       string `json:"url"`
	Source    string `json:"source"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	Body      string `json:"body"`
	Lang      string `json:"lang"`
	Published string `json:"published"`
	FirstSeen string `json:"first_seen"`
}

func (a *app) importCommand() *cobra.Command {
	return &cobra.Command{
		Use: "import FILE.jsonl", Short: "Take in articles from an archive, as if they were read then",
		Long: `Take in JSON lines {url,source,title,summary?,body?,lang?,published,first_seen?}.
Each is judged, placed and stored as if it had been read at first_seen, or where
that is missing when it was published. Known addresses are passed over.`,
		Example: "  reticule import archive.jsonl", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			return a.importFile(cmd.Context(), c, args[0])
		},
	}
}

// importBatch is how many articles one transaction takes in.
const importBatch = 500

func (a *app) importFile(ctx context.Context, c *config, name string) error {
	archive, err := a.openArchive(name)
	if err != nil {
		return err
	}
	defer archive.Close()
	d, st, done, err := openDesk(ctx, c)
	if err != nil {
		return err
	}
	defer done()
	im := importer{desk: d, store: st, config: c, now: a.now(), sources: map[string]bool{}}
	if err := archive.each(im.now, func(l importLine) error { return im.take(ctx, l) }); err != nil {
		return err
	}
	if err := im.finish(ctx); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "%d articles taken in, %d were known\n", im.taken, im.known)
	return publish(ctx, c, st, a.now)
}

// importer gathers articles into transactions.
type importer struct {
	desk         *desk
	store        *store.Store
	config       *config
	now          time.Time
	batches      []store.Batch
	waiting      int
	sources      map[string]bool
	taken, known int
}

func (im *importer) take(ctx context.Context, l importLine) error {
	found, err := l.article(im.now)
	if err != nil {
		return usageError{err}
	}
	if n := len(im.batches); n == 0 || im.batches[n-1].Source.Name != l.Source {
		im.batches = append(im.batches, store.Batch{Source: im.source(l.Source), Archive: true})
		im.sources[l.Source] = true
	}
	last := &im.batches[len(im.batches)-1]
	last.Items = append(last.Items, im.desk.item(found))
	if im.waiting++; im.waiting >= importBatch {
		return im.flush(ctx)
	}
	return nil
}

// source finds a source of the config by name; another one is the archive's
// own.
func (im *importer) source(name string) reticule.Source {
	for _, s := range im.config.sources() {
		if s.Name == name {
			return s
		}
	}
	return reticule.Source{Name: name, Title: name}
}

func (im *importer) flush(ctx context.Context) error {
	saved, err := im.store.Save(ctx, im.batches...)
	im.taken += saved.New
	im.known += im.waiting - saved.New
	im.batches, im.waiting = nil, 0
	return err
}

func (im *importer) finish(ctx context.Context) error {
	if err := im.flush(ctx); err != nil {
		return err
	}
	return im.store.CoverWeeks(ctx, slices.Sorted(maps.Keys(im.sources)))
}

// article makes an article of a line, read in full as far as it goes.
func (l importLine) article(now time.Time) (scraper.Found, error) {
	key, err := extract.Canonical(l.URL)
	if err != nil || !isWeb(key) {
		return scraper.Found{}, fmt.Errorf("url %q is not an http or https address", l.URL)
	}
	if l.Source == "" || l.Title == "" {
		return scraper.Found{}, fmt.Errorf("%s: source and title are needed", l.URL)
	}
	published, seen, err := l.times(now)
	if err != nil {
		return scraper.Found{}, err
	}
	a := extract.Text(l.Title, l.Summary, l.Body, l.Lang)
	a.Source, a.URL, a.Canonical, a.Published, a.FirstSeen, a.Depth = l.Source, key, key, published, seen, reticule.DepthRead
	return scraper.Found{Article: a}, nil
}

// times are when the article was published, zero if it does not say, and when
// it was first seen: as it says, else when it was published, else now.
func (l importLine) times(now time.Time) (published, seen time.Time, err error) {
	published, okPublished := extract.ParseTime(l.Published)
	seen, okSeen := extract.ParseTime(l.FirstSeen)
	switch {
	case l.Published != "" && !okPublished || l.FirstSeen != "" && !okSeen:
		return published, seen, fmt.Errorf("%s: published %q or first_seen %q is not a time; write 2026-01-31T08:00:00Z", l.URL, l.Published, l.FirstSeen)
	case okSeen:
		return published, seen, nil
	case okPublished:
		return published, published, nil
	}
	return published, now, nil
}
