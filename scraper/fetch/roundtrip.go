package fetch

import (
	"bytes"
	"context"
	"io"
	"net/http"
)

type noRobots struct{}

// WithoutRobots makes requests under ctx skip robots.txt, Crawl-delay included:
// for a source whose owner consented in writing.
func WithoutRobots(ctx context.Context) context.Context {
	return context.WithValue(ctx, noRobots{}, true)
}

// RoundTrip makes Client an http.RoundTripper, for colly and others. It waits
// its turn, reads the whole body, decompressed, and returns an *Error for what
// is not an answer of the site: a refused address, robots.txt, a pause, a bot
// wall, a body that is too large or ends early. Other statuses are returned as
// they are. Of the request's header, only Accept, Accept-Language,
// If-None-Match and If-Modified-Since go out; of the answer's, cookies are
// dropped.
func (c *Client) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		r.Body.Close()
	}
	ctx, u := r.Context(), *r.URL
	t := &tally{}
	if r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != "" {
		return nil, failed(ctx, blocked("a reader asks by GET and HEAD, not %s", r.Method), &u, t)
	}
	if err := followed(r); err != nil {
		return nil, failed(ctx, err, r.Response.Request.URL, t)
	}
	skip, _ := ctx.Value(noRobots{}).(bool)
	e := errand{method: r.Method, url: &u, header: r.Header, most: c.config.MaxBody, faults: true}
	resp, body, err := c.visit(ctx, e, skip, t)
	if err != nil {
		return nil, failed(ctx, err, &u, t)
	}
	resp.Request = r
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	resp.Uncompressed = true
	resp.TransferEncoding = nil
	return resp, nil
}
