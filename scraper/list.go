package scraper

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"reticule"
	"reticule/scraper/fetch"
)

// candidate is what a listing says of an article.
type candidate struct {
	url, key            string // as listed, made absolute; and cleaned
	title, summary      string
	content             string // full text, where the listing carries it
	authors             []string
	published, modified time.Time
	lang, image         string
	attempts            int  // failed reads of its page so far
	waits               bool // its page failed before
	again               bool // it was read before, and corrected since
}

// listing is what a source's own address gave.
type listing struct {
	candidates  []candidate
	notModified bool
	conditional bool // validators were sent
	message     string
	older       string // where the older items of a paged feed are
	title, lang string // what it calls itself
	hint        time.Duration
	skip        uint32

	etag, lastModified string
	status, requests   int
	bytes              int64
	finalURL, movedTo  string
}

// list reads a source's listing, with the validators of its last visit unless
// it is time for a full read.
func (s *Scraper) list(ctx context.Context, job Job) (listing, error) {
	req := fetch.Request{URL: addressOf(job.Source, job.Last), SkipRobots: !job.Source.Robots}
	if since := s.Now().Sub(job.Last.FullRead); since > -soonest && since < fullRead && !job.Fill {
		req.ETag, req.LastModified = job.Last.ETag, job.Last.LastModified
	}
	switch job.Source.Kind {
	case reticule.KindSite:
		return s.listSite(ctx, job.Source, req)
	case reticule.KindSitemap:
		return s.listSitemap(ctx, req)
	}
	req.Accept = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5"
	resp, list, err := s.get(ctx, req)
	if err != nil || list.notModified {
		return list, err
	}
	s.bench.work(func() { err = readFeed(resp, &list) })
	if err == nil && job.Fill {
		err = s.fill(ctx, &list, req)
	}
	return list, insteadOf(err, req.URL, resp)
}

// get asks for a listing and notes what the answer's headers say.
func (s *Scraper) get(ctx context.Context, req fetch.Request) (*fetch.Response, listing, error) {
	resp, err := s.Client.Get(ctx, req)
	if err != nil {
		return nil, listing{}, err
	}
	list := listing{
		notModified: resp.NotModified, conditional: req.ETag != "" || req.LastModified != "", status: resp.Status, requests: resp.Requests,
		bytes: int64(len(resp.Body)), finalURL: resp.URL, movedTo: resp.MovedTo, hint: freshFor(resp.Header, s.Now()),
	}
	list.etag, list.lastModified = fetch.Validators(resp.Header, s.Now())
	if list.notModified {
		// RFC 9110, 15.4.5: a 304 may leave out what did not change.
		if list.etag == "" {
			list.etag = req.ETag
		}
		if list.lastModified == "" {
			list.lastModified = req.LastModified
		}
	}
	if !list.notModified && len(bytes.TrimSpace(resp.Body)) == 0 {
		return nil, list, faultf(reticule.OutcomeEmpty, "the answer is empty")
	}
	return resp, list, nil
}

// freshFor is how long an answer says that it stays fresh (RFC 9111, 4.2.1):
// max-age, else Expires; 0 where it says nothing or nonsense.
func freshFor(h http.Header, now time.Time) time.Duration {
	for part := range strings.SplitSeq(h.Get("Cache-Control"), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if !strings.EqualFold(name, "max-age") {
			continue
		}
		if n, err := strconv.ParseInt(strings.Trim(value, `"`), 10, 32); err == nil && n >= 0 {
			return time.Duration(n) * time.Second
		}
	}
	if at, err := http.ParseTime(h.Get("Expires")); err == nil && at.After(now) {
		return min(at.Sub(now), latest)
	}
	return 0
}

// when is the best date that a listing gives.
func (c *candidate) when() time.Time { return pickTime(c.published, c.modified) }
