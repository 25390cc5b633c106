package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"reticule"
)

const robotsHops = 5 // redirects of a robots.txt that are followed (RFC 9309, 2.3.1.2)

// RobotsFile is a robots.txt as its host answered, to be kept between runs.
// Only answers that hold for a day are: 2xx with their body, 4xx without.
type RobotsFile struct {
	Origin  string // "https://example.org"
	Status  int
	Body    []byte // decompressed, at most 500 KiB
	Fetched time.Time
}

// loadRobots fills e from the last run or from the host.
func (c *Client) loadRobots(ctx context.Context, e *robotsEntry, origin string, u *url.URL, t *tally) {
	now := c.config.Now()
	if c.config.LoadRobots != nil {
		if f, ok := c.config.LoadRobots(origin); ok && !f.Fetched.After(now) && now.Before(f.Fetched.Add(robotsFresh)) {
			e.rules, e.expires = ParseRobots(f.Body, c.config.Token), f.Fetched.Add(robotsFresh)
			return
		}
	}
	f, err := c.askRobots(ctx, u, t)
	now = c.config.Now()
	if err != nil {
		e.err, e.expires = unreachable(ctx, err, origin), now.Add(robotsRetry)
		var x *Error
		e.dropped = errors.As(e.err, &x) && (x.Outcome == reticule.OutcomeCanceled || x.Outcome == reticule.OutcomeRateLimited && x.Status == 0)
		return
	}
	f.Origin, f.Fetched = origin, now
	e.rules, e.expires = ParseRobots(f.Body, c.config.Token), now.Add(robotsFresh)
	if c.config.SaveRobots != nil {
		c.config.SaveRobots(f)
	}
}

// askRobots gets /robots.txt, following redirects; its rules are those of the
// first host, wherever it ends.
func (c *Client) askRobots(ctx context.Context, u *url.URL, t *tally) (RobotsFile, error) {
	u = &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	header := http.Header{"Accept": {"text/plain, */*;q=0.5"}}
	for range robotsHops + 1 {
		if err := c.guard.address(u); err != nil {
			return RobotsFile{}, err
		}
		h := c.hosts.enter(hostKey(u), c.config.PerHost, c.config.Now())
		resp, body, err := c.send(ctx, h, c.config.Delay, errand{method: http.MethodGet, url: u, header: header, most: robotsMost, cut: true}, t)
		c.hosts.leave(h)
		switch {
		case err != nil:
			return RobotsFile{}, err
		case isRedirect(resp.StatusCode) && resp.Header.Get("Location") != "":
			if u, err = u.Parse(resp.Header.Get("Location")); err != nil {
				return RobotsFile{Status: http.StatusNotFound}, nil
			}
		case resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode >= 500:
			return RobotsFile{}, &Error{Outcome: byStatus(resp.StatusCode), Status: resp.StatusCode, RetryAfter: c.hosts.paused(h, c.config.Now())}
		case resp.StatusCode >= 200 && resp.StatusCode <= 299:
			return RobotsFile{Status: resp.StatusCode, Body: body}, nil
		default:
			return RobotsFile{Status: resp.StatusCode}, nil
		}
	}
	return RobotsFile{Status: http.StatusNotFound}, nil // too many hops count as none there
}

// unreachable says why nothing may be asked of a host. It counts as a ban
// (RFC 9309, 2.3.1.4), but keeps the name of its cause: an outage passes.
func unreachable(ctx context.Context, err error, origin string) error {
	e := *asError(ctx, err)
	cause := e.Err
	if cause == nil {
		cause = fmt.Errorf("it answered %d %s", e.Status, http.StatusText(e.Status))
	}
	switch e.Outcome {
	case reticule.OutcomeCanceled:
		return &e
	case reticule.OutcomeRateLimited:
		if e.Status == 0 {
			return &e
		}
	}
	e.Err = fmt.Errorf("%s/robots.txt cannot be read, so nothing else is asked: %w", origin, cause)
	return &e
}
