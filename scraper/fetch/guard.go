package fetch

import (
	"errors"
	"fmt"
	"net/netip"
	"syscall"

	"code.dny.dev/ssrf"

	"reticule"
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

func blocked(format string, args ...any) error {
	return &Error{Outcome: reticule.OutcomeBlocked, Err: fmt.Errorf(format, args...)}
}
