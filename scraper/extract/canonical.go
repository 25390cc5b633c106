package extract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nlnwa/whatwg-url/url"
)

// Canonical gives an address in the form in which two spellings of one page
// are equal: parsed as browsers do it, host in ASCII, default port, fragment
// and tracking parameters gone, AMP, print and mobile variants led back to the
// page itself. It refuses what is not http or https.
func Canonical(raw string) (string, error) {
	raw = strings.TrimSpace(raw)
	if scheme, host, path, query, ok := simple(raw); ok {
		return join(scheme, host, path, query), nil
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "", fmt.Errorf("canonical address of %q: %w", raw, err)
	}
	if u.Scheme() != "http" && u.Scheme() != "https" {
		return "", fmt.Errorf("canonical address of %q: scheme %q", raw, u.Scheme())
	}
	return join(u.Scheme(), u.Host(), u.Pathname(), strings.TrimPrefix(u.Search(), "?")), nil
}

// join writes an address without its variants and tracking.
func join(scheme, host, path, query string) string {
	s := scheme + "://" + variantHost(host) + variantPath(path)
	if q := cleanQuery(query); q != "" {
		s += "?" + q
	}
	return s
}

// simple cuts an address that the URL standard's parser would leave as it is:
// a host of lower-case letters, no port, no dot segments, nothing to encode.
// Most addresses are like that, and the parser is slow.
func simple(raw string) (scheme, host, path, query string, ok bool) {
	scheme, rest, _ := strings.Cut(raw, "://")
	if scheme != "https" && scheme != "http" {
		return "", "", "", "", false
	}
	i := strings.IndexByte(rest, '/')
	if i <= 0 || strings.Contains(rest, "/.") || strings.Contains(rest[:i], "xn--") {
		return "", "", "", "", false
	}
	host, path = rest[:i], rest[i:]
	if !isPlainHost(host) {
		return "", "", "", "", false
	}
	for _, c := range []byte(path) {
		if !isLetter(c) && (c < '0' || c > '9') && strings.IndexByte("-._~/?=&+,:;@!$*%()", c) < 0 {
			return "", "", "", "", false
		}
	}
	path, query, _ = strings.Cut(path, "?")
	return scheme, host, path, query, !strings.Contains(strings.ToLower(path), "%2e")
}

// isPlainHost tells whether a host is a name of lower-case ASCII labels, and
// no address in numbers.
func isPlainHost(host string) bool {
	for _, c := range []byte(host) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' {
			return false
		}
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	return last != "" && last[0] >= 'a' && last[0] <= 'z' && !strings.Contains(host, "..") && host[0] != '.'
}

// variantHost takes the label of a mobile or AMP variant off a host.
func variantHost(host string) string {
	for _, label := range []string{"m.", "mobile.", "amp."} {
		if rest, ok := strings.CutPrefix(host, label); ok && strings.Contains(rest, ".") {
			return rest
		}
	}
	return host
}

// variantPath leads AMP and print paths back to the page.
func variantPath(p string) string {
	for _, end := range []string{"/amp/", "/amp", "/print/", "/print"} {
		if rest, ok := strings.CutSuffix(p, end); ok && len(rest) > 1 {
			if strings.HasSuffix(end, "/") {
				return rest + "/"
			}
			return rest
		}
	}
	if rest, ok := strings.CutPrefix(p, "/amp/"); ok && rest != "" {
		return "/" + rest
	}
	if rest, ok := strings.CutSuffix(p, ".amp.html"); ok {
		return rest + ".html"
	}
	return strings.TrimSuffix(p, ".amp")
}

// cleanQuery drops tracking and variant parameters and sorts the rest by
// name, so that their order does not matter.
func cleanQuery(query string) string {
	if query == "" {
		return ""
	}
	keep := slices.DeleteFunc(strings.Split(query, "&"), func(p string) bool {
		name, value, _ := strings.Cut(p, "=")
		return p == "" || tracks(strings.ToLower(name), strings.ToLower(value))
	})
	slices.SortStableFunc(keep, func(a, b string) int {
		x, _, _ := strings.Cut(a, "=")
		y, _, _ := strings.Cut(b, "=")
		return strings.Compare(x, y)
	})
	return strings.Join(keep, "&")
}

// tracks tells whether a parameter only says where a reader came from, or
// asks for a variant of the page.
func tracks(name, value string) bool {
	for _, p := range []string{"utm_", "mc_", "pk_", "mtm_", "hsa_", "_hs", "at_", "ga_", "vero_", "oly_", "ns_", "sc_"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	switch name {
	case "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh", "li_fat_id",
		"mkt_tok", "s_cid", "cmpid", "cmp", "ncid", "ocid", "icid", "ito", "smid", "xtor", "wt_mc", "soc_src", "soc_trk", "ref_src",
		"ref_url", "referrer", "feature", "spm", "scm", "_ga", "_gl", "epik", "rb_clickid", "partner", "sr_share", "fb_action_ids":
		return true
	case "amp", "print":
		return value == "" || value == "1" || value == "true"
	case "output", "outputtype":
		return value == "amp"
	}
	return false
}
