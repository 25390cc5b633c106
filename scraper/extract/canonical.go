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
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return "", fmt.Errorf("canonical address of %q: %w", raw, err)
	}
	if u.Scheme() != "http" && u.Scheme() != "https" {
		return "", fmt.Errorf("canonical address of %q: scheme %q", raw, u.Scheme())
	}
	var b strings.Builder
	b.WriteString(u.Scheme() + "://" + variantHost(u.Host()) + variantPath(u.Pathname()))
	if q := cleanQuery(strings.TrimPrefix(u.Search(), "?")); q != "" {
		b.WriteString("?" + q)
	}
	return b.String(), nil
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
