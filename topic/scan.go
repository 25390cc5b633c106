package topic

import "reticule"

// Set is several topics that are looked for at once.
type Set struct {
	topics []*Topic
}

// NewSet joins topics.
func NewSet(topics ...*Topic) *Set { return &Set{topics: topics} }

// Scan tells whether any topic could count a page with this visible text,
// wherever on the page its words stand. The text is UTF-8 in any case.
func (s *Set) Scan(text []byte) bool {
	for _, t := range s.topics {
		p := t.read(reticule.ZoneBody, string(text), ^langs(0))
		if len(t.find(p)) > 0 {
			return true
		}
	}
	return false
}
