package fetch

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// note draws the manners from an answer: it pauses the host on 429 and 503,
// and returns until when. What the host says of the time is noted, too.
func (c *Client) note(h *host, u *url.URL, resp *http.Response) time.Time {
	now := c.config.Now()
	c.heard.Store(true)
	c.clocks.note(hostKey(u), resp.Header, now)
	switch {
	case resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode == http.StatusServiceUnavailable:
		until := c.hosts.pause(h, retryAfter(resp.Header, now), now)
		if c.config.SavePause != nil {
			c.config.SavePause(hostKey(u), until)
		}
		return until
	case resp.StatusCode < 400:
		c.hosts.answered(h, now)
	}
	return time.Time{}
}

// retryAfter reads Retry-After as seconds or as a date (RFC 9110, 10.2.3);
// zero where it says nothing about the future.
func retryAfter(h http.Header, now time.Time) time.Time {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if n, err := strconv.ParseUint(v, 10, 64); err == nil && n > 0 {
		return now.Add(time.Duration(min(n, uint64(pauseMost/time.Second))) * time.Second)
	}
	if at, err := http.ParseTime(v); err == nil && at.After(now) {
		return at
	}
	return time.Time{}
}
