package fetch

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// Request is what to get. ETag and LastModified are those of the last full
// read, sent back exactly as they came; empty ones are not sent.
type Request struct {
	URL          string
	ETag         string
	LastModified string
	Accept       string // the Accept header; that of a page where empty
	SkipRobots   bool   // the site's owner consented in writing
}

// Response is an answer with something to read, or the news that nothing
// changed.
type Response struct {
	URL         string // after redirects
	Status      int
	Header      http.Header   // without cookies; lengths and codings of the wire are gone
	Body        []byte        // decompressed; the caller's own until Release
	NotModified bool          // 304: what the caller has is still right
	MovedTo     string        // the final address where every hop was permanent (301, 308); empty otherwise
	Requests    int           // sent, redirects and robots.txt included
	Elapsed     time.Duration // on the wire, waiting for turns left out
}

// Get asks for r.URL and follows up to ten redirects, each of them through
// every gate. Anything but a 2xx, or a 304 to a conditional request, is an
// *Error.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	var t tally
	u, err := parseAddress(r.URL)
	if err != nil {
		return nil, failed(ctx, err, u, &t)
	}
	header := r.header()
	var seen []string
	for permanent := true; ; {
		resp, body, err := c.visit(ctx, errand{method: http.MethodGet, url: u, header: header, most: c.config.MaxBody}, r.SkipRobots, &t)
		if err != nil {
			return nil, failed(ctx, err, u, &t)
		}
		if !isRedirect(resp.StatusCode) {
			return c.finish(ctx, r, u, resp, body, permanent && len(seen) > 0, &t)
		}
		seen = append(seen, u.String())
		permanent = permanent && (resp.StatusCode == http.StatusMovedPermanently || resp.StatusCode == http.StatusPermanentRedirect)
		to, err := redirect(u, resp, seen)
		if err != nil {
			return nil, failed(ctx, err, u, &t)
		}
		u = to
	}
}

func (r Request) header() http.Header {
	h := make(http.Header, 3)
	for name, value := range map[string]string{"If-None-Match": r.ETag, "If-Modified-Since": r.LastModified, "Accept": r.Accept} {
		if value != "" {
			h[name] = []string{value}
		}
	}
	return h
}

// finish makes the last hop's answer into what the caller gets.
func (c *Client) finish(ctx context.Context, r Request, u *url.URL, resp *http.Response, body []byte, moved bool, t *tally) (*Response, error) {
	out := &Response{URL: u.String(), Status: resp.StatusCode, Header: resp.Header, Body: body, Requests: t.requests, Elapsed: t.elapsed}
	switch {
	case resp.StatusCode == http.StatusNotModified && r.ETag+r.LastModified != "":
		out.NotModified = true
	case resp.StatusCode < 200, resp.StatusCode > 204:
		e := &Error{Outcome: byStatus(resp.StatusCode), Status: resp.StatusCode}
		if resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable {
			e.RetryAfter = c.until(u)
		}
		return nil, failed(ctx, e, u, t)
	}
	if asked, err := parseAddress(r.URL); moved && err == nil && detour(asked, u, nil) == "" {
		out.MovedTo = out.URL
	}
	return out, nil
}

// until is when u's host may be asked again.
func (c *Client) until(u *url.URL) time.Time {
	now := c.config.Now()
	h := c.hosts.enter(hostKey(u), c.config.PerHost, now)
	defer c.hosts.leave(h)
	return c.hosts.paused(h, now)
}
