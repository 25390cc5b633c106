package fetch

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// maxURL bounds an address, in bytes.
const maxURL = 4 << 10

// parseAddress reads an address; its error repeats no part of it, since it may
// hold a password.
func parseAddress(s string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil {
		var x *url.Error
		if errors.As(err, &x) {
			err = x.Err
		}
		return nil, blocked("not an address: %w", err)
	}
	return u, nil
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
