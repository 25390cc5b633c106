package feed

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/text/language"
)

// patterns are those of the checks; all are linear.
type patterns struct {
	uri, tag, uuid, email, mailbox, escape, markup, entity, mime *regexp.Regexp
}

var pattern = sync.OnceValue(func() patterns {
	const uriChars = `(?:[0-9a-zA-Z;/?:@&=+$.\-_!~*'(),#]|%[0-9a-fA-F]{2})`
	return patterns{
		uri:     regexp.MustCompile(`^[a-zA-Z][0-9a-zA-Z+.\-]*:(//(\[[0-9a-fA-F:.]+\])?)?` + uriChars + `*$`),
		tag:     regexp.MustCompile(`^tag:([a-zA-Z0-9\-._]+@)?[a-zA-Z0-9.\-]+,\d{4}(-\d{2}(-\d{2})?)?:` + uriChars + `*$`),
		uuid:    regexp.MustCompile(`(?i)^urn:uuid:[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$`),
		email:   regexp.MustCompile(`^(mailto:)?[^\s@()<>,;:"]+@[a-zA-Z0-9.\-]+\.[a-zA-Z0-9\-]+( \(.*\))?$`),
		escape:  regexp.MustCompile(`%[0-9a-fA-F]{2}`),
		mailbox: regexp.MustCompile(`<[^\s<>@]+@[^\s<>@]+>`),
		markup:  regexp.MustCompile(`</?[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?>`),
		entity:  regexp.MustCompile(`&(#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);`),
		mime:    regexp.MustCompile(`^[^\s()<>,;:\\"/\[\]?=]+/[^\s()<>,;:\\"/\[\]?=]+(\s*;.*)?$`),
	}
})

// url checks a full address; what names it in the message.
func (c *checker) url(line int, what, s string) bool {
	if !fullURL(s) {
		c.report(line, "bad-url", "%s: %q", what, s)
		return false
	}
	if scheme, _, _ := strings.Cut(strings.ToLower(s), ":"); !strings.Contains(schemes, " "+scheme+" ") {
		c.report(line, "scheme-unknown", "%s: %q", what, s)
	}
	return true
}

// schemes are those of the register that feeds have a use for.
const schemes = " http https ftp mailto tag urn tel sip sips xmpp geo magnet data news nntp gopher info acct cid mid ipp webcal "

// reference checks an address of Atom, which may be relative; what it is
// relative to should be said.
func (c *checker) reference(line int, what, s string) {
	if fullURL(s) {
		return
	}
	if scheme, _, ok := strings.Cut(s, ":"); ok && !strings.ContainsAny(scheme, "/?#") || !fullURL("http://a/"+s) {
		c.report(line, "bad-url", "%s: %q", what, s)
		return
	}
	c.relative(line, what, s)
}

// relative reports an address that is not whole.
func (c *checker) relative(line int, what, s string) {
	if !c.based {
		c.report(line, "relative-link", "%s links %q", what, s)
	}
}

// webAddress checks an address that must be one of the web.
func (c *checker) webAddress(line int, what, s string) {
	if c.url(line, what, s) && !strings.HasPrefix(strings.ToLower(s), "http://") && !strings.HasPrefix(strings.ToLower(s), "https://") {
		c.report(line, "bad-url", "%s: %q", what, s)
	}
}

// fullURL tells whether s is an absolute URI, every character as it must be.
func fullURL(s string) bool {
	scheme, rest, _ := strings.Cut(s, ":")
	switch strings.ToLower(scheme) {
	case "tag":
		return pattern().tag.MatchString(s)
	case "urn":
		return !strings.HasPrefix(strings.ToLower(rest), "uuid:") && pattern().uri.MatchString(s) || pattern().uuid.MatchString(s)
	case "http", "https", "ftp":
		return pattern().uri.MatchString(s) && len(rest) > 2 && rest[:2] == "//" && rest[2] != '/' && rest[2] != ':'
	}
	return rest != "" && pattern().uri.MatchString(s)
}

// canonical tells whether a full address is written as RFC 3986 (section 6.2.2)
// would have it: scheme and host in lower case, no port that goes without
// saying, no steps of dots, and escapes in capitals, where they are needed alone.
func canonical(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != s[:len(u.Scheme)] || u.Host != strings.ToLower(u.Host) {
		return false
	}
	if port := u.Port(); u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" || u.Host != "" && u.EscapedPath() == "" {
		return false
	}
	for step := range strings.SplitSeq(u.EscapedPath(), "/") {
		if step == "." || step == ".." {
			return false
		}
	}
	for _, escape := range pattern().escape.FindAllString(s, -1) {
		c, _ := strconv.ParseUint(escape[1:], 16, 8) // two digits always are a number
		if escape != strings.ToUpper(escape) || unreserved(byte(c)) {
			return false
		}
	}
	return true
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// rfc822 checks a date of RSS.
func (c *checker) rfc822(line int, what, s string) {
	t, clean, ok := parseRFC822(s)
	if !ok {
		c.report(line, "bad-date", "%s: %q", what, s)
		return
	}
	if !clean {
		c.report(line, "date-form", "%s: %q", what, s)
	}
	if day, _, found := strings.Cut(s, ","); found && !strings.EqualFold(strings.TrimSpace(day), t.Format("Mon")) {
		c.report(line, "wrong-weekday", "%s: %q is a %s", what, s, t.Weekday().String())
	}
	c.plausible(line, what, s, t)
}

// parseRFC822 reads a date; clean tells whether it has the form that all
// readers know.
func parseRFC822(s string) (t time.Time, clean, ok bool) {
	for _, layout := range []string{"Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 GMT"} {
		if t, err := time.Parse(layout, s); err == nil {
			_, offset := t.Zone()
			return t, offset == 0, true
		}
	}
	s = strings.Join(strings.Fields(s), " ")
	if day, rest, found := strings.Cut(s, ","); found {
		if !slices.ContainsFunc([]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, func(d string) bool { return strings.EqualFold(d, strings.TrimSpace(day)) }) {
			return t, false, false
		}
		s = strings.TrimSpace(rest)
	}
	for _, year := range []string{"2006", "06"} {
		for _, clock := range []string{"15:04:05", "15:04"} {
			for _, zone := range []string{" -0700", " MST"} {
				if t, err := time.Parse("2 Jan "+year+" "+clock+zone, s); err == nil && knownZone(t, zone) {
					return t, false, true
				}
			}
		}
	}
	return t, false, false
}

// knownZone tells whether a zone is one that RFC 822 names.
func knownZone(t time.Time, layout string) bool {
	name, _ := t.Zone()
	return layout == " -0700" || slices.Contains([]string{"UT", "UTC", "GMT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"}, name)
}

// rfc3339 checks a date of Atom or JSON Feed.
func (c *checker) rfc3339(line int, what, s string) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		c.report(line, "bad-date", "%s: %q", what, s)
		return
	}
	c.plausible(line, what, s, t)
}

func (c *checker) plausible(line int, what, s string, t time.Time) {
	future := !c.now.IsZero() && t.After(c.now.Add(10*time.Minute))
	if future || t.Year() < 1990 || t.Year() > 2100 {
		c.report(line, "implausible-date", "%s: %q", what, s)
	}
}

func (c *checker) language(line int, what, s string) {
	tag, err := language.Parse(s)
	if base, _ := tag.Base(); err != nil || s == "" || base.String() == "und" {
		c.report(line, "bad-language", "%s: %q", what, s)
	}
}

// plainText checks text that must not be markup.
func (c *checker) plainText(line int, what, s string) {
	if m := pattern().markup.FindString(s); m != "" {
		c.report(line, "html-in-text", "%s holds %q", what, m)
		return
	}
	for _, m := range pattern().entity.FindAllString(s, 20) {
		if html.UnescapeString(m) != m {
			c.report(line, "html-in-text", "%s holds %q", what, m)
			return
		}
	}
}

func (c *checker) positive(line int, what, s string) {
	if n, err := strconv.Atoi(s); err != nil || n <= 0 {
		c.report(line, "bad-number", "%s is %q", what, s)
	}
}

func (c *checker) email(k *node, s string) {
	if !pattern().email.MatchString(s) {
		c.report(k.line, "author-email", "<%s> is %q", k.name, s)
	} else if !strings.HasSuffix(s, ")") {
		c.report(k.line, "author-no-name", "<%s> is %q", k.name, s)
	}
}
