package site

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// A client may ask for this many different queries at once, and then for one
// more each pause.
const (
	limitBurst   = 10
	limitPause   = 2 * time.Second
	limitClients = 4096 // remembered at a time
)

// limiter is a token bucket for each client, kept as the time at which the
// bucket is full again.
type limiter struct {
	now  func() time.Time
	mu   sync.Mutex
	full map[string]time.Time
}

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, full: map[string]time.Time{}}
}

// take spends one token of the client's, or tells how long to wait for it.
func (l *limiter) take(client string) (wait time.Duration) {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.full) >= limitClients {
		l.forget(now)
	}
	full := l.full[client]
	if full.Before(now) {
		full = now
	}
	if wait = full.Add(limitPause).Sub(now.Add(limitBurst * limitPause)); wait > 0 {
		return wait
	}
	l.full[client] = full.Add(limitPause)
	return 0
}

// forget drops the clients that have asked for nothing lately; all of them
// where that frees no room, since memory is worth more than the limit.
func (l *limiter) forget(now time.Time) {
	for client, full := range l.full {
		if full.Before(now) {
			delete(l.full, client)
		}
	}
	if len(l.full) >= limitClients {
		clear(l.full)
	}
}

// client names who asks: the address of the connection, or, where that is a
// proxy on our own network, the last address that the proxy adds.
func client(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	peer, err := netip.ParseAddr(host)
	if err != nil || !peer.IsLoopback() && !peer.IsPrivate() {
		return host
	}
	forwarded := r.Header["X-Forwarded-For"]
	if len(forwarded) == 0 {
		return host
	}
	last := forwarded[len(forwarded)-1]
	last = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
	if addr, err := netip.ParseAddr(last); err == nil {
		return addr.String()
	}
	return host
}
