package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reticule"
	"reticule/feed"
	"reticule/phrase"
	"reticule/scraper/fetch"
	"reticule/site"
	"reticule/store"
)

// maxPageStories bounds what the pages show of a feed.
const maxPageStories = 200

func (a *app) publishCommand() *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use: "publish", Short: "Write the feeds and pages from what is stored",
		Long: `Write the feeds and pages from what is stored: those that are made of something
else than when they were written, and those that are not as they were written: of
another size or time, or gone. Of weeks that are over, those that are not written
yet are written in portions, a portion a time, whenever something is published;
--all writes what is left at once, and reads every file to see whether it was
altered.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			holdMemory(publishMemory)
			return a.withStore(cmd.Context(), func(c *config, st *store.Store) error {
				if all {
					return publishAll(cmd.Context(), c, st, a.now)
				}
				w := weeklies{c: c, st: st, anew: portion, first: portion}
				err := w.publish(cmd.Context(), a.now)
				a.tellWaiting(w.waiting)
				return err
			})
		},
	}
	c.Flags().BoolVar(&all, "all", false, "all weeks that are over, and read every file, however long it takes")
	return c
}

// publishAll publishes until nothing of the past waits. A portion's stories are
// in memory at a time.
func publishAll(ctx context.Context, c *config, st *store.Store, now func() time.Time) error {
	for again := false; ; again = true {
		w := weeklies{c: c, st: st, anew: largePortion, first: largePortion, distrust: !again}
		if err := w.publish(ctx, now); err != nil || w.waiting == 0 {
			return err
		}
	}
}

// tellWaiting says what of the past is still to be written.
func (a *app) tellWaiting(weeks int) {
	if weeks > 0 {
		a.tell("%d weeks of the past are still to be written: later publications write some each, `reticule publish --all` writes them now", weeks)
	}
}

// publish brings the published folder to what the store holds, and of the past
// a portion. The same store gives the same bytes; now is only what the entries'
// ids are dated with, once.
func publish(ctx context.Context, c *config, st *store.Store, now func() time.Time) error {
	w := weeklies{c: c, st: st, anew: portion, first: portion}
	err := w.publish(ctx, now)
	if w.waiting > 0 {
		slog.Info("weeks of the past wait to be published", "weeks", w.waiting)
	}
	return err
}

// publishChanges is publish after a run. One that found nothing new writes no
// past, even where some still waits: the next that finds something goes on.
func publishChanges(ctx context.Context, c *config, st *store.Store, now func() time.Time) error {
	w := weeklies{c: c, st: st, anew: portion, first: portion, patient: true}
	return w.publish(ctx, now)
}

// publish has three steps, each cheaper than the next. Where the folder holds
// this edition and stands as it was written, nothing is drawn. Where it does
// not, of each file is asked what it would be drawn from, and drawn is what was
// drawn from something else, or altered since.
func (w *weeklies) publish(ctx context.Context, now func() time.Time) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("publish: %w", err)
		}
	}()
	if err := w.keepReports(ctx); err != nil {
		return err
	}
	edition, err := editionOf(ctx, w.c, w.st)
	if err != nil {
		return err
	}
	if w.tree, err = feed.OpenTree(w.c.Publish.Dir, program()); err != nil {
		return err
	}
	defer w.tree.Close()
	if w.distrust {
		w.tree.ReadAll()
	}
	if w.published(edition) {
		return w.st.MarkShown(ctx)
	}
	files, err := w.render(ctx, now)
	if err != nil {
		return err
	}
	w.tree.Note(state(edition, w.waiting))
	changes, err := w.tree.Write(files)
	if err != nil {
		return err
	}
	if err := w.st.MarkShown(ctx); err != nil {
		return err
	}
	w.c.tellHubs(ctx, changes.Written)
	return nil
}

// published tells whether the folder holds an edition and nothing is to be
// done.
func (w *weeklies) published(edition string) bool {
	if last := w.tree.State(); last != state(edition, 0) && (!w.patient || !strings.HasPrefix(last, edition+" ")) {
		return false
	}
	return w.tree.Intact()
}

// state is what is noted of a published folder: its edition, and how many weeks
// of the past are still to be written.
func state(edition string, waiting int) string { return fmt.Sprintf("%s %d", edition, waiting) }

// tellHubs tells the WebSub hubs which feeds changed. A hub that fails is
// logged, and asked again at the next change.
func (c *config) tellHubs(ctx context.Context, written []string) {
	if len(c.Publish.Hubs) == 0 {
		return
	}
	var urls []string
	for _, path := range written {
		if base := strings.TrimSuffix(c.Site.BaseURL, "/"); strings.Count(path, "/") == 1 && !strings.HasSuffix(path, ".html") {
			urls = append(urls, base+"/"+path)
		}
	}
	transport := fetch.Transport(c.fetchConfig(time.Now))
	defer transport.CloseIdleConnections()
	for _, err := range feed.Ping(ctx, transport, c.Publish.Hubs, urls) {
		slog.Warn("a WebSub hub was not told", "err", err)
	}
}

// render makes all files: first the feeds, whose past takes its portion before
// the pages' does.
func (w *weeklies) render(ctx context.Context, now func() time.Time) ([]feed.File, error) {
	c, st := w.c, w.st
	prefix, err := idPrefix(ctx, c, st, now())
	if err != nil {
		return nil, err
	}
	view := site.View{
		Title: c.Site.Title, Lang: c.Site.Lang, BaseURL: c.Site.BaseURL, Generator: generator(), Images: c.Publish.Images, Excerpt: c.Publish.Excerpt,
	}
	files, outlines, err := w.feeds(ctx, prefix, &view)
	if err != nil {
		return nil, err
	}
	if view.Sources, err = c.health(ctx, st); err != nil {
		return nil, err
	}
	digests, more, err := c.digests(ctx, st, prefix, &view)
	if err != nil {
		return nil, err
	}
	health, err := c.healthFeed(ctx, st, prefix)
	if err != nil {
		return nil, err
	}
	view.Health = healthName
	pages, err := w.allPages(ctx, &view)
	if err != nil {
		return nil, err
	}
	list := feed.File{Path: "feeds.opml", Data: feed.OPML(c.Site.Title, append(outlines, more...))}
	return append(slices.Concat(files, digests, health.Files(healthName), pages), list), nil
}

// feeds are the configured feeds with their archives and parts. The view is
// told of those that have pages: all but the private ones.
func (w *weeklies) feeds(ctx context.Context, prefix string, view *site.View) (files []feed.File, outlines []feed.Outline, err error) {
	c, st := w.c, w.st
	reports, err := c.reports(ctx, st)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range c.Feeds {
		list, err := st.Stories(ctx, store.Pick{Topic: f.Topic, Query: f.Query, Limit: max(f.Items, maxPageStories)})
		if err != nil {
			return nil, nil, fmt.Errorf("feed %s: %w", f.Name, err)
		}
		if err := c.addTexts(ctx, st, list); err != nil {
			return nil, nil, fmt.Errorf("feed %s: %w", f.Name, err)
		}
		out, archives, weeks, err := w.archives(ctx, f, c.feed(f, prefix, list))
		if err != nil {
			return nil, nil, fmt.Errorf("feed %s: %w", f.Name, err)
		}
		files = append(append(files, out.Files(f.Name)...), archives...)
		if f.Private {
			continue
		}
		outlines = append(outlines, feed.Outline{Title: f.Title, Kind: reticule.KindFeed, URL: out.URL(feed.RSSFile), Home: out.Home})
		shown := site.FeedView{Name: f.Name, Title: f.Title, Description: c.description(f), Topic: f.Topic, Stories: list, Trend: reports[f.Topic]}
		files = append(files, c.partFeeds(out, &shown, weeks)...)
		view.Feeds = append(view.Feeds, shown)
		view.Updated = latestOf(view.Updated, out.Updated)
	}
	return files, outlines, nil
}

// allPages are the pages of the weeks that are over, and all others.
func (w *weeklies) allPages(ctx context.Context, view *site.View) ([]feed.File, error) {
	var past []feed.File
	for i := range view.Feeds {
		f := slices.IndexFunc(w.c.Feeds, func(f feedConfig) bool { return f.Name == view.Feeds[i].Name })
		pages, err := w.pages(ctx, w.c.Feeds[f], *view, &view.Feeds[i])
		if err != nil {
			return nil, fmt.Errorf("feed %s: %w", view.Feeds[i].Name, err)
		}
		past = append(past, pages...)
	}
	pages, err := site.Pages(*view)
	if err != nil {
		return nil, err
	}
	return slices.Concat(past, w.styles(pages), pages), nil
}

func generator() string { return "reticule " + version }

// idPrefix is what entries' ids begin with. It is fixed when the store is
// made: an id must outlive a change of address (RFC 4287, 4.2.6).
func idPrefix(ctx context.Context, c *config, st *store.Store, now time.Time) (string, error) {
	host := "reticule.invalid"
	if feed.Public(c.Site.BaseURL) {
		if u, err := url.Parse(c.Site.BaseURL); err == nil {
			host = u.Hostname()
		}
	}
	return st.KeepMeta(ctx, "tag", "tag:"+host+","+now.UTC().Format(time.DateOnly)+":")
}

// description says what is in a feed, in the site's language.
func (c *config) description(f feedConfig) string {
	book := phrase.For(c.Site.Lang)
	if f.Query == "" {
		title := f.Title
		if book.Lang() == "en" { // other languages' nouns may want their capitals
			title = strings.ToLower(title)
		}
		return book.Say("feed.about", title)
	}
	return book.Say("feed.query", f.Query)
}

func (c *config) feed(f feedConfig, prefix string, list []reticule.Story) feed.Feed {
	out := feed.Feed{
		Name: f.Name, Title: f.Title, Description: c.description(f), Lang: c.Site.Lang, IDPrefix: prefix, Generator: generator(), Hubs: c.Publish.Hubs,
		Stories: list, Items: f.Items, PerSource: f.PerSource, MaxBytes: int(c.Publish.MaxBytes), Excerpt: c.Publish.Excerpt, Images: c.Publish.Images,
	}
	if f.PerSource == 0 {
		out.Stories = list[:min(len(list), f.Items)]
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

// addTexts tells the stories what may be shown of them, which stands in the
// config, and reads the texts of those that are shown whole or have no summary
// to be shown instead.
func (c *config) addTexts(ctx context.Context, st *store.Store, list []reticule.Story) error {
	rights := c.rights()
	for i := range list {
		s := &list[i]
		s.Source.Rights = cmp.Or(rights[s.Source.Name], reticule.RightsExcerpt)
		if s.Source.Rights != reticule.RightsFull && s.Face.Summary != "" {
			continue
		}
		a, err := st.Article(ctx, s.Face.URL)
		if err != nil {
			return err
		}
		s.Face.Text, s.Face.HTML = a.Text, a.HTML
	}
	return nil
}

// rights says what may be shown of what each source brings, by its name.
func (c *config) rights() map[string]string {
	rights := map[string]string{}
	for _, s := range c.Sources {
		rights[s.Name] = s.Rights
	}
	return rights
}

func latestOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
