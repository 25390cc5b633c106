// Package fetch is polite, guarded HTTP: one RoundTripper under colly and
// everything else that reads the web.
//
// Every request, redirect hops and robots.txt included, passes the same gates
// in the same order: its address must be one we may ask, its host must not be
// paused, robots.txt must allow it, the host's turn must have come (a gap
// between starts, a number at once), and last a slot among all requests must
// be free. The address dialled is checked after DNS. Answers are decompressed
// and bounded; what is too large, cut short or not the site's own is an error
// with a name (Error), never a silent cut.
//
// No cookies, no Referer, no proxy, no cache busting; the only words we send
// are who we are and what we have already.
package fetch

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"reticule"
)

// Config says how the web may be asked. Zero fields take the defaults named.
type Config struct {
	UserAgent string            // the whole header, "reticule/1.0 (+mailto:…)"; "reticule" where empty
	Token     string            // the product token that robots.txt knows us by; "reticule" where empty
	Delay     time.Duration     // between the starts of two requests to one host; 0 means none
	PerHost   int               // requests at once to one host; 1 where 0
	Parallel  int               // requests at once in all, those left out that a slow host has kept for more than 2 s; 16 where 0
	Timeout   time.Duration     // for one request, from dialling to the last byte, waiting for its turn left out; 30 s where 0
	Most      int               // requests in all, robots.txt and redirect hops included; 0 means no bound
	MaxBody   int64             // bytes of one answer, both on the wire and after decompression; 8 MiB where 0
	Allow     []netip.Prefix    // networks besides public ones; any port may be asked there
	Hosts     map[string]string // host name to "address:port" to dial instead of asking DNS; Allow still decides
	Resolver  *net.Resolver     // who tells names' addresses; nil means the machine's own

	Now   func() time.Time                           // nil means time.Now
	After func(context.Context, time.Duration) error // waits, or returns the context's error; nil means a timer

	// Lease takes a host for this process among others that ask the same hosts,
	// before each request, and waits until it has it. What it gives is called
	// after the request, with the gap that the host is then owed. nil: nobody
	// else asks.
	Lease func(ctx context.Context, host string) (giveBack func(owed time.Duration), err error)

	// Pay is asked before each request, its turn come; an error refuses it, as
	// ErrSpent does where a budget that is shared with others is spent. nil:
	// nobody else counts.
	Pay func(ctx context.Context) error

	// LoadRobots and SaveRobots keep robots.txt between runs, so that a run
	// within the 24 hours does not ask again. Both may be nil; both may be
	// called from several goroutines at once.
	LoadRobots func(origin string) (RobotsFile, bool)
	SaveRobots func(RobotsFile)

	// SavePause hears of each host that asked to be left alone, as soon as it
	// does, for the Pause of a later client. It may be nil, and is called like
	// SaveRobots.
	SavePause func(host string, until time.Time)
}

// Client asks the web. It is safe for use by many goroutines.
type Client struct {
	config    Config
	guard     *guard
	transport *http.Transport
	slots     chan struct{} // one for each request under way
	lent      chan struct{} // one for each that gave its slot to another
	slowAfter time.Duration
	hall      hall
	hosts     hosts
	robots    robotsCache
	clocks    clocks
	sent      atomic.Int64
	heard     atomic.Bool
	closed    atomic.Bool
}

// New returns a client that asks as c says.
func New(c Config) *Client {
	c = c.withDefaults()
	g := newGuard(c.Allow)
	return &Client{
		config:    c,
		guard:     g,
		transport: newTransport(c, g),
		slots:     make(chan struct{}, c.Parallel),
		lent:      make(chan struct{}, lentMost*c.Parallel),
		slowAfter: slowAfter,
		hall:      newHall(),
	}
}

func (c Config) withDefaults() Config {
	if c.UserAgent == "" {
		c.UserAgent = "reticule"
	}
	if c.Token == "" {
		c.Token = "reticule"
	}
	if c.PerHost <= 0 {
		c.PerHost = 1
	}
	if c.Parallel <= 0 {
		c.Parallel = 16
	}
	if c.Timeout <= 0 {
		c.Timeout = 30 * time.Second
	}
	if c.MaxBody <= 0 {
		c.MaxBody = 8 << 20
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.After == nil {
		c.After = wait
	}
	return c
}

// Requests is the number of requests sent so far, robots.txt and redirect hops
// included.
func (c *Client) Requests() int64 { return c.sent.Load() }

// Heard tells whether any host has answered yet, whatever it said.
func (c *Client) Heard() bool { return c.heard.Load() }

// Spent tells whether Config.Most requests were sent: further ones fail with
// reticule.OutcomeCanceled.
func (c *Client) Spent() bool { return c.config.Most > 0 && c.sent.Load() >= int64(c.config.Most) }

// pay counts a request that may be sent.
func (c *Client) pay(ctx context.Context) (err error) {
	if n := c.sent.Add(1); c.config.Most > 0 && n > int64(c.config.Most) {
		err = ErrSpent
	} else if c.config.Pay != nil {
		err = c.config.Pay(ctx)
	}
	if err != nil {
		c.sent.Add(-1)
		return &Error{Outcome: reticule.OutcomeCanceled, Err: err}
	}
	return nil
}

// Close closes idle connections and refuses further requests. Requests under
// way are ended by their own contexts.
func (c *Client) Close() {
	c.closed.Store(true)
	c.transport.CloseIdleConnections()
}

// wait returns after d, or with ctx's error as soon as ctx is done.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
