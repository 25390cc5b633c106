package story

import (
	"net/url"
	"path"
	"strings"
)

// maxURL bounds the addresses we look at; a longer one says nothing.
const maxURL = 2048

// An address is where an article stands, as far as copies of it agree.
type address struct {
	exact string // host, path and the parameters that choose what is shown; empty for a front page
	loose string // host and path alone, without the marks of other views
	host  string
}

// addressOf reads a URL. What only says how one came, or in which dress the
// page is wanted, is left out: scheme, port, www, m and amp hosts, fragments,
// tracking parameters, print, AMP and mobile views, trailing slashes.
func addressOf(raw string) address {
	raw = strings.TrimSpace(raw)
	if raw == "" || len(raw) > maxURL {
		return address{}
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return address{}
	}
	a := address{host: plainHost(u.Hostname())}
	p := plainPath(u.Path)
	query := plainQuery(u.Query())
	if p == "" && query == "" {
		return a
	}
	a.exact = a.host + p
	if p != "" {
		a.loose = a.exact
	}
	if query != "" {
		a.exact += "?" + query
	}
	return a
}

// plainHost takes a host's name without the labels that only dress it.
func plainHost(h string) string {
	h = strings.ToLower(strings.TrimSuffix(h, "."))
	for {
		label, rest, ok := strings.Cut(h, ".")
		if !ok || !strings.Contains(rest, ".") || !isDress(label) {
			return h
		}
		h = rest
	}
}

func isDress(label string) bool {
	switch label {
	case "www", "www2", "m", "mobile", "mobil", "amp", "wap", "touch":
		return true
	}
	return false
}

// plainPath takes a path without the marks of a view.
func plainPath(p string) string {
	p = path.Clean("/" + p)
	for {
		dir, last := path.Split(p)
		switch strings.ToLower(last) {
		case "amp", "amp.html", "print", "print.html", "mobile", "index.html", "index.htm", "index.php", "":
			if dir == "/" || dir == "" {
				return ""
			}
			p = strings.TrimSuffix(dir, "/")
			continue
		}
		for _, suffix := range []string{".amp.html", ".amp", "-amp.html", "_amp.html", ".print.html", "-print.html", ".html", ".htm"} {
			p = strings.TrimSuffix(p, suffix)
		}
		for _, prefix := range []string{"/amp/", "/print/", "/mobile/"} {
			if rest, ok := strings.CutPrefix(p, prefix); ok {
				p = "/" + rest
			}
		}
		return p
	}
}

// plainQuery keeps the parameters that choose what is shown, sorted.
func plainQuery(q url.Values) string {
	for k := range q {
		if low := strings.ToLower(k); isTracking(low) || isView(low, strings.ToLower(q.Get(k))) {
			delete(q, k)
		}
	}
	return q.Encode()
}

// isTracking tells the parameters that only say how one came.
func isTracking(k string) bool {
	for _, prefix := range []string{"utm_", "mc_", "pk_", "mtm_", "matomo_", "ns_", "at_", "hsa_", "_hs", "ga_", "wt_", "trk", "amp_"} {
		if strings.HasPrefix(k, prefix) {
			return true
		}
	}
	switch k {
	case "fbclid", "gclid", "gclsrc", "dclid", "msclkid", "yclid", "igshid", "igsh", "twclid", "ttclid", "wbraid", "gbraid", "mkt_tok",
		"cmpid", "cmp", "ocid", "icid", "smid", "smtyp", "ref", "ref_src", "ref_url", "referrer", "source", "src", "from", "via", "share",
		"shared", "spm", "soc_src", "soc_trk", "guccounter", "rss", "xtor", "xtref", "wtmc", "s_cid", "ncid", "usqp", "campaign", "partner",
		"sh", "ito", "nocache", "cachebuster", "_":
		return true
	}
	return false
}

// isView tells the parameters that say how the page should look. Their names
// are common ones, so the value must look the part too.
func isView(k, value string) bool {
	switch k {
	case "amp", "print", "printable", "printerfriendly", "mobile", "m", "view", "mode", "display", "outputtype", "output":
		switch value {
		case "", "0", "1", "true", "false", "yes", "no", "on", "off", "amp", "print", "mobile", "desktop", "full":
			return true
		}
	case "v", "ver", "version", "rev", "updated":
		return len(value) <= 2
	}
	return false
}

// isDressed tells whether an address has more to it than the page's own: a
// mobile host, a view, tracking.
func isDressed(raw string) bool {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return true
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	p := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(path.Clean("/"+u.Path), "/"), ".html"), ".htm")
	return plainHost(u.Hostname()) != host || plainPath(u.Path) != p || u.Fragment != "" || plainQuery(u.Query()) != u.Query().Encode()
}
