package fetch

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	robotsMost   = 500 << 10        // bytes of a robots.txt that are read (RFC 9309, 2.5: at least 500 KiB)
	delayMost    = 60 * time.Second // of a Crawl-delay that is honoured
	sitemapsMost = 100              // of a robots.txt that are kept
)

// Robots is what a robots.txt says to one product token, by RFC 9309.
type Robots struct {
	Sitemaps []string      // as written, at most 100
	Delay    time.Duration // Crawl-delay, at most a minute; 0 where there is none

	rules []rule // longest first, allow before disallow
}

type rule struct {
	pattern string // normalised; * and a last $ are special
	allow   bool
}

// ParseRobots reads a robots.txt for token. What it cannot read it skips:
// every file has a meaning, and an empty one allows everything.
func ParseRobots(data []byte, token string) *Robots {
	p := robotsParser{token: token}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	for len(data) > 0 {
		line := data
		if end := bytes.IndexAny(data, "\r\n"); end >= 0 {
			line, data = data[:end], data[end+1:]
		} else {
			data = nil
		}
		p.line(string(line))
	}
	return p.result()
}

// robotsParser collects the groups that speak to token and those that speak to
// everyone. Groups of one agent are merged (RFC 9309, 2.2.1).
type robotsParser struct {
	token       string
	own, others group // of token, and of *
	forOwn      bool  // the present group speaks to token
	forOthers   bool  // and to *
	inRules     bool  // a rule has come since the last user-agent line
	ownSeen     bool
	sitemaps    []string
}

type group struct {
	rules []rule
	delay time.Duration
}

func (p *robotsParser) line(s string) {
	s, _, _ = strings.Cut(s, "#")
	key, value, ok := strings.Cut(s, ":")
	if !ok {
		return
	}
	value = strings.Trim(value, " \t")
	switch strings.ToLower(strings.Trim(key, " \t")) {
	case "user-agent", "useragent", "user agent":
		p.agent(value)
	case "allow":
		p.rule(value, true)
	case "disallow", "dissallow", "disalow":
		p.rule(value, false)
	case "crawl-delay", "crawldelay", "crawl delay":
		p.delay(value)
	case "sitemap", "site-map":
		if value != "" && len(value) <= maxURL && len(p.sitemaps) < sitemapsMost {
			p.sitemaps = append(p.sitemaps, strings.Clone(value))
		}
	}
}

// agent opens a group, or adds a name to one that has no rules yet.
func (p *robotsParser) agent(value string) {
	if p.inRules {
		p.forOwn, p.forOthers, p.inRules = false, false, false
	}
	if value == "*" || strings.HasPrefix(value, "* ") {
		p.forOthers = true
	} else if strings.EqualFold(productToken(value), p.token) {
		p.forOwn, p.ownSeen = true, true
	}
}

// productToken is the name in "Name/1.0 (…)".
func productToken(s string) string {
	if end := strings.IndexAny(s, "/ \t;,("); end >= 0 {
		return s[:end]
	}
	return s
}

func (p *robotsParser) rule(value string, allow bool) {
	p.inRules = true
	if value == "" || value[0] != '/' && value[0] != '*' {
		return // an empty Disallow forbids nothing; a path starts with a slash
	}
	r := rule{pattern: normalPattern(value), allow: allow}
	for _, g := range p.groups() {
		g.rules = append(g.rules, r)
	}
}

func (p *robotsParser) delay(value string) {
	p.inRules = true
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || !(seconds > 0) {
		return
	}
	d := delayMost
	if seconds < delayMost.Seconds() {
		d = time.Duration(seconds * float64(time.Second))
	}
	for _, g := range p.groups() {
		g.delay = max(g.delay, d)
	}
}

func (p *robotsParser) groups() []*group {
	switch {
	case p.forOwn && p.forOthers:
		return []*group{&p.own, &p.others}
	case p.forOwn:
		return []*group{&p.own}
	case p.forOthers:
		return []*group{&p.others}
	}
	return nil
}

func (p *robotsParser) result() *Robots {
	g := p.others
	if p.ownSeen {
		g = p.own
	}
	slices.SortStableFunc(g.rules, func(a, b rule) int {
		if d := len(b.pattern) - len(a.pattern); d != 0 {
			return d
		}
		switch {
		case a.allow && !b.allow:
			return -1
		case b.allow && !a.allow:
			return 1
		}
		return 0
	})
	return &Robots{Sitemaps: p.sitemaps, Delay: g.delay, rules: slices.Clip(g.rules)}
}

// Allowed tells whether a path with its query, as on the wire ("/a?b=c"), may
// be asked: the longest pattern that matches decides, allow where two are of
// one length, and nothing forbids /robots.txt itself (RFC 9309, 2.2.2).
func (r *Robots) Allowed(uri string) bool {
	if len(r.rules) == 0 || uri == "/robots.txt" {
		return true
	}
	path := normalPath(uri)
	for _, rule := range r.rules {
		if rule.matches(path) {
			return rule.allow
		}
	}
	return true
}

// matches walks the pattern's pieces between stars from left to right; taking
// the first place of each is enough, so the time is that of the search alone.
func (r rule) matches(path string) bool {
	pattern, whole := strings.CutSuffix(r.pattern, "$")
	piece, rest, more := strings.Cut(pattern, "*")
	if !strings.HasPrefix(path, piece) {
		return false
	}
	path = path[len(piece):]
	for more {
		piece, rest, more = strings.Cut(rest, "*")
		if whole && !more {
			return strings.HasSuffix(path, piece)
		}
		at := strings.Index(path, piece)
		if at < 0 {
			return false
		}
		path = path[at+len(piece):]
	}
	return !whole || path == ""
}

// normalPattern brings a pattern into the form that paths are compared in. A $
// that is not last is an ordinary letter.
func normalPattern(s string) string {
	s, whole := strings.CutSuffix(s, "$")
	s = normalEscapes(s, "$")
	if whole {
		s += "$"
	}
	return s
}

func normalPath(s string) string { return normalEscapes(s, "*$") }

// normalEscapes percent-encodes what is not printable ASCII and the letters
// given, decodes what needs no encoding (RFC 3986, 2.3), and writes the
// remaining escapes in capitals.
func normalEscapes(s, encode string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r == '%' || r <= ' ' || r > '~' || strings.ContainsRune(encode, r) }) {
		return s
	}
	const hex = "0123456789ABCDEF"
	out := make([]byte, 0, len(s)+16)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			v := unhex(s[i+1])<<4 | unhex(s[i+2])
			if isUnreserved(v) {
				out = append(out, v)
			} else {
				out = append(out, '%', hex[v>>4], hex[v&15])
			}
			i += 2
		case c <= ' ', c > '~', strings.IndexByte(encode, c) >= 0:
			out = append(out, '%', hex[c>>4], hex[c&15])
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
