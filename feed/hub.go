package feed

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

const (
	pingTimeout = 10 * time.Second
	pingAnswer  = 64 << 10 // bytes of a hub's answer that are read, to keep the connection
)

// Ping tells WebSub hubs that documents changed (W3C WebSub, section 6; the
// form hub.mode=publish, hub.url=… that public hubs take). Call it with the
// documents whose bytes differ, and with those only. Documents that are not
// public are skipped. Each hub is asked once for each document, and no more in
// this call after it failed to answer. The errors are for the log: a hub's
// failure is never that of the run.
func Ping(ctx context.Context, rt http.RoundTripper, hubs, urls []string) []error {
	var errs []error
	for _, hub := range hubs {
		for _, u := range urls {
			if !Public(u) {
				continue
			}
			if err := ping(ctx, rt, hub, u); err != nil {
				errs = append(errs, fmt.Errorf("tell hub %s of %s: %w", hub, u, err))
				break
			}
		}
	}
	return errs
}

func ping(ctx context.Context, rt http.RoundTripper, hub, feed string) error {
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	form := url.Values{"hub.mode": {"publish"}, "hub.url": {feed}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, hub, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, io.LimitReader(resp.Body, pingAnswer))
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("it answered %s", resp.Status)
	}
	return nil
}

// Public tells whether an address can be fetched from the internet, as far as
// its name says: http or https, and not a host of this machine or network.
func Public(address string) bool {
	u, err := url.Parse(webURL(address))
	if err != nil || u.Host == "" {
		return false
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if ip, err := netip.ParseAddr(host); err == nil {
		ip = ip.Unmap()
		return ip.IsGlobalUnicast() && !ip.IsPrivate() && !carrierNAT().Contains(ip)
	}
	_, last, dotted := cutLast(host, ".")
	switch last {
	case "localhost", "local", "internal", "invalid", "test", "lan", "home", "onion":
		return false
	}
	return dotted && last != "arpa"
}

// carrierNAT is the network that providers use between themselves and their
// customers (RFC 6598).
func carrierNAT() netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 64, 0, 0}), 10)
}

// cutLast cuts around the last separator; without one, after is all of s.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return "", s, false
}
