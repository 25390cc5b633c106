package reticule

import "time"

// How an article stands to its story.
const (
	RelationSingle   = "single"   // the only copy so far
	RelationOriginal = "original" // the first of several copies
	RelationCopy     = "copy"     // carries the same text as an earlier article
)

// Copy is one place where a story stands.
type Copy struct {
	Article   int64
	Source    string // Source.Name
	Title     string // the source's title
	URL       string
	Lang      string
	Published time.Time
	FirstSeen time.Time
	Why       string // the evidence that it is a copy: "81 % of its sentences stand in …"
}

// Story is one text, told once, however many places carry it.
type Story struct {
	ID        int64
	Key       string // permanent; part of the published entry's id
	Face      Article
	Source    Source // of the face
	Verdict   Verdict
	Copies    []Copy // the other places, earliest first
	Siblings  []Sibling
	FirstSeen time.Time // when we first saw any copy
	Published time.Time // the honest date: as claimed, never later than first seen
	Updated   time.Time // when something a reader cares about last changed
}

// Sibling is a story of the same template or event with another text.
type Sibling struct {
	Story int64
	Key   string
	Title string
	URL   string
	Why   string
}
