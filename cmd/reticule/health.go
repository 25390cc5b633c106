package main

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"reticule"
	"reticule/feed"
	"reticule/scraper"
	"reticule/site"
	"reticule/store"
)

const (
	healthName  = "health" // of the feed's folder
	healthItems = 50
)

// health gives the state of each source in the config, in its order. Times are
// cut to the day, so that a visit without news changes no page.
func (c *config) health(ctx context.Context, st *store.Store) ([]site.SourceView, error) {
	rows, err := st.Sources(ctx)
	if err != nil {
		return nil, err
	}
	var out []site.SourceView
	for _, src := range c.sources() {
		row := rows[src.Name]
		how := scraper.Health(row.Visit, row.LastOK, row.Habit)
		out = append(out, site.SourceView{
			Name: src.Name, Title: cmp.Or(src.Title, src.Name), URL: src.URL, Kind: src.Kind, State: siteState[how.State], Sentence: how.Sentence,
			LastSuccess: row.LastOK.Truncate(24 * time.Hour), LastNew: row.LastNew.Truncate(24 * time.Hour),
		})
	}
	return out, nil
}

var siteState = map[string]site.State{
	reticule.StateGood: site.StateGreen, reticule.StateShaky: site.StateAmber, reticule.StateBroken: site.StateRed, reticule.StateNew: site.StateGrey,
}

// healthFeed is the feed for the operator: an item when a source breaks, one
// for each distinct fault, and one when it recovers. It is there from the
// start, empty, so that one can subscribe before anything breaks.
func (c *config) healthFeed(ctx context.Context, st *store.Store, prefix string) (feed.Feed, error) {
	events, err := st.HealthEvents(ctx, healthItems)
	if err != nil {
		return feed.Feed{}, err
	}
	sources := map[string]reticule.Source{}
	for _, src := range c.sources() {
		sources[src.Name] = src
	}
	out := feed.Feed{
		Name: healthName, Title: c.Site.Title + ": health of the sources", Description: "Which sources broke, which recovered, and what to do about it.",
		Lang: "en", IDPrefix: prefix, Generator: generator(), Hubs: c.Publish.Hubs, Items: healthItems, MaxBytes: int(c.Publish.MaxBytes), Excerpt: 100,
	}
	if c.Site.BaseURL != "" {
		base := strings.TrimSuffix(c.Site.BaseURL, "/")
		out.Base, out.Home = base+"/"+healthName+"/", base+"/sources/"
	}
	for _, e := range events {
		if src, ok := sources[e.Source]; ok {
			out.Stories = append(out.Stories, healthStory(e, src))
			out.Updated = latestOf(out.Updated, e.At)
		}
	}
	return out, nil
}

// healthStory makes an event into what a feed is made of.
func healthStory(e reticule.HealthEvent, src reticule.Source) reticule.Story {
	name := cmp.Or(src.Title, src.Name)
	title := name + " broke: " + strings.ReplaceAll(e.Fault, "_", " ")
	if e.State == reticule.StateGood {
		title = name + " recovered"
	}
	return reticule.Story{
		Key: healthName + "-" + strconv.FormatInt(e.ID, 10), FirstSeen: e.At, Published: e.At, Updated: e.At, Source: src,
		Face: reticule.Article{Source: src.Name, URL: src.URL, Title: title, Summary: e.Sentence, Lang: "en"},
	}
}
