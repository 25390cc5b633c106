package scraper

import (
	"hash/fnv"
	"io"
	"strconv"
	"time"
)

// Seen is what is remembered of an article that a listing names again.
type Seen struct {
	Counts   bool      // for a topic: others are not worth a second reading
	Source   string    // whose listing Mark is of
	Mark     int64     // Found.Mark of the last reading; 0 where there is none
	Read     time.Time // when its page was read last
	Readings int
}

const (
	correctedMost  = 5             // articles read again in one visit
	correctedAfter = 6 * time.Hour // between two readings of one article
	readingsMost   = 10            // of one article: some listings change all the time
)

// correctedBy tells whether a listing says another thing of an article than
// when its page was read.
func (s Seen) correctedBy(c *candidate, source string, now time.Time) bool {
	return s.Counts && s.Source == source && s.Mark != 0 && s.Mark != c.mark() && s.Readings < readingsMost && now.Sub(s.Read).Abs() >= correctedAfter
}

// mark is what changes when an editor corrects an article: its title in the
// listing, or the date of its last change where the listing gives one.
func (c *candidate) mark() int64 {
	if c.title == "" && c.modified.IsZero() {
		return 0
	}
	h := fnv.New64a()
	io.WriteString(h, c.title+"\n") //nolint:errcheck // never fails
	if !c.modified.IsZero() {
		io.WriteString(h, strconv.FormatInt(c.modified.Unix(), 10)) //nolint:errcheck // never fails
	}
	return int64(h.Sum64() | 1) //nolint:gosec // all 64 bits are kept
}
