package main

import (
	"context"
	"fmt"
	"os"
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
	in := a.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return usageError{err}
		}
		defer f.Close()
		in = f
	}
	unlock, err := lock(c.Store.Path)
	if err != nil {
		return err
	}
	defer unlock()
	d, err := newDesk(c)
	if err != nil {
		return err
	}
	st, err := store.Open(ctx, c.Store.Path)
	if err != nil {
		return err
	}
	defer st.Close()
	im := importer{desk: d, store: st, config: c, now: a.now()}
	if err := eachLine(in, func(l importLine) error { return im.take(ctx, l) }); err != nil {
		return err
	}
	if err := im.flush(ctx); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "%d articles taken in, %d were known\n", im.taken, im.known)
	return publish(ctx, c, st, a.now)
}

// importer gathers lines of one source after another into batches.
type importer struct {
	desk         *desk
	store        *store.Store
	config       *config
	now          time.Time
	batch        store.Batch
	taken, known int
}

func (im *importer) take(ctx context.Context, l importLine) error {
	found, err := l.article(im.now)
	if err != nil {
		return usageError{err}
	}
	if len(im.batch.Items) >= importBatch || im.batch.Source.Name != l.Source {
		if err := im.flush(ctx); err != nil {
			return err
		}
		im.batch.Source, im.batch.Archive = im.source(l.Source), true
	}
	im.batch.Items = append(im.batch.Items, im.desk.item(found))
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
	if len(im.batch.Items) == 0 {
		return nil
	}
	saved, err := im.store.Save(ctx, im.batch)
	im.taken += saved.New
	im.known += len(im.batch.Items) - saved.New
	im.batch = store.Batch{}
	return err
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
	published, okPublished := extract.ParseTime(l.Published)
	seen, okSeen := extract.ParseTime(l.FirstSeen)
	if l.Published != "" && !okPublished || l.FirstSeen != "" && !okSeen {
		return scraper.Found{}, fmt.Errorf("%s: published %q or first_seen %q is not a time; write 2026-01-31T08:00:00Z", l.URL, l.Published, l.FirstSeen)
	}
	if !okSeen {
		if seen = published; !okPublished {
			seen = now
		}
	}
	a := extract.Text(l.Title, l.Summary, l.Body, l.Lang)
	a.Source, a.URL, a.Canonical, a.Published, a.FirstSeen, a.Depth = l.Source, key, key, published, seen, reticule.DepthRead
	return scraper.Found{Article: a}, nil
}
