package scraper

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"reticule"
	"reticule/scraper/fetch"
)

// Offer is a way to read a site: a source, with what reading it gives.
type Offer struct {
	Source reticule.Source // Kind, URL, Title and Lang
	Items  int
	Newest []string // the titles that stand first
	Dated  bool     // whether items have dates
}

const (
	offersMost = 12 // addresses tried for one page
	titlesMost = 5
)

// feedPaths are tried where a page names no feed.
var feedPaths = []string{"/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/rss/", "/feed.json"}

// Discover finds what can be read at an address: the feed, sitemap or listing
// page that it is; else the feeds that the page names, or that stand where they
// usually do; the sitemaps in robots.txt; and the page's own list of links.
// Each is tried; those that work are given, the best first.
func (s *Scraper) Discover(ctx context.Context, address string) ([]Offer, error) {
	resp, err := s.Client.Get(ctx, fetch.Request{URL: address})
	if err != nil {
		return nil, err
	}
	if o, ok := s.itself(resp); ok {
		return []Offer{o}, nil
	}
	if err := detour(address, resp); err != nil {
		return nil, err
	}
	doc, err := parsePage(resp.Body, resp.Header.Get("Content-Type"))
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(resp.URL)
	if err != nil {
		return nil, err
	}
	offers := s.tryAll(ctx, reticule.KindFeed, namedFeeds(doc, base))
	if len(offers) == 0 {
		offers = s.tryAll(ctx, reticule.KindFeed, usualFeeds(base))
	}
	if o, ok := s.try(ctx, reticule.Source{Kind: reticule.KindSite, URL: resp.URL, Robots: true}); ok {
		offers = append(offers, o)
	}
	offers = append(offers, s.tryAll(ctx, reticule.KindSitemap, s.namedSitemaps(ctx, resp.URL))...)
	if len(offers) == 0 {
		return nil, errors.New("no feed, no sitemap and no list of articles was found there; name another page of the site")
	}
	return offers, ctx.Err()
}

// itself takes an answer for a feed or a sitemap.
func (s *Scraper) itself(resp *fetch.Response) (Offer, bool) {
	list := listing{}
	src := reticule.Source{Kind: reticule.KindFeed, URL: resp.URL}
	if err := readFeed(resp, &list); err == nil {
		return list.offer(src), true
	}
	list = listing{}
	src.Kind = reticule.KindSitemap
	if !bytes.Contains(resp.Body[:min(len(resp.Body), 4096)], []byte("<urlset")) && !bytes.Contains(resp.Body[:min(len(resp.Body), 4096)], []byte("<sitemapindex")) {
		return Offer{}, false
	}
	files, err := addSitemap(&list, resp)
	o := list.offer(src)
	return o, err == nil && o.Items+len(files) > 0
}

func (l *listing) offer(src reticule.Source) Offer {
	src.Title, src.Lang = cmp.Or(src.Title, strings.Join(strings.Fields(l.title), " ")), cmp.Or(src.Lang, l.lang)
	o := Offer{Source: src, Items: len(l.candidates)}
	for i := range l.candidates {
		c := &l.candidates[i]
		o.Dated = o.Dated || !c.when().IsZero()
		if len(o.Newest) < titlesMost && c.title != "" {
			o.Newest = append(o.Newest, c.title)
		}
	}
	return o
}

// tryAll tries addresses and gives those that work; ones with the same items
// are one offer.
func (s *Scraper) tryAll(ctx context.Context, kind string, addresses []string) (out []Offer) {
	for _, a := range addresses[:min(len(addresses), offersMost)] {
		o, ok := s.try(ctx, reticule.Source{Kind: kind, URL: a, Robots: true})
		if ok && !slices.ContainsFunc(out, func(x Offer) bool { return x.Items == o.Items && slices.Equal(x.Newest, o.Newest) }) {
			out = append(out, o)
		}
	}
	return out
}

func (s *Scraper) try(ctx context.Context, src reticule.Source) (Offer, bool) {
	o, err := s.Try(ctx, src)
	return o, err == nil && o.Items > 0
}

// Try reads a source's listing, and none of its pages.
func (s *Scraper) Try(ctx context.Context, src reticule.Source) (Offer, error) {
	list, err := s.list(ctx, Job{Source: src})
	if err == nil && list.finalURL != "" {
		src.URL = list.finalURL
	}
	return list.offer(src), err
}

// namedFeeds gives the feeds that a page names, in its order: by autodiscovery
// first, comments last; then links that look like feeds.
func namedFeeds(doc *goquery.Document, base *url.URL) []string {
	var named, comments, linked []string
	doc.Find(`link[rel~="alternate"][href]`).Each(func(_ int, l *goquery.Selection) {
		kind := strings.ToLower(l.AttrOr("type", ""))
		if !strings.Contains(kind, "rss") && !strings.Contains(kind, "atom") && !strings.Contains(kind, "feed+json") {
			return
		}
		u := absolute(base, l.AttrOr("href", ""))
		if strings.Contains(strings.ToLower(l.AttrOr("title", "")+u), "comment") {
			comments = append(comments, u)
		} else {
			named = append(named, u)
		}
	})
	doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
		u := absolute(base, a.AttrOr("href", ""))
		if path := strings.ToLower(strings.TrimSuffix(u, "/")); sameSite(u, base.String()) && (strings.HasSuffix(path, "rss") || strings.HasSuffix(path, "rss.xml") || strings.HasSuffix(path, "/feed") || strings.HasSuffix(path, "feed.xml") || strings.HasSuffix(path, "atom.xml")) {
			linked = append(linked, u)
		}
	})
	return distinct(slices.Concat(named, linked, comments))
}

func usualFeeds(base *url.URL) (out []string) {
	for _, p := range feedPaths {
		out = append(out, absolute(base, p))
	}
	if path := strings.TrimSuffix(base.Path, "/"); path != "" {
		out = append(out, absolute(base, path+"/feed/"), absolute(base, path+"/rss.xml"))
	}
	return out
}

// namedSitemaps gives the sitemaps that robots.txt names, those of news first.
func (s *Scraper) namedSitemaps(ctx context.Context, address string) []string {
	rules, err := s.Client.Robots(ctx, address)
	if err != nil {
		return nil
	}
	const most = 3
	list := slices.Clone(rules.Sitemaps)
	slices.SortStableFunc(list, func(a, b string) int {
		return cmp.Compare(strings.Count(strings.ToLower(b), "news"), strings.Count(strings.ToLower(a), "news"))
	})
	return list[:min(len(list), most)]
}

// absolute resolves an address; "" where it is none.
func absolute(base *url.URL, href string) string {
	u, err := base.Parse(strings.TrimSpace(href))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.Fragment = ""
	return u.String()
}

// distinct drops empty and repeated strings, and keeps the order.
func distinct(list []string) (out []string) {
	seen := map[string]bool{"": true}
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
