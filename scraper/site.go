package scraper

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/gocolly/colly/v2"
	"golang.org/x/net/html/charset"

	"reticule"
	"reticule/scraper/fetch"
)

// maxListPages bounds how far pagination is followed.
const maxListPages = 5

// listSite crawls a source's listing pages for article links. colly carries
// the crawl; every request goes through our own client, whose manners, limits
// and errors are the same for all.
func (s *Scraper) listSite(ctx context.Context, src reticule.Source, req fetch.Request) (listing, error) {
	w := &siteWalk{scraper: s, ctx: ctx, src: src, seen: map[string]bool{}}
	c := colly.NewCollector(colly.StdlibContext(ctx), colly.AllowURLRevisit(), colly.MaxBodySize(0), colly.ParseHTTPErrorResponse(), colly.MaxDepth(maxListPages))
	c.DisableCookies()
	c.WithTransport(w)
	c.OnResponse(w.page)
	w.req = req
	if err := c.Request(http.MethodGet, req.URL, nil, nil, nil); err != nil && w.err == nil {
		w.err = err
	}
	return w.list, w.err
}

// siteWalk follows a source's listing pages.
type siteWalk struct {
	scraper *Scraper
	ctx     context.Context //nolint:containedctx // lives as long as one call of listSite
	src     reticule.Source
	req     fetch.Request
	list    listing
	seen    map[string]bool
	kind    string // the present page's Content-Type
	err     error
}

// RoundTrip lets colly's requests go through fetch.Client.Get, so that
// redirects, validators and refusals are treated as everywhere else.
func (w *siteWalk) RoundTrip(r *http.Request) (*http.Response, error) {
	req := w.req
	if req.URL = r.URL.String(); w.list.status != 0 { // validators are the first page's
		req.ETag, req.LastModified = "", ""
	}
	resp, list, err := w.scraper.get(w.ctx, req)
	if err != nil {
		w.add(list)
		w.err = err
		return nil, err
	}
	if err := detour(req.URL, resp); err != nil {
		w.add(list)
		w.err = err
		return nil, err
	}
	w.add(list)
	final, err := url.Parse(resp.URL)
	if err != nil {
		return nil, err
	}
	header := resp.Header.Clone()
	header.Del("Content-Encoding")
	w.kind = header.Get("Content-Type")
	header.Del("Content-Type") // or colly decodes the body by it, and we do so again
	at := r.Clone(w.ctx)
	at.URL = final
	return &http.Response{
		StatusCode: resp.Status, Status: http.StatusText(resp.Status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: readCloser{bytes.NewReader(resp.Body)}, ContentLength: int64(len(resp.Body)), Request: at,
	}, nil
}

// add keeps what the first page's answer said, and what the others cost.
func (w *siteWalk) add(list listing) {
	if w.list.status == 0 {
		w.list = list
		return
	}
	w.list.requests, w.list.bytes = w.list.requests+list.requests, w.list.bytes+list.bytes
}

type readCloser struct{ *bytes.Reader }

func (readCloser) Close() error { return nil }

// page takes the article links of one listing page, and goes on to the next
// while everything on it was new.
func (w *siteWalk) page(r *colly.Response) {
	if w.list.notModified || w.err != nil {
		return
	}
	doc, err := parsePage(r.Body, w.kind)
	if err != nil {
		w.err = faultf(reticule.OutcomeBadData, "the listing page cannot be read: %w", err)
		return
	}
	links, err := findLinks(doc, r.Request.URL, w.src.Select)
	if err != nil {
		w.err = err
		return
	}
	if w.list.title == "" {
		w.list.title, w.list.lang = doc.Find("title").First().Text(), doc.Find("html").AttrOr("lang", "")
	}
	fresh := w.take(links)
	if len(w.list.candidates) == 0 {
		w.err = faultf(reticule.OutcomeNoLinks, "no article links were found on %s; name them with select = { link = \"…\" }", r.Request.URL)
		return
	}
	if next := nextPage(doc, r.Request.URL, w.src.Select); next != "" && fresh == len(links) && r.Request.Depth < maxListPages && w.worthwhile(links) {
		// What colly itself refuses is not followed. The first page was read; a
		// later one that fails is told, not fatal.
		r.Request.Visit(next) //nolint:errcheck // it is in w.err
		if w.err != nil {
			w.list.message, w.err = fmt.Sprintf("page %d of the listing: %v", r.Request.Depth+1, w.err), nil
		}
	}
}

// take adds the links that are new to this walk, and tells how many were.
func (w *siteWalk) take(links []candidate) (fresh int) {
	for _, c := range links {
		if !w.seen[c.key] {
			w.seen[c.key] = true
			w.list.candidates = append(w.list.candidates, c)
			fresh++
		}
	}
	return fresh
}

// worthwhile tells whether an older page can hold anything new: only if
// nothing on this one is known.
func (w *siteWalk) worthwhile(links []candidate) bool {
	fresh, _, err := w.scraper.sort(w.ctx, w.src.Name, links)
	return err == nil && len(fresh) == len(links)
}

// maxAnchors bounds the links of a listing page; the longest have hundreds.
const maxAnchors = 20_000

// parsePage makes a tree of a listing page. Each element takes more than a
// hundred bytes in it, however little it says.
func parsePage(body []byte, contentType string) (*goquery.Document, error) {
	if n := bytes.Count(body, []byte("<a ")) + bytes.Count(body, []byte("<A ")); n > maxAnchors {
		return nil, fmt.Errorf("it has %d links; a list of articles has fewer than %d", n, maxAnchors)
	}
	if n := bytes.Count(body, []byte("<")); n > maxTags {
		return nil, fmt.Errorf("it has %d tags; a list of articles has fewer than %d", n, maxTags)
	}
	r, err := charset.NewReader(bytes.NewReader(body), contentType)
	if err != nil {
		return nil, err
	}
	return goquery.NewDocumentFromReader(r)
}

// nextPage finds the link to the next page of a list on the same site.
func nextPage(doc *goquery.Document, base *url.URL, sel reticule.Select) string {
	selector := sel.Next
	if selector == "" {
		selector = `a[rel~="next"], link[rel~="next"]`
	}
	href, ok := doc.Find(selector).First().Attr("href")
	if !ok {
		return ""
	}
	u, err := base.Parse(strings.TrimSpace(href))
	if err != nil || !sameSite(u.String(), base.String()) {
		return ""
	}
	return u.String()
}
