package feed

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// webURL gives an absolute http or https address as browsers read it, every
// character as RFC 3986 wants it and without a password; "" for anything else.
func webURL(s string) string {
	if len(s) > 4096 {
		return ""
	}
	u, err := whatwg.Parse(strings.TrimSpace(s))
	if err != nil || (u.Scheme() != "http" && u.Scheme() != "https") || u.Hostname() == "" {
		return ""
	}
	if !hostSafe(u.Hostname()) {
		return ""
	}
	u.SetUsername("")
	u.SetPassword("")
	head := u.Scheme() + "://" + u.Host()
	return head + uriSafe(strings.TrimPrefix(u.Href(false), head))
}

// hostSafe tells whether a host, in its ASCII form, holds nothing but what a
// host name or an address may hold.
func hostSafe(host string) bool {
	return strings.IndexFunc(host, func(r rune) bool {
		return r >= utf8.RuneSelf || !(unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-._:[]", r))
	}) < 0
}

// uriSafe percent-encodes what may not stand in the path, query or fragment of
// a URI, stray percent signs included.
func uriSafe(s string) string {
	const allowed = "-._~:/?#@!$&()*+,;="
	var b strings.Builder
	hash := false
	for i := range len(s) {
		c := s[i]
		ok := c < utf8.RuneSelf && (unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c)) || strings.IndexByte(allowed, c) >= 0)
		ok = ok && !(c == '#' && hash) || c == '%' && isHex(s, i+1) && isHex(s, i+2)
		hash = hash || c == '#'
		if ok {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte("0123456789ABCDEF"[c>>4])
		b.WriteByte("0123456789ABCDEF"[c&15])
	}
	return b.String()
}

func isHex(s string, i int) bool {
	return i < len(s) && strings.IndexByte("0123456789abcdefABCDEF", s[i]) >= 0
}

// pathSafe makes a name fit to stand in a tag: URI. Names that differ stay so.
func pathSafe(s string) string { return url.PathEscape(s) }
