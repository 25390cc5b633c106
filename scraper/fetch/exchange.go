package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"reticule"
)

// errand is one request to make: a hop of a page, or a robots.txt.
type errand struct {
	method string
	url    *url.URL
	header http.Header // of those named in passed; the rest is ours
	most   int64       // bytes of the body
	cut    bool        // a longer body is cut, not an error
	faults bool        // the whole body is wanted of a status that is a fault, too
}

// tally counts what one call cost.
type tally struct {
	requests int
	elapsed  time.Duration
}

// passed are the header fields that a caller may set.
var passed = []string{"Accept", "Accept-Language", "If-None-Match", "If-Modified-Since"}

// faultMost is how much of a fault's page is read: enough to know a bot wall.
const faultMost = 64 << 10

// ErrSpent refuses a request that nobody pays for.
var ErrSpent = errors.New("the run's budget of requests is spent")

// visit passes one hop through all gates. It changes e.url into its normal form.
func (c *Client) visit(ctx context.Context, e errand, skipRobots bool, t *tally) (*http.Response, []byte, error) {
	if c.closed.Load() {
		return nil, nil, &Error{Outcome: reticule.OutcomeCanceled, Err: errors.New("the client is closed")}
	}
	if err := c.guard.address(e.url); err != nil {
		return nil, nil, err
	}
	h := c.hosts.enter(hostKey(e.url), c.config.PerHost, c.config.Now())
	defer c.hosts.leave(h)
	if err := c.pausedError(h); err != nil {
		return nil, nil, err
	}
	gap := c.config.Delay
	if !skipRobots && e.url.Path != "/robots.txt" {
		rules, err := c.robotsFor(ctx, e.url, t)
		if err != nil {
			return nil, nil, err
		}
		if !rules.Allowed(e.url.RequestURI()) {
			return nil, nil, &Error{Outcome: reticule.OutcomeRobots, Err: fmt.Errorf("robots.txt forbids it to %q", c.config.Token)}
		}
		gap = max(gap, rules.Delay)
	}
	return c.send(ctx, h, gap, e, t)
}

// send waits for h's turn, asks, and reads the answer. A host that says "too
// many" is paused. Only bodies of 2xx answers and of faults are read.
func (c *Client) send(ctx context.Context, h *host, gap time.Duration, e errand, t *tally) (*http.Response, []byte, error) {
	if c.config.Lease != nil {
		giveBack, err := c.config.Lease(ctx, hostKey(e.url))
		if err != nil {
			return nil, nil, err
		}
		defer giveBack(gap)
	}
	place, err := c.begin(ctx, h, gap)
	if err != nil {
		return nil, nil, err
	}
	defer c.end(h, place)
	if err := c.pay(ctx); err != nil {
		return nil, nil, err
	}
	t.requests++
	started := time.Now()
	defer func() { t.elapsed += time.Since(started) }()
	limited, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()

	resp, err := c.transport.RoundTrip(c.request(limited, e))
	if err != nil {
		return nil, nil, c.late(ctx, limited, err)
	}
	defer resp.Body.Close()
	resp.Header.Del("Set-Cookie")
	until := c.note(h, e.url, resp)
	body, err := c.body(limited, resp, e)
	if err != nil {
		err = c.late(ctx, limited, err)
		var x *Error
		if errors.As(err, &x) {
			x.Status, x.RetryAfter = resp.StatusCode, until
		}
		return nil, nil, err
	}
	if isChallenge(resp, body) {
		return nil, nil, &Error{Outcome: reticule.OutcomeChallenge, Status: resp.StatusCode, RetryAfter: until,
			Err: fmt.Errorf("a bot wall answered (%d) instead of the site", resp.StatusCode)}
	}
	resp.Header.Del("Content-Encoding")
	resp.Header.Del("Content-Length")
	return resp, body, nil
}

// request is what goes out: who we are, what we take, what we have.
func (c *Client) request(ctx context.Context, e errand) *http.Request {
	h := make(http.Header, 6)
	for _, name := range passed {
		if v := e.header[name]; len(v) > 0 && v[0] != "" {
			h[name] = v[:1]
		}
	}
	if h["Accept"] == nil {
		h["Accept"] = []string{"text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8"}
	}
	h["User-Agent"] = []string{c.config.UserAgent}
	h["Accept-Encoding"] = []string{"gzip, br"}
	r := http.Request{Method: e.method, URL: e.url, Host: e.url.Host, Header: h, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
	return r.WithContext(ctx)
}

// body reads what there is to read: nothing of a redirect, a little of a fault.
func (c *Client) body(ctx context.Context, resp *http.Response, e errand) ([]byte, error) {
	switch {
	case e.method == http.MethodHead, resp.StatusCode == http.StatusNotModified, resp.StatusCode == http.StatusNoContent:
		return nil, nil
	case isRedirect(resp.StatusCode):
		_, _ = io.CopyN(io.Discard, resp.Body, 4<<10)
		return nil, nil
	case resp.StatusCode >= 400 && !e.faults:
		body, _ := c.hall.readBody(ctx, resp, min(e.most, faultMost), true)
		return body, nil // the status has said it; its page may be broken
	}
	return c.hall.readBody(ctx, resp, e.most, e.cut)
}

// late tells our own time limit from the caller's context and from the network.
func (c *Client) late(ctx, limited context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case limited.Err() != nil:
		return &Error{Outcome: reticule.OutcomeTimeout, Err: fmt.Errorf("no whole answer within %v", c.config.Timeout)}
	}
	return err
}
