package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reticule"
	"reticule/feed"
	"reticule/scraper"
	"reticule/site"
	"reticule/store"
)

// maxFeedBytes keeps a feed document within what readers take kindly.
const maxFeedBytes = 250_000

// maxPageStories bounds what the pages show of a feed.
const maxPageStories = 500

func (a *app) publishCommand() *cobra.Command {
	return &cobra.Command{
		Use: "publish", Short: "Write the feeds and pages from what is stored",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withStore(cmd.Context(), func(c *config, st *store.Store) error {
				return publish(cmd.Context(), c, st, a.now)
			})
		},
	}
}

// publish renders everything from the store into the published folder. The
// same store gives the same bytes; now is only what the entries' ids are dated
// with, once.
func publish(ctx context.Context, c *config, st *store.Store, now func() time.Time) error {
	edition, err := editionOf(ctx, c, st)
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	files, err := render(ctx, c, st, now)
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	if _, err := feed.WriteTree(c.Publish.Dir, files); err != nil {
		return err
	}
	if err := st.MarkShown(ctx); err != nil {
		return err
	}
	return st.SetMeta(ctx, "edition", edition)
}

// publishChanges publishes unless what stands in the folder is the same
// edition: a run that finds nothing new costs no rendering.
func publishChanges(ctx context.Context, c *config, st *store.Store, now func() time.Time) error {
	edition, err := editionOf(ctx, c, st)
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	last, err := st.Meta(ctx, "edition")
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	if _, err := os.Stat(filepath.Join(c.Publish.Dir, "index.html")); err == nil && last == edition {
		return nil
	}
	return publish(ctx, c, st, now)
}

// editionOf names all that the published bytes depend on: the program, the
// config, what the store shows, and how the sources do.
func editionOf(ctx context.Context, c *config, st *store.Store) (string, error) {
	revision, err := st.Revision(ctx)
	if err != nil {
		return "", err
	}
	sources, err := c.health(ctx, st)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	err = json.NewEncoder(h).Encode([]any{version, revision, c.Site, c.Publish, c.Feeds, c.Sources, sources})
	return hex.EncodeToString(h.Sum(nil)), err
}

func render(ctx context.Context, c *config, st *store.Store, now func() time.Time) ([]feed.File, error) {
	prefix, err := idPrefix(ctx, c, st, now())
	if err != nil {
		return nil, err
	}
	view := site.View{
		Title: c.Site.Title, Lang: c.Site.Lang, BaseURL: c.Site.BaseURL, Generator: generator(), Images: c.Publish.Images, Excerpt: c.Publish.Excerpt,
	}
	var files []feed.File
	var outlines []feed.Outline
	for _, f := range c.Feeds {
		list, err := st.Stories(ctx, store.Pick{Topic: f.Topic, Query: f.Query, Limit: max(f.Items, maxPageStories)})
		if err != nil {
			return nil, fmt.Errorf("feed %s: %w", f.Name, err)
		}
		c.addRights(list)
		out := c.feed(f, prefix, list)
		files = append(files, out.Files(f.Name)...)
		outlines = append(outlines, feed.Outline{Title: f.Title, Kind: reticule.KindFeed, URL: out.URL(feed.RSSFile), Home: out.Home})
		view.Feeds = append(view.Feeds, site.FeedView{Name: f.Name, Title: f.Title, Description: f.description(), Topic: f.Topic, Stories: list})
		view.Updated = latestOf(view.Updated, out.Updated)
	}
	if view.Sources, err = c.health(ctx, st); err != nil {
		return nil, err
	}
	pages, err := site.Pages(view)
	if err != nil {
		return nil, err
	}
	for _, path := range slices.Sorted(maps.Keys(pages)) {
		files = append(files, feed.File{Path: path, Data: pages[path]})
	}
	return append(files, feed.File{Path: "feeds.opml", Data: feed.OPML(c.Site.Title, outlines)}), nil
}

func generator() string { return "reticule " + version }

// idPrefix is what entries' ids begin with. It is fixed when the store is
// made: an id must outlive a change of address (RFC 4287, 4.2.6).
func idPrefix(ctx context.Context, c *config, st *store.Store, now time.Time) (string, error) {
	host := "reticule.invalid"
	if u, err := url.Parse(c.Site.BaseURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return st.KeepMeta(ctx, "tag", "tag:"+host+","+now.UTC().Format(time.DateOnly)+":")
}

func (f feedConfig) description() string {
	if f.Query == "" {
		return "News about " + strings.ToLower(f.Title) + ", each story once, with why it counts."
	}
	return "The stories that match " + f.Query + "."
}

func (c *config) feed(f feedConfig, prefix string, list []reticule.Story) feed.Feed {
	out := feed.Feed{
		Name: f.Name, Title: f.Title, Description: f.description(), Lang: c.Site.Lang, IDPrefix: prefix, Generator: generator(), Hubs: c.Publish.Hubs,
		Stories: list[:min(len(list), f.Items)], Items: f.Items, MaxBytes: maxFeedBytes, Excerpt: c.Publish.Excerpt, Images: c.Publish.Images,
	}
	if c.Site.BaseURL != "" {
		out.Base = strings.TrimSuffix(c.Site.BaseURL, "/") + "/" + f.Name + "/"
		out.Home = out.Base
	}
	for _, s := range out.Stories {
		out.Updated = latestOf(out.Updated, s.Updated)
	}
	return out
}

// addRights tells the stories what may be shown of them: that stands in the
// config, not in the store.
func (c *config) addRights(list []reticule.Story) {
	rights := map[string]string{}
	for _, s := range c.Sources {
		rights[s.Name] = s.Rights
	}
	for i := range list {
		list[i].Source.Rights = cmp.Or(rights[list[i].Source.Name], reticule.RightsExcerpt)
	}
}

func latestOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// health gives the state of each source in the config, in its order.
func (c *config) health(ctx context.Context, st *store.Store) ([]site.SourceView, error) {
	rows, err := st.Sources(ctx)
	if err != nil {
		return nil, err
	}
	var out []site.SourceView
	for _, src := range c.sources() {
		row, seen := rows[src.Name]
		v := site.SourceView{Name: src.Name, Title: cmp.Or(src.Title, src.Name), URL: src.URL, Kind: src.Kind, LastSuccess: row.LastOK, LastNew: row.LastNew}
		v.LastSuccess = v.LastSuccess.Truncate(24 * time.Hour) // to the day, so that a visit without news changes no page
		state, sentence := scraper.Health(row.Visit, row.LastOK)
		if !seen {
			state, sentence = reticule.StateNew, "It was not asked yet."
		}
		v.State, v.Sentence = siteState[state], sentence
		out = append(out, v)
	}
	return out, nil
}

var siteState = map[string]site.State{
	reticule.StateGood: site.StateGreen, reticule.StateShaky: site.StateAmber, reticule.StateBroken: site.StateRed, reticule.StateNew: site.StateGrey,
}
