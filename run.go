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
	OutcomeConsent     = "consent"   // a page that asks for consent came instead
	OutcomeLogin       = "login"     // a page to log in came instead
	OutcomeSoft404     = "soft_404"  // an error page or the front page came, with status 200
	OutcomeCanceled    = "canceled"  // the run ended first
)

// Visit is what happened when a source was asked, and what the next visit
// needs to know. A failed visit is data, not the end of the run.
type Visit struct {
	Source       string
	URL          string // the source's address in the config; carried values hold for it only
	Address      string // where the source moved for good, and was asked; "" where it did not move
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
	MovedSince   time.Time // when it was first seen to point there
	MovedTimes   int       // visits in a row that saw it
	Requests     int
	Bytes        int64         // decompressed
	Listed       int           // candidates in the listing
	New          int           // of these, not seen before
	Pages        int           // article pages asked for
	Hint         time.Duration // the source's own wish for the next visit
	Skip         uint32        // hours (bits 0 to 23) and days (bits 24 to 30, from Sunday) in UTC when it wishes not to be asked
	RetryAfter   time.Time
	Failures     float64 // weighed, in a row
	Due          time.Time
}

// Failed tells whether the visit met a fault.
func (v Visit) Failed() bool { return v.Outcome != OutcomeOK && v.Outcome != OutcomeUnchanged }

// Habit is what a source usually does, learned visit by visit.
type Habit struct {
	Silent  time.Duration `json:"silent"`  // watched time since it last brought something new
	Longest time.Duration `json:"longest"` // the longest such silence that ended
	Total   time.Duration `json:"total"`   // of all that ended
	Gaps    int           `json:"gaps"`    // how many ended
	Text    float64       `json:"text"`    // bytes of text on one of its pages, usually
	TextNow float64       `json:"text_now"`
	Pages   int           `json:"pages"` // that Text rests on
	Sure    float64       `json:"sure"`  // confidence of its pages as read, usually
	SureNow float64       `json:"sure_now"`
	Reads   int           `json:"reads"` // that Sure rests on
}

// Usual is the silence to expect; 0 where none ended yet.
func (h Habit) Usual() time.Duration {
	if h.Gaps == 0 {
		return 0
	}
	return h.Total / time.Duration(h.Gaps)
}

// HealthEvent is a source's change from well to broken, to broken in another
// way, or back.
type HealthEvent struct {
	ID       int64
	Source   string
	At       time.Time
	State    string // StateBroken, or StateGood for a recovery
	Fault    string // an outcome, FaultSilent, FaultShrunk or FaultUnsure; "" for a recovery
	Sentence string
}

// Faults of a source whose visits succeed.
const (
	FaultSilent = "silent" // nothing new for far longer than ever
	FaultShrunk = "shrunk" // far less text on its pages than usual
	FaultUnsure = "unsure" // its pages are read with far less confidence than usual
)

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
