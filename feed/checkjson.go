package feed

import (
	"bytes"
	"strings"
)

// The members of JSON Feed 1.1.
const (
	jsonVersion     = "https://jsonfeed.org/version/1.1"
	jsonFeedMembers = " version title home_page_url feed_url description user_comment next_url icon favicon author authors language expired hubs items "
	jsonItemMembers = " id url external_url title content_html content_text summary image banner_image date_published date_modified author authors tags language attachments "
)

// json checks a JSON Feed 1.1 document.
func (c *checker) json(data []byte) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	doc, line, err := parseJSON(data)
	if err != nil {
		c.report(line, "not-well-formed", "JSON: %s", err.Error())
		return
	}
	version, at, ok := doc.str("version")
	items, listed := doc.get("items")
	switch {
	case !ok && !listed:
		c.report(1, "not-a-feed", "a JSON object without version and items")
		return
	case !ok:
		c.report(1, "json-version", "no version")
	case version != jsonVersion && version != "https://jsonfeed.org/version/1" && version != "http://jsonfeed.org/version/1":
		c.report(at, "json-version", "the version is %q", version)
	}
	c.oldJSON = version != jsonVersion
	if !listed {
		c.report(1, "missing-element", "no items; an empty feed has an empty list")
	} else if !items.isArray {
		c.report(items.line, "json-type", "items is not a list")
	}
	c.jsonFeed(doc)
	seen := map[string]int{}
	for _, item := range items.array {
		c.jsonItem(item, seen)
	}
}

func (c *checker) jsonFeed(doc value) {
	c.members(doc, jsonFeedMembers)
	c.jsonStrings(doc, "title", "description", "user_comment", "language")
	if title, line, ok := doc.str("title"); !ok || title == "" {
		c.report(max(line, 1), "missing-element", "the feed has no title")
	} else {
		c.plainText(line, "title", title)
	}
	for _, name := range []string{"home_page_url", "feed_url", "next_url", "icon", "favicon"} {
		c.jsonURL(doc, name)
	}
	self, _, ok := doc.str("feed_url")
	if !ok {
		c.report(1, "self-missing", "the feed does not name its own address in feed_url")
	}
	if next, line, ok := doc.str("next_url"); ok && next == self {
		c.report(line, "next-url-loop", "next_url is feed_url")
	}
	c.jsonLanguage(doc, true)
	c.jsonAuthors(doc)
	hubs, ok := doc.get("hubs")
	if ok && !hubs.isArray {
		c.report(hubs.line, "json-type", "hubs is not a list")
	}
	for _, h := range hubs.array {
		c.jsonURL(h, "url")
		if t, _, ok := h.str("type"); !ok || t == "" {
			c.report(h.line, "missing-attribute", "a hub has no type")
		}
	}
	if expired, ok := doc.get("expired"); ok {
		if _, isBool := expired.any.(bool); !isBool {
			c.report(expired.line, "json-type", "expired is not true or false")
		}
	}
}

// members looks for members that the format does not know, and for doubles.
func (c *checker) members(v value, known string) {
	seen := map[string]bool{}
	for _, m := range v.object {
		if seen[m.name] {
			c.report(m.line, "json-duplicate", "%q stands twice", m.name)
		}
		seen[m.name] = true
		if !strings.HasPrefix(m.name, "_") && !strings.Contains(known, " "+m.name+" ") {
			c.report(m.line, "json-unknown", "the member %q", m.name)
		}
	}
}
