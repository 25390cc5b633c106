package story

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// Line is one article as `reticule stories --jsonl` reads it.
type Line struct {
	ID        json.RawMessage `json:"id"` // a string or a number
	URL       string          `json:"url"`
	Title     string          `json:"title"`
	Body      string          `json:"body"`
	Published string          `json:"published"` // RFC 3339; anything else is unknown
}

// Answer is what it writes for each: the story's name is the id of its first
// article, Relation one of reticule's.
type Answer struct {
	ID       json.RawMessage   `json:"id"`
	Story    json.RawMessage   `json:"story"`
	Relation string            `json:"relation"`
	Siblings []json.RawMessage `json:"siblings"`
	Why      string            `json:"why,omitempty"`
}

// maxLine bounds one line of input.
const maxLine = 16 << 20

// Group reads articles, a JSON object a line, and writes an answer for each
// before it reads the next. What later lines prove about earlier ones shows in
// the later answers only. An article whose copies are still to come is single.
func Group(in io.Reader, out io.Writer, opt Options) error {
	x := NewIndex(opt)
	var ids []json.RawMessage // of the articles, from 1
	w := bufio.NewWriter(out)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var l Line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		ids = append(ids, l.ID)
		if err := enc.Encode(answer(x, l, ids)); err != nil {
			return err
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("reading articles: %w", err)
	}
	return nil
}

func answer(x *Index, l Line, ids []json.RawMessage) Answer {
	published, _ := time.Parse(time.RFC3339, l.Published)
	d := x.Add(Doc{ID: int64(len(ids)), URL: l.URL, Title: l.Title, Text: l.Body, Published: published})
	a := Answer{ID: l.ID, Story: ids[d.Story-1], Relation: d.Relation, Siblings: []json.RawMessage{}, Why: d.Why}
	for _, s := range d.Siblings {
		a.Siblings = append(a.Siblings, ids[s.Story-1])
	}
	return a
}
