package fetch

import (
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Of what the hosts say of the time we keep one word each, and want several:
// one host's clock may be wrong, too.
const (
	clocksMost  = 64
	clocksLeast = 3
)

// clocks are the differences between our clock and the hosts'.
type clocks struct {
	mu    sync.Mutex
	ahead map[string]time.Duration // ours of theirs, by host
}

// note takes down what an answer says of the time: when it was made, and how
// long it lay in a cache since (RFC 9110, 6.6.1; RFC 9111, 5.1).
func (c *clocks) note(host string, h http.Header, now time.Time) {
	at, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	if age, err := strconv.ParseUint(h.Get("Age"), 10, 31); err == nil {
		at = at.Add(time.Duration(age) * time.Second)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ahead == nil {
		c.ahead = map[string]time.Duration{}
	}
	if _, known := c.ahead[host]; known || len(c.ahead) < clocksMost {
		c.ahead[host] = now.Sub(at)
	}
}

// Ahead is by how much our clock is ahead of those of the hosts that answered
// since it told so last: the middle one of what they say, to a second or so.
// ok is false where fewer than three said anything.
func (c *Client) Ahead() (d time.Duration, ok bool) {
	c.clocks.mu.Lock()
	defer c.clocks.mu.Unlock()
	all := make([]time.Duration, 0, len(c.clocks.ahead))
	for _, d := range c.clocks.ahead {
		all = append(all, d)
	}
	if len(all) < clocksLeast {
		return 0, false
	}
	clear(c.clocks.ahead)
	slices.Sort(all)
	return all[len(all)/2], true
}
