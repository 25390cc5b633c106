package reticule

import "time"

// The outcomes of a visit. Anything but OutcomeOK and OutcomeUnchanged is a
// fault.
const (
	OutcomeOK          = "ok"
	OutcomeUnchanged   = "unchanged"    // 304, or the same bytes as last time
	OutcomeGone        = "gone"         // 410
	OutcomeNotFound    = "not_found"    // 404
	OutcomeForbidden   = "forbidden"    // 401, 403, 451
	OutcomeChallenge   = "challenge"    // a bot wall answered instead of the site
	OutcomeRateLimited = "rate_limited" // 429
	OutcomeServer      = "server_error" // 5xx
	OutcomeStatus      = "status"       // any other unexpected status
	OutcomeTimeout     = "timeout"
	OutcomeNetwork     = "network" // refused, reset, no such host
	OutcomeTLS         = "tls"
	OutcomeBlocked     = "blocked"   // the address is not a public one
	OutcomeRobots      = "robots"    // robots.txt forbids it
	OutcomeRedirect    = "redirect"  // a loop, too many hops, or to another scheme
	OutcomeTooLarge    = "too_large" // more bytes than allowed, after decompression
	OutcomeTruncated   = "truncated" // the body ended early
	OutcomeNotFeed     = "not_feed"  // a page where a feed should be
	OutcomeBadData     = "bad_data"  // neither feed, sitemap nor page that we can read
	OutcomeEmpty       = "empty"     // nothing there at all
	OutcomeNoLinks     = "no_links"  // a listing page without article links
	OutcomeCanceled    = "canceled"  // the run ended first
)

// Visit is what happened when a source was asked, and what the next visit
// needs to know. A failed visit is data, not the end of the run.
type Visit struct {
	Source       string
	Started      time.Time
	Ended        time.Time
	Outcome      string
	Message      string    // in words, empty when all is well
	Status       int       // of the source's own answer
	ETag         string    // opaque, quotes included
	LastModified string    // opaque
	FullRead     time.Time // last unconditional read
	FinalURL     string    // after redirects
	MovedTo      string    // where a permanent redirect points
	Requests     int
	Bytes        int64         // decompressed
	Listed       int           // candidates in the listing
	New          int           // of these, not seen before
	Pages        int           // article pages asked for
	Hint         time.Duration // the source's own wish for the next visit
	RetryAfter   time.Time
	Failures     float64 // weighed, in a row
	Due          time.Time
}

// Failed tells whether the visit met a fault.
func (v Visit) Failed() bool { return v.Outcome != OutcomeOK && v.Outcome != OutcomeUnchanged }

// Run is one pass over the sources that were due.
type Run struct {
	ID          int64
	Started     time.Time
	Ended       time.Time
	Sources     int
	Failed      int
	Requests    int
	NotModified int
	Bytes       int64
	Pages       int
	Extracted   int
	About       int
	Mention     int
	None        int
	StoriesNew  int
}

// The states of a source's health.
const (
	StateGood   = "green" // answers as it should
	StateShaky  = "amber" // stumbles
	StateBroken = "red"   // cannot be read
	StateNew    = "grey"  // was not asked yet
)
