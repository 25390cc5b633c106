package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
	"golang.org/x/net/idna"

	"reticule"
)

const (
	maxURL     = 4 << 10          // bytes of an address
	maxHeader  = 256 << 10        // bytes of an answer's header
	dialLimit  = 10 * time.Second // for one connection
	idleLimit  = 60 * time.Second // that an unused connection is kept
	readBuffer = 16 << 10         // bytes of a connection's buffer
)

// publicPorts are the ports asked on public addresses: those of the web and
// their usual alternatives. Everything else there is another service's.
var publicPorts = []uint16{80, 443, 8080, 8443}

// nat64 embeds IPv4 addresses in its last 32 bits (RFC 6052).
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

// guard decides which addresses may be asked. It looks at names before a
// request waits for its turn, and at the address itself when it is dialled:
// after DNS, for every connection, so that a name which changes its address
// between two looks gains nothing.
type guard struct {
	allow  []netip.Prefix
	public *ssrf.Guardian
}

func newGuard(allow []netip.Prefix) *guard {
	return &guard{allow: allow, public: ssrf.New(ssrf.WithPorts(publicPorts...))}
}

// control is a net.Dialer's Control.
func (g *guard) control(network, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return blocked("cannot read the address %q", address)
	}
	return g.dialable(to)
}

func (g *guard) dialable(to netip.AddrPort) error {
	addr := to.Addr().Unmap()
	if nat64.Contains(addr) {
		b := addr.As16()
		if err := g.dialable(netip.AddrPortFrom(netip.AddrFrom4([4]byte(b[12:])), to.Port())); err != nil {
			return err
		}
	}
	for _, p := range g.allow {
		if p.Contains(addr.WithZone("")) {
			return nil
		}
	}
	err := g.public.SafeAddrPort(netip.AddrPortFrom(addr, to.Port()))
	switch {
	case errors.Is(err, ssrf.ErrProhibitedPort):
		return blocked("port %d is not one of the web", to.Port())
	case err != nil:
		return blocked("%s is not a public address", addr)
	}
	return nil
}

// address checks what can be known of an address before it is dialled, and
// brings its host into the one form that names, robots.txt and the wire share:
// lower case, ASCII, no trailing dot. It changes u, which must be the
// caller's own.
func (g *guard) address(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return blocked("only http and https are read, not %q", u.Scheme)
	case u.User != nil:
		return blocked("an address with a user name is not asked")
	case u.Opaque != "" || u.Host == "":
		return blocked("the address has no host")
	case len(u.Path)+len(u.RawQuery) > maxURL:
		return blocked("the address is longer than %d bytes", maxURL)
	}
	u.Fragment, u.RawFragment = "", ""
	name := strings.TrimSuffix(u.Hostname(), ".")
	if addr, err := netip.ParseAddr(name); err == nil {
		return g.literal(u, addr)
	}
	ascii, ok := hostName(name)
	if !ok {
		return blocked("%q is not a host name", name)
	}
	// A compatibility form may hide an address: "①②⑦.0.0.1" maps to digits.
	if addr, err := netip.ParseAddr(ascii); err == nil {
		return g.literal(u, addr)
	}
	if endsInNumber(ascii) {
		return blocked("%q is an address in disguise", name)
	}
	setHost(u, ascii)
	return nil
}

// hostName returns a host name in lower-case ASCII. Names within ASCII may hold
// an underscore, which IDNA forbids and some sites have.
func hostName(name string) (string, bool) {
	name = strings.ToLower(name)
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != "" || strings.Contains(name, "xn--") {
		ascii, err := idna.Lookup.ToASCII(name)
		if err != nil {
			return "", false
		}
		name = ascii
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' {
			return "", false
		}
	}
	return name, len(name) <= 253
}

func (g *guard) literal(u *url.URL, addr netip.Addr) error {
	port := uint16(80)
	if p := portOf(u); p != "" {
		to, err := netip.ParseAddrPort("0.0.0.0:" + p)
		if err != nil {
			return blocked("%q is not a port", p)
		}
		port = to.Port()
	}
	setHost(u, addr.String())
	return g.dialable(netip.AddrPortFrom(addr, port))
}

// endsInNumber tells whether a host's last label is a number, decimal, octal
// or hexadecimal, so that some resolvers would take the host for an IPv4
// address (WHATWG URL, "ends in a number").
func endsInNumber(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if hex, ok := strings.CutPrefix(strings.ToLower(last), "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}

func setHost(u *url.URL, name string) {
	port := u.Port()
	if port == defaultPort(u.Scheme) {
		port = ""
	}
	switch {
	case port != "":
		u.Host = net.JoinHostPort(name, port)
	case strings.Contains(name, ":"):
		u.Host = "[" + name + "]"
	default:
		u.Host = name
	}
}

func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return defaultPort(u.Scheme)
}

func defaultPort(scheme string) string {
	switch scheme {
	case "http":
		return "80"
	case "https":
		return "443"
	}
	return ""
}

func blocked(format string, args ...any) error {
	return &Error{Outcome: reticule.OutcomeBlocked, Err: fmt.Errorf(format, args...)}
}

// newTransport dials through the guard and nothing else: a proxy would be
// dialled in the target's place, so there is none. Idle connections are few,
// however many hosts there are.
func newTransport(c Config, g *guard) *http.Transport {
	d := &net.Dialer{Timeout: dialLimit, Control: g.control}
	return &http.Transport{
		Proxy:                  nil,
		DialContext:            dialer(d, c.Hosts),
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // we decompress, with a limit
		TLSHandshakeTimeout:    dialLimit,
		MaxIdleConns:           max(64, 4*c.Parallel),
		MaxIdleConnsPerHost:    c.PerHost,
		IdleConnTimeout:        idleLimit,
		MaxResponseHeaderBytes: maxHeader,
		ReadBufferSize:         readBuffer,
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
