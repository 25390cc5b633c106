package fetch

import (
	"context"
	"net"
	"net/http"
	"time"
)

const (
	maxHeader = 256 << 10        // bytes of an answer's header
	dialLimit = 10 * time.Second // for one connection, DNS included
	idleLimit = 60 * time.Second // that an unused connection is kept
)

// Transport dials what a client would, and nothing else. It is for requests that
// read nothing, such as those that tell a hub of news: it knows no manners.
func Transport(c Config) *http.Transport {
	c = c.withDefaults()
	return newTransport(c, newGuard(c.Allow))
}

// newTransport dials through the guard and nothing else: a proxy would be
// dialled in the target's place, so there is none. Idle connections are few,
// however many hosts there are.
func newTransport(c Config, g *guard) *http.Transport {
	d := &net.Dialer{Timeout: dialLimit, Control: g.control, Resolver: c.Resolver}
	return &http.Transport{
		Proxy:                  nil,
		DialContext:            dialer(d, c.Hosts),
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // we decompress, with a limit
		TLSHandshakeTimeout:    dialLimit,
		MaxIdleConns:           max(64, 2*c.Parallel),
		MaxIdleConnsPerHost:    c.PerHost,
		IdleConnTimeout:        idleLimit,
		MaxResponseHeaderBytes: maxHeader,
	}
}

func dialer(d *net.Dialer, hosts map[string]string) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if name, _, err := net.SplitHostPort(address); err == nil {
			if to, ok := hosts[name]; ok {
				address = to
			}
		}
		return d.DialContext(ctx, network, address)
	}
}
