package feed

import "encoding/json"

func (c *checker) jsonItem(item value, seen map[string]int) {
	if !item.isObj {
		c.report(item.line, "json-type", "an item is not an object")
		return
	}
	c.members(item, jsonItemMembers)
	c.jsonID(item, seen)
	c.jsonStrings(item, "title", "summary", "content_html", "content_text", "language")
	for _, name := range []string{"url", "external_url", "image", "banner_image"} {
		c.jsonURL(item, name)
	}
	for _, name := range []string{"title", "summary"} {
		if s, line, ok := item.str(name); ok {
			c.plainText(line, name, s)
		}
	}
	body, line, isHTML := item.str("content_html")
	_, _, isText := item.str("content_text")
	if !isHTML && !isText {
		c.report(item.line, "content-missing", "an item without content_html and content_text")
	}
	c.htmlText(line, "content_html", body)
	for _, name := range []string{"date_published", "date_modified"} {
		if s, line, ok := item.str(name); ok {
			c.rfc3339(line, name, s)
		} else if line > 0 {
			c.report(line, "json-type", "%s is not a string", name)
		}
	}
	c.jsonLanguage(item, false)
	c.jsonAuthors(item)
	c.jsonLists(item)
}

func (c *checker) jsonID(item value, seen map[string]int) {
	id, ok := item.get("id")
	switch v := id.any.(type) {
	case string:
		if v == "" {
			c.report(id.line, "empty-element", "the id is empty")
		} else {
			c.unique(id.line, v, seen)
		}
	case json.Number:
		c.report(id.line, "json-id", "the id %s is a number", v.String())
		c.unique(id.line, v.String(), seen)
	default:
		if ok {
			c.report(id.line, "json-type", "the id is not a string")
		} else {
			c.report(item.line, "missing-element", "an item has no id")
		}
	}
}

// jsonStrings checks that members, where they are there, are strings.
func (c *checker) jsonStrings(v value, names ...string) {
	for _, name := range names {
		if m, ok := v.get(name); ok {
			if _, isString := m.any.(string); !isString {
				c.report(m.line, "json-type", "%s is not a string", name)
			}
		}
	}
}

// jsonURL checks a member that is an address.
func (c *checker) jsonURL(v value, name string) {
	if m, ok := v.get(name); ok {
		s, isString := m.any.(string)
		if !isString {
			c.report(m.line, "json-type", "%s is not a string", name)
			return
		}
		c.url(m.line, name, s)
	}
}

func (c *checker) jsonLanguage(v value, wanted bool) {
	if s, line, ok := v.str("language"); ok {
		c.language(line, "language", s)
	} else if wanted {
		c.report(1, "language-missing", "the feed does not name its language")
	}
}

func (c *checker) jsonAuthors(v value) {
	authors, plural := v.get("authors")
	if a, ok := v.get("author"); ok && !plural && !c.oldJSON {
		c.report(a.line, "json-deprecated", "author without authors")
	}
	if plural && !authors.isArray {
		c.report(authors.line, "json-type", "authors is not a list")
	}
	for _, a := range authors.array {
		c.jsonStrings(a, "name")
		if !a.isObj {
			c.report(a.line, "json-type", "an author is not an object")
		} else if len(a.object) == 0 {
			c.report(a.line, "empty-element", "an author without name, url and avatar")
		}
		c.jsonURL(a, "url")
		c.jsonURL(a, "avatar")
	}
}

// jsonLists checks an item's tags and attachments.
func (c *checker) jsonLists(item value) {
	tags, ok := item.get("tags")
	if ok && !tags.isArray {
		c.report(tags.line, "json-type", "tags is not a list")
	}
	for _, t := range tags.array {
		if s, isString := t.any.(string); !isString {
			c.report(t.line, "json-type", "a tag is not a string")
		} else if s == "" {
			c.report(t.line, "empty-element", "a tag is empty")
		}
	}
	files, ok := item.get("attachments")
	if ok && !files.isArray {
		c.report(files.line, "json-type", "attachments is not a list")
	}
	for _, f := range files.array {
		for _, name := range []string{"url", "mime_type"} {
			if _, _, ok := f.str(name); !ok {
				c.report(f.line, "missing-attribute", "an attachment has no %s", name)
			}
		}
		c.jsonURL(f, "url")
		c.jsonStrings(f, "title")
		for _, name := range []string{"size_in_bytes", "duration_in_seconds"} {
			if n, ok := f.get(name); ok {
				if _, isNumber := n.any.(json.Number); !isNumber {
					c.report(n.line, "json-type", "%s is not a number", name)
				}
			}
		}
	}
}
