package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"reticule"
)

const (
	robotsFresh = 24 * time.Hour   // that a robots.txt is trusted (RFC 9309, 2.4)
	robotsRetry = 10 * time.Minute // before an unreachable one is asked for again
	robotsHops  = 5                // redirects that are followed (RFC 9309, 2.3.1.2)
	cacheMost   = 16 << 20         // bytes of rules in memory, about
)

// RobotsFile is a robots.txt as its host answered, to be kept between runs.
// Only answers that hold for a day are: 2xx with their body, 4xx without.
type RobotsFile struct {
	Origin  string // "https://example.org"
	Status  int
	Body    []byte // decompressed, at most 500 KiB
	Fetched time.Time
}

// robotsCache holds the rules of each origin, and makes many goroutines that
// need the same ones wait for a single request.
type robotsCache struct {
	mu     sync.Mutex
	files  map[string]*robotsEntry
	weight int
}

// robotsEntry is written by the goroutine that made it, until ready is closed.
type robotsEntry struct {
	ready   chan struct{}
	rules   *Robots
	err     error // why nothing may be asked there
	dropped bool  // the goroutine gave up; whoever waits asks anew
	expires time.Time
	weight  int
}

// Robots returns what the robots.txt of the address's host says to us, asking
// for it if it is not known. It is an *Error where the host cannot say it,
// since then nothing may be asked there (RFC 9309, 2.3.1.4).
func (c *Client) Robots(ctx context.Context, address string) (*Robots, error) {
	u, err := parseAddress(address)
	if err == nil {
		err = c.guard.address(u)
	}
	var t tally
	if err == nil {
		var rules *Robots
		if rules, err = c.robotsFor(ctx, u, &t); err == nil {
			return rules, nil
		}
	}
	return nil, failed(ctx, err, u, &t)
}

// robotsFor returns the rules for u's origin, from memory, from the last run,
// or from the host, once however many ask at the same time.
func (c *Client) robotsFor(ctx context.Context, u *url.URL, t *tally) (*Robots, error) {
	origin := u.Scheme + "://" + u.Host
	for {
		e, mine := c.robots.entry(origin, c.config.Now())
		if mine {
			c.loadRobots(ctx, e, origin, u, t)
			c.robots.settle(origin, e)
			return e.rules, e.err
		}
		select {
		case <-e.ready:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if !e.dropped {
			return e.rules, e.err
		}
	}
}

// entry returns the entry of origin; mine tells that it is new, and that the
// caller must fill it and settle it.
func (rc *robotsCache) entry(origin string, now time.Time) (e *robotsEntry, mine bool) {
	rc.mu.Lock()
	defer rc.mu.Unlock()
	if e = rc.files[origin]; e != nil {
		select {
		case <-e.ready:
			if now.Before(e.expires) {
				return e, false
			}
			rc.drop(origin, e)
		default:
			return e, false
		}
	}
	e = &robotsEntry{ready: make(chan struct{})}
	if rc.files == nil {
		rc.files = map[string]*robotsEntry{}
	}
	rc.files[origin] = e
	return e, true
}

// settle makes a filled entry known, and makes room where there are too many.
func (rc *robotsCache) settle(origin string, e *robotsEntry) {
	rc.mu.Lock()
	defer rc.mu.Unlock()
	close(e.ready)
	if e.dropped {
		delete(rc.files, origin)
		return
	}
	e.weight = len(origin) + 300
	if e.rules != nil {
		e.weight += e.rules.weight()
	}
	rc.weight += e.weight
	for other, old := range rc.files {
		if rc.weight <= cacheMost {
			break
		}
		if old != e && old.weight > 0 { // without weight: still being asked for
			rc.drop(other, old)
		}
	}
}

func (rc *robotsCache) drop(origin string, e *robotsEntry) {
	rc.weight -= e.weight
	delete(rc.files, origin)
}

// weight is about the memory that the rules take.
func (r *Robots) weight() (n int) {
	for _, rule := range r.rules {
		n += len(rule.pattern) + 32
	}
	for _, s := range r.Sitemaps {
		n += len(s) + 16
	}
	return n
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

// unreachable says why nothing may be asked of a host: a server's own fault
// counts as a ban, what stopped us on the way keeps its name.
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
	case reticule.OutcomeServer, reticule.OutcomeTruncated, reticule.OutcomeBadData, reticule.OutcomeTooLarge:
		e.Outcome = reticule.OutcomeRobots
	}
	e.Err = fmt.Errorf("%s/robots.txt cannot be read, so nothing else is asked: %w", origin, cause)
	return &e
}
