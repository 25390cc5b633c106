package scraper

import (
	"bytes"
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"reticule"
	"reticule/scraper/extract"
	"reticule/scraper/fetch"
)

// maxItems bounds what is read of one feed; the newest stand first in it.
const maxItems = 5000

// readFeed reads RSS, Atom or JSON Feed into the listing.
func readFeed(resp *fetch.Response, list *listing) error {
	body, note, err := mend(resp.Body, resp.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	f, err := parseFeed(body)
	if err != nil {
		whole, left, ok := mendBroken(body)
		if !ok {
			return err
		}
		if f, err = parseFeed(whole); err != nil {
			return err
		}
		note = cmp.Or(left, note)
	}
	base, err := url.Parse(resp.URL)
	if err != nil {
		return faultf(reticule.OutcomeBadData, "read %s: %w", resp.URL, err)
	}
	list.message, list.title, list.lang = note, f.Title, f.Language
	list.hint, list.skip = max(list.hint, feedHint(f)), feedSkip(f)
	list.candidates, list.older = feedCandidates(f, base), olderDocument(f, base)
	if len(list.candidates) == 0 && len(f.Items) > 0 {
		return faultf(reticule.OutcomeBadData, "%d items, and none has an address; report it to the site", len(f.Items))
	}
	return nil
}

// parseFeed runs gofeed; whatever the bytes, it returns.
func parseFeed(body []byte) (f *gofeed.Feed, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, faultf(reticule.OutcomeBadData, "the feed cannot be read: %v", r)
		}
	}()
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true // for what the universal form leaves out: ttl
	f, err = p.Parse(bytes.NewReader(body))
	if err != nil {
		return nil, faultf(reticule.OutcomeBadData, "the feed cannot be read: %w", err)
	}
	if f.FeedType == "json" && len(f.Items) == 0 && f.Title == "" {
		return nil, faultf(reticule.OutcomeNotFeed, "this is JSON, but no JSON Feed; check the source's address")
	}
	return f, nil
}

func feedCandidates(f *gofeed.Feed, base *url.URL) []candidate {
	seen := map[string]bool{}
	var out []candidate
	for _, it := range f.Items[:min(len(f.Items), maxItems)] {
		c, ok := feedCandidate(it, base)
		if !ok || seen[c.key] {
			continue
		}
		seen[c.key] = true
		if c.lang == "" {
			c.lang = f.Language
		}
		out = append(out, c)
	}
	return out
}

func feedCandidate(it *gofeed.Item, base *url.URL) (candidate, bool) {
	address := it.Link
	if address == "" && strings.HasPrefix(it.GUID, "http") {
		address = it.GUID
	}
	c := candidate{title: it.Title, summary: it.Description, content: it.Content, published: itemTime(it.PublishedParsed, it.Published), modified: itemTime(it.UpdatedParsed, it.Updated)}
	if !c.at(address, base) {
		return c, false
	}
	if c.published.IsZero() {
		c.published = c.modified
	}
	for _, a := range it.Authors {
		if a != nil && a.Name != "" && !strings.Contains(a.Name, "@") {
			c.authors = append(c.authors, a.Name)
		}
	}
	if it.Image != nil {
		if u, err := base.Parse(strings.TrimSpace(it.Image.URL)); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
			c.image = u.String()
		}
	}
	if it.DublinCoreExt != nil && len(it.DublinCoreExt.Language) > 0 {
		c.lang = it.DublinCoreExt.Language[0]
	}
	return c, true
}

// at sets the candidate's address, made absolute; false where it is none that
// can be asked for.
func (c *candidate) at(address string, base *url.URL) bool {
	u, err := base.Parse(strings.TrimSpace(address))
	if err != nil || address == "" || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return false
	}
	u.Fragment = ""
	c.url = u.String()
	c.key, err = extract.Canonical(c.url)
	return err == nil
}

// itemTime prefers what gofeed understood, but for the names of zones, of which
// it knows few and takes the others for UTC. Localised dates are left to us.
func itemTime(parsed *time.Time, text string) time.Time {
	const apart = 15 * time.Hour // at most, what two zones are
	own, ok := extract.ParseTime(text)
	switch {
	case parsed == nil || parsed.Year() <= 1990:
		return own
	case ok && own.Sub(*parsed).Abs() <= apart:
		return own
	}
	return parsed.UTC()
}

// feedSkip gives the hours and days, in UTC, at which an RSS feed wishes not
// to be asked. A feed that skips them all is not believed.
func feedSkip(f *gofeed.Feed) (skip uint32) {
	channel, ok := f.OriginalFeed().(*rss.Feed)
	if !ok {
		return 0
	}
	for _, text := range channel.SkipHours {
		if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && n >= 0 && n <= 24 {
			skip |= 1 << (n % 24)
		}
	}
	for _, text := range channel.SkipDays {
		for d := time.Sunday; d <= time.Saturday; d++ {
			if strings.EqualFold(strings.TrimSpace(text), d.String()) {
				skip |= 1 << (24 + d)
			}
		}
	}
	if skip&skipHours == skipHours || skip&skipDays == skipDays {
		return 0
	}
	return skip
}

// feedHint is the feed's own wish for the next visit: RSS ttl in minutes, or
// the syndication module's period and frequency.
func feedHint(f *gofeed.Feed) time.Duration {
	hint := time.Duration(0)
	if channel, ok := f.OriginalFeed().(*rss.Feed); ok {
		if n, err := strconv.Atoi(channel.TTL); err == nil && n > 0 {
			hint = min(time.Duration(min(n, 10_000))*time.Minute, latest)
		}
	}
	sy := f.Extensions["sy"]
	period, ok := map[string]time.Duration{"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": latest, "monthly": latest, "yearly": latest}[first(sy["updatePeriod"])]
	if !ok {
		return hint
	}
	if n, err := strconv.Atoi(first(sy["updateFrequency"])); err == nil && n > 1 {
		period /= time.Duration(n)
	}
	return max(hint, period)
}

func first(list []ext.Extension) string {
	if len(list) == 0 {
		return ""
	}
	return strings.TrimSpace(list[0].Value)
}

// mend makes the commonest broken feeds readable, and refuses what is none.
func mend(body []byte, contentType string) (_ []byte, note string, err error) {
	if body, err = fromUTF16(body); err != nil {
		return nil, "", err
	}
	body = bytes.TrimLeft(body, "\ufeff \t\r\n\x00")
	if len(body) == 0 {
		return nil, "", faultf(reticule.OutcomeEmpty, "the answer is empty")
	}
	if body[0] != '{' && body[0] != '[' {
		return mendXML(body, contentType)
	}
	if countMarks(body) <= maxTags {
		return body, "", nil
	}
	whole, note, ok := mendJSON(body)
	if !ok {
		return nil, "", faultf(reticule.OutcomeBadData, "no item of a feed is in the JSON")
	}
	return whole, note, nil
}
