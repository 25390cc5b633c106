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
