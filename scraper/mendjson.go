package scraper

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// What is kept of a JSON Feed that has to be mended: what is read of one
// (https://www.jsonfeed.org/version/1.1/).
type (
	jsonFeed struct {
		Version  jsonText   `json:"version,omitempty"`
		Title    jsonText   `json:"title,omitempty"`
		Home     jsonText   `json:"home_page_url,omitempty"`
		URL      jsonText   `json:"feed_url,omitempty"`
		About    jsonText   `json:"description,omitempty"`
		Language jsonText   `json:"language,omitempty"`
		Next     jsonText   `json:"next_url,omitempty"`
		Items    []jsonItem `json:"items"`
	}
	jsonItem struct {
		ID        jsonText    `json:"id,omitempty"`
		URL       jsonText    `json:"url,omitempty"`
		External  jsonText    `json:"external_url,omitempty"`
		Title     jsonText    `json:"title,omitempty"`
		HTML      jsonText    `json:"content_html,omitempty"`
		Text      jsonText    `json:"content_text,omitempty"`
		Summary   jsonText    `json:"summary,omitempty"`
		Image     jsonText    `json:"image,omitempty"`
		Banner    jsonText    `json:"banner_image,omitempty"`
		Published jsonText    `json:"date_published,omitempty"`
		Modified  jsonText    `json:"date_modified,omitempty"`
		Language  jsonText    `json:"language,omitempty"`
		Authors   jsonAuthors `json:"authors,omitempty"`
		Author    jsonAuthors `json:"author,omitempty"` // of version 1
	}
	jsonAuthor struct {
		Name jsonText `json:"name"`
	}
)

// jsonText is text, or a number in its place; whatever else stands there is
// nothing.
type jsonText string

// UnmarshalJSON implements json.Unmarshaler.
func (s *jsonText) UnmarshalJSON(b []byte) error {
	switch c := b[0]; {
	case c == '"':
		return json.Unmarshal(b, (*string)(s))
	case c == '-' || c >= '0' && c <= '9':
		*s = jsonText(b)
	}
	return nil
}

// maxAuthors bounds those that are looked at of an item.
const maxAuthors = 50

// jsonAuthors are several authors, or one; whatever else stands there is
// nothing.
type jsonAuthors []jsonAuthor

// UnmarshalJSON implements json.Unmarshaler.
func (list *jsonAuthors) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	if b[0] == '[' {
		if _, err := d.Token(); err != nil {
			return err
		}
	}
	for range maxAuthors {
		if !d.More() {
			break
		}
		var one json.RawMessage
		if err := d.Decode(&one); err != nil {
			return err
		}
		var a jsonAuthor
		if one[0] == '{' && json.Unmarshal(one, &a) == nil && a.Name != "" {
			*list = append(*list, a)
		}
	}
	return nil
}

// countMarks counts what a JSON document is made of, roughly, as elements are
// counted in XML.
func countMarks(body []byte) (n int) {
	for _, mark := range []string{"{", "[", ","} {
		n += bytes.Count(body, []byte(mark))
	}
	return n
}

// mendJSON writes anew what can be understood of a JSON Feed that breaks the
// standard: line ends within strings, fields of another type, an end that is
// missing; or that is too long to be read whole. The note says what was left
// out.
func mendJSON(body []byte) (mended []byte, note string, ok bool) {
	spaced := bytes.Map(func(r rune) rune { // of the same meaning outside of strings
		if r < ' ' {
			return ' '
		}
		return r
	}, body)
	d := json.NewDecoder(bytes.NewReader(spaced))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, "", false
	}
	var feed jsonFeed
	fields := map[string]*jsonText{"version": &feed.Version, "title": &feed.Title, "home_page_url": &feed.Home, "feed_url": &feed.URL,
		"description": &feed.About, "language": &feed.Language, "next_url": &feed.Next}
	for d.More() && note == "" {
		name, err := d.Token()
		key, _ := name.(string)
		switch field := fields[key]; {
		case err != nil:
			note = cutShort
		case key == "items":
			feed.Items, note = jsonItems(d)
		case field != nil:
			note = jsonSkip(d, field)
		default:
			note = jsonSkip(d, &json.RawMessage{})
		}
	}
	if len(feed.Items) == 0 {
		return nil, "", false
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(feed)
	return out.Bytes(), note, err == nil
}

// jsonSkip reads one value, and says so where it does not end.
func jsonSkip(d *json.Decoder, into any) (note string) {
	if d.Decode(into) != nil {
		return cutShort
	}
	return ""
}

// jsonItems reads the list of items as far as it goes, and as far as it is
// read.
func jsonItems(d *json.Decoder) (items []jsonItem, note string) {
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return nil, cutShort
	}
	for d.More() {
		if len(items) == maxItems {
			return items, fmt.Sprintf("the feed lists more than %d items; the first were read", maxItems)
		}
		var it jsonItem
		if note = jsonSkip(d, &it); note != "" {
			return items, note
		}
		it.Authors, it.Author = append(it.Authors, it.Author...), nil
		items = append(items, it)
	}
	if _, err := d.Token(); err != nil {
		note = cutShort
	}
	return items, note
}
