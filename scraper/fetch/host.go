package fetch

import (
	"net/url"
	"strings"
	"sync"
	"time"
)

const (
	pauseLeast = 10 * time.Minute // where a host says "too many" without saying for how long
	pauseMost  = 24 * time.Hour
)

// host is what we remember of one while it is asked, and for as long after as
// manners need it.
type host struct {
	seats chan struct{} // one for each request under way
	turn  chan struct{} // held by the one that starts next

	// Guarded by hosts.mu.
	users   int
	last    time.Time     // start of the latest request
	gap     time.Duration // that the next one keeps
	until   time.Time     // paused until
	strikes int           // pauses in a row whose length we had to choose
}

// hosts are those under way, and those whose gap or pause is not over. Others
// are forgotten: memory follows what is asked at once, not what was ever asked.
type hosts struct {
	mu    sync.Mutex
	known map[string]*host
	sweep int // number of hosts at which the idle ones are dropped next
}

// hostKey is whom manners are owed: a host name, whether by http or https; with
// a port of its own it counts as a host of its own.
func hostKey(u *url.URL) string {
	if p := u.Port(); p != "80" && p != "443" {
		return u.Host
	}
	return strings.TrimSuffix(strings.TrimSuffix(u.Host, ":80"), ":443")
}

// HostOf is whom manners are owed for an address, as Config.Lease names it; ""
// where it is none.
func HostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	u.Host = strings.ToLower(u.Host)
	return hostKey(u)
}

// enter returns the host, to be given back by leave.
func (hs *hosts) enter(key string, perHost int, now time.Time) *host {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	h := hs.known[key]
	if h == nil {
		hs.forget(now)
		h = &host{seats: make(chan struct{}, perHost), turn: make(chan struct{}, 1)}
		hs.known[key] = h
	}
	h.users++
	return h
}

func (hs *hosts) leave(h *host) {
	hs.mu.Lock()
	h.users--
	hs.mu.Unlock()
}

// forget drops idle hosts, each time that their number has doubled.
func (hs *hosts) forget(now time.Time) {
	if hs.known == nil {
		hs.known = map[string]*host{}
	}
	if len(hs.known) < max(hs.sweep, 64) {
		return
	}
	for key, h := range hs.known {
		rest := h.until
		if h.strikes > 0 {
			rest = rest.Add(pauseMost)
		}
		if h.users == 0 && !now.Before(h.last.Add(h.gap)) && !now.Before(rest) {
			delete(hs.known, key)
		}
	}
	hs.sweep = 2 * len(hs.known)
}

// paused returns until when h is left alone; zero where it may be asked.
func (hs *hosts) paused(h *host, now time.Time) time.Time {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if now.Before(h.until) {
		return h.until
	}
	return time.Time{}
}

// pause leaves h alone until the given time, or where it is zero for ten
// minutes, twice as long each time in a row; never for more than a day, and
// never for less than was agreed before.
func (hs *hosts) pause(h *host, until, now time.Time) time.Time {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if until.IsZero() && now.Before(h.until) {
		return h.until // of another answer that was under way at the same time
	}
	if until.IsZero() {
		until = now.Add(min(pauseLeast<<min(h.strikes, 8), pauseMost))
		h.strikes++
	}
	if most := now.Add(pauseMost); until.After(most) {
		until = most
	}
	if until.After(h.until) {
		h.until = until
	}
	return h.until
}

// answered notes that h served a request.
func (hs *hosts) answered(h *host, now time.Time) {
	hs.mu.Lock()
	if !now.Before(h.until) {
		h.strikes = 0
	}
	hs.mu.Unlock()
}

// Pause leaves a host alone until the given time, at most a day from now. A
// host is named as in an address, with its port if that is not 80 or 443.
// Requests to a paused host fail at once with reticule.OutcomeRateLimited.
func (c *Client) Pause(name string, until time.Time) {
	u := &url.URL{Scheme: "http", Host: strings.ToLower(name)}
	now := c.config.Now()
	if c.guard.address(u) != nil || !until.After(now) {
		return
	}
	h := c.hosts.enter(hostKey(u), c.config.PerHost, now)
	defer c.hosts.leave(h)
	c.hosts.pause(h, until, now)
}
