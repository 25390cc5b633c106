package feed

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"reticule"
)

// entry is a story as it is published, in any format. Every string is clean
// and plain; html alone holds markup.
type entry struct {
	id         string
	link       string
	title      string
	excerpt    string
	body       string // the article's own HTML, where it may be given
	html       string // excerpt or full text, attribution, reason, prices
	bare       bool   // the page allows title and link only
	authors    []string
	lang       string
	published  time.Time
	updated    time.Time
	categories []string
	source     origin
	image      picture
	rights     string
	story      *reticule.Story
}

// origin is what an article was read from.
type origin struct{ name, title, url string }

// picture is an article's image; sizes are 0 where unknown.
type picture struct {
	url           string
	width, height int
}

// entries makes the entries of a feed, newest first: those that may be listed,
// have an address, are the first with their id, and do not exceed their
// source's share.
func (f Feed) entries() []entry {
	var out []entry
	seen, ofSource := map[string]bool{}, map[string]int{}
	for i := range f.Stories {
		s := &f.Stories[i]
		if f.Items > 0 && len(out) == f.Items {
			break
		}
		link := articleURL(&s.Face)
		if s.Face.NoIndex || link == "" || seen[s.Key] {
			continue
		}
		seen[s.Key] = true
		if ofSource[s.Source.Name]++; f.PerSource > 0 && ofSource[s.Source.Name] > f.PerSource {
			continue
		}
		out = append(out, f.entry(s, link))
	}
	return out
}

func (f Feed) entry(s *reticule.Story, link string) entry {
	a := &s.Face
	e := entry{
		id:         f.EntryID(*s),
		link:       link,
		title:      plain(a.Title),
		authors:    names(a.Authors),
		lang:       langTag(a.Lang),
		categories: names(slices.Concat([]string{s.Verdict.Topic}, s.Verdict.Brands, []string{s.Verdict.Label})),
		source:     originOf(s),
		rights:     plain(a.License),
		bare:       a.NoSnippet || a.NoArchive,
		story:      s,
	}
	e.title = cmp.Or(e.title, e.source.title, link)
	e.published, e.updated = f.dates(s)
	if !e.bare {
		e.excerpt = excerptText(a, f.Excerpt)
		if s.Source.Rights == reticule.RightsFull {
			e.body = sanitize(a.HTML, f.Images)
		}
		if f.Images {
			e.image = picture{webURL(a.Image), max(0, a.ImageW), max(0, a.ImageH)}
		}
	}
	e.html = content(f.book(), e)
	return e
}

// articleURL is the address a reader is sent to: the page's own word for
// itself, or where it was found.
func articleURL(a *reticule.Article) string {
	if u := webURL(a.Canonical); u != "" {
		return u
	}
	return webURL(a.URL)
}

func originOf(s *reticule.Story) origin {
	o := origin{name: plain(s.Source.Name), title: plain(s.Source.Title), url: webURL(s.Source.URL)}
	o.title = cmp.Or(o.title, plain(s.Face.Site), o.name, plain(s.Face.Source))
	if u, err := url.Parse(o.url); err == nil && s.Source.Kind == reticule.KindSitemap {
		o.url = u.Scheme + "://" + u.Host + "/" // a sitemap is nothing to look at
	}
	return o
}

// dates are a story's two dates: never later than the day we saw it, never
// changed before published.
func (f Feed) dates(s *reticule.Story) (published, updated time.Time) {
	published = s.Published
	if !plausible(published) || plausible(s.FirstSeen) && published.After(s.FirstSeen) {
		published = s.FirstSeen
	}
	if !plausible(published) {
		published = tagDate(f.IDPrefix)
	}
	updated = s.Updated
	if !plausible(updated) || updated.Before(published) {
		updated = published
	}
	return published.UTC().Truncate(time.Second), updated.UTC().Truncate(time.Second)
}

// names cleans a list of names and drops empty and repeated ones.
func names(list []string) []string {
	var out []string
	for _, s := range list[:min(len(list), 50)] {
		s = plain(s)
		if s != "" && !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, s) }) {
			out = append(out, s)
		}
	}
	return out
}
