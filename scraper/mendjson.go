package scraper

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// What is kept of a JSON Feed that has to be mended: the fields that are read,
// all of them strings (https://www.jsonfeed.org/version/1.1/).
var (
	jsonFeedFields = []string{"version", "title", "home_page_url", "feed_url", "description", "language", "next_url"}
	jsonItemFields = []string{"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image", "date_published", "date_modified", "language"}
)

// mendJSON writes anew what can be understood of a JSON Feed that breaks the
// standard: line ends within strings, fields of another type, an end that is
// missing. cut tells of the last.
func mendJSON(body []byte) (mended []byte, cut, ok bool) {
	spaced := bytes.Map(func(r rune) rune { // of the same meaning outside of strings
		if r < ' ' {
			return ' '
		}
		return r
	}, body)
	d := json.NewDecoder(bytes.NewReader(spaced))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, false, false
	}
	feed, items := map[string]any{}, []any{}
	for d.More() && !cut {
		name, err := d.Token()
		switch {
		case err != nil:
			cut = true
		case name == "items":
			items, cut = jsonItems(d)
		default:
			var value any
			cut = d.Decode(&value) != nil
			if key, ok := name.(string); ok {
				feed[key] = value
			}
		}
	}
	if len(items) == 0 {
		return nil, false, false
	}
	whole := jsonStrings(feed, jsonFeedFields)
	whole["items"] = items
	mended, err := json.Marshal(whole)
	return mended, cut, err == nil
}

// jsonItems reads the list of items as far as it goes.
func jsonItems(d *json.Decoder) (items []any, cut bool) {
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return nil, true
	}
	for d.More() {
		var it map[string]any
		if d.Decode(&it) != nil {
			return items, true
		}
		item := jsonStrings(it, jsonItemFields)
		if names := jsonAuthors(it); len(names) > 0 {
			item["authors"] = names
		}
		items = append(items, item)
	}
	_, err := d.Token()
	return items, err != nil
}

// jsonStrings takes those of some fields that are text, or a number in its
// place.
func jsonStrings(from map[string]any, fields []string) map[string]any {
	out := map[string]any{}
	for _, name := range fields {
		switch v := from[name].(type) {
		case string:
			out[name] = v
		case float64:
			out[name] = strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return out
}

// jsonAuthors takes the names from a list of authors, or from the one author of
// version 1.
func jsonAuthors(item map[string]any) (out []any) {
	list, _ := item["authors"].([]any)
	for _, one := range append(list, item["author"]) {
		if author, ok := one.(map[string]any); ok {
			if name := jsonStrings(author, []string{"name"}); len(name) > 0 {
				out = append(out, name)
			}
		}
	}
	return out
}
