package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"slices"
	"strings"
	"time"

	"reticule"
	"reticule/feed"
	"reticule/site"
	"reticule/store"
	"reticule/trend"
)

const (
	digestItems   = 26 // weeks in the digest's feed
	digestStories = 20 // of the week, in an entry
)

func digestName(topic string) string { return topic + "-digest" }

// keepDigests speaks of each topic's last complete week, once: what moved, in
// sentences made from the figures as they were known when the week was
// complete, and the week's stories. A week with nothing to say is passed over.
func (c *config) keepDigests(ctx context.Context, st *store.Store) error {
	look, err := st.LastLook(ctx)
	if err != nil || look.IsZero() {
		return err
	}
	week := trend.WeekOf(look)
	for week.Provisional(look) {
		week--
	}
	for _, t := range c.Topics {
		spoken, err := st.HasDigest(ctx, t.Name, week.String(), store.DigestWeek)
		if err != nil {
			return err
		}
		if spoken {
			continue
		}
		// A week is complete when the next one is over: see trend.Week.Provisional.
		made := (week + 2).Start(time.UTC)
		r, err := report(ctx, c, st, t.Name, made)
		if err != nil {
			return err
		}
		d := store.Digest{Topic: t.Name, Week: week.String(), Kind: store.DigestWeek, Made: made}
		if err := errors.Join(c.keepBurst(ctx, st, t.Title, week, d, r), c.keepDigest(ctx, st, t.Title, week, d, r)); err != nil {
			return err
		}
	}
	return nil
}

// keepDigest writes one week's entry.
func (c *config) keepDigest(ctx context.Context, st *store.Store, title string, week trend.Week, d store.Digest, r trend.Report) error {
	sentences := r.Sentences()
	if len(sentences) == 0 {
		return st.KeepDigest(ctx, d)
	}
	d.Title = fmt.Sprintf("%s, week %s", title, week)
	if unusual(r, week) {
		d.Title += ": an unusual week"
	}
	list, err := st.Stories(ctx, store.Pick{Topic: d.Topic, From: week.Start(time.UTC), To: (week + 1).Start(time.UTC), Limit: digestStories})
	if err != nil {
		return err
	}
	d.Text = strings.Join(sentences, " ")
	d.HTML = digestHTML(sentences, list, c.digestPlot(d.Topic, d.Week))
	d.Plot, d.Picture = plots(r)
	return st.KeepDigest(ctx, d)
}

// plots are the last year as it stands in an entry: to be looked at, and for
// readers that show no SVG.
func plots(r trend.Report) (svg, png []byte) {
	return r.LineSVG(trend.Plot{Width: 720, Weeks: 52, Alone: true}), r.LinePNG(52)
}

// unusual tells whether the rule of bursts fired for a week.
func unusual(r trend.Report, week trend.Week) bool {
	return r.Burst.Alert && r.Burst.Week != nil && *r.Burst.Week == week
}

// keepBurst alerts of an unusual week, with the stories that it is made of. A
// week that is unusual right after another is the same burst, and has no alert
// of its own.
func (c *config) keepBurst(ctx context.Context, st *store.Store, title string, week trend.Week, d store.Digest, r trend.Report) error {
	if !unusual(r, week) {
		return nil
	}
	d.Kind = store.DigestBurst
	goesOn, err := st.HasDigest(ctx, d.Topic, (week - 1).String(), d.Kind)
	if err != nil {
		return err
	}
	if goesOn {
		return st.KeepDigest(ctx, d)
	}
	list, err := st.Stories(ctx, store.Pick{Topic: d.Topic, IDs: r.Burst.IDs[:min(len(r.Burst.IDs), digestStories)]})
	if err != nil {
		return err
	}
	d.Title, d.Text = fmt.Sprintf("%s: unusual attention in %s", title, week), r.BurstSentence()
	d.HTML = digestHTML([]string{d.Text}, list, c.digestPlot(d.Topic, d.Week))
	d.Plot, d.Picture = plots(r)
	return st.KeepDigest(ctx, d)
}

// digestPlot is the address of a week's plot, "" where addresses are unknown.
func (c *config) digestPlot(topic, week string) string {
	if c.Site.BaseURL == "" {
		return ""
	}
	return strings.TrimSuffix(c.Site.BaseURL, "/") + "/" + digestPlotPath(topic, week)
}

func digestPlotPath(topic, week string) string { return digestName(topic) + "/" + week + ".svg" }

// picturePath is where the plot stands as PNG.
func picturePath(plot string) string { return strings.TrimSuffix(plot, ".svg") + ".png" }

func digestHTML(sentences []string, list []reticule.Story, plot string) string {
	var b strings.Builder
	for _, s := range sentences {
		b.WriteString("<p>" + html.EscapeString(s) + "</p>")
	}
	if plot != "" {
		fmt.Fprintf(&b, `<p><a href="%s"><img src="%s" width="720" height="292" alt="The share of stories by week, with its interval"></a></p>`, html.EscapeString(plot), html.EscapeString(picturePath(plot)))
	}
	if len(list) > 0 {
		b.WriteString("<ul>")
		for _, s := range list {
			fmt.Fprintf(&b, `<li><a href="%s">%s</a>, %s</li>`, html.EscapeString(s.Face.URL), html.EscapeString(s.Face.Title), html.EscapeString(sourceName(s)))
		}
		b.WriteString("</ul>")
	}
	return b.String()
}

// digests are the topics' digests, with what has newly come into them. The view
// is told of those that there are.
func (c *config) digests(ctx context.Context, st *store.Store, prefix string, view *site.View) (files []feed.File, outlines []feed.Outline, err error) {
	if err := c.keepDigests(ctx, st); err != nil {
		return nil, nil, err
	}
	for _, t := range c.Topics {
		more, outline, err := c.digestFiles(ctx, st, prefix, t.Name, t.Title)
		if err != nil {
			return nil, nil, err
		}
		if len(more) == 0 {
			continue
		}
		files, outlines = append(files, more...), append(outlines, outline)
		for i := range view.Feeds {
			if view.Feeds[i].Topic == t.Name {
				view.Feeds[i].Digest = digestName(t.Name)
			}
		}
	}
	return files, outlines, nil
}

// digestFiles are the feed of a topic's digests and their plots. Without a
// base_url an entry would have no address, and there is none.
func (c *config) digestFiles(ctx context.Context, st *store.Store, prefix, topic, title string) ([]feed.File, feed.Outline, error) {
	list, err := st.Digests(ctx, topic, digestItems)
	if err != nil || c.Site.BaseURL == "" {
		return nil, feed.Outline{}, err
	}
	name := digestName(topic)
	home := strings.TrimSuffix(c.Site.BaseURL, "/") + "/" + topic + "/trend/"
	out := feed.Feed{
		Name: name, Title: title + ": the week", Description: "What moved, in a few sentences a week; none where nothing did.", Lang: "en", IDPrefix: prefix,
		Base: strings.TrimSuffix(c.Site.BaseURL, "/") + "/" + name + "/", Home: home, Generator: generator(), Hubs: c.Publish.Hubs,
		Items: digestItems, MaxBytes: int(c.Publish.MaxBytes), Excerpt: 100, Images: true,
	}
	var files []feed.File
	for _, d := range list {
		out.Stories = append(out.Stories, digestStory(d, c.Site.Title, home))
		out.Updated = latestOf(out.Updated, d.Made)
		if path := digestPlotPath(topic, d.Week); !slices.ContainsFunc(files, func(f feed.File) bool { return f.Path == path }) {
			files = append(files, feed.File{Path: path, Data: d.Plot}, feed.File{Path: picturePath(path), Data: d.Picture})
		}
	}
	return append(files, out.Files(name)...), feed.Outline{Title: out.Title, Kind: reticule.KindFeed, URL: out.URL(feed.RSSFile), Home: home}, nil
}

// digestStory makes a digest into what a feed is made of. The words are ours,
// so that the whole text is published.
func digestStory(d store.Digest, site, home string) reticule.Story {
	key := digestName(d.Topic) + "-" + d.Week
	if d.Kind != store.DigestWeek {
		key += "-" + d.Kind
	}
	return reticule.Story{
		Key: key, FirstSeen: d.Made, Published: d.Made, Updated: d.Made,
		Source: reticule.Source{Name: digestName(d.Topic), Title: site, URL: home, Rights: reticule.RightsFull},
		Face:   reticule.Article{URL: home + "#" + strings.TrimPrefix(key, digestName(d.Topic)+"-"), Title: d.Title, Summary: d.Text, Text: d.Text, HTML: d.HTML, Lang: "en", Site: site},
	}
}
