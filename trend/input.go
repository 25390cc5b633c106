package trend

import (
	"time"

	"reticule"
)

// Input is what a store hands over: counts for what was collected, and one
// row for each matching story. Rows may come in any order; the report is the
// same to the byte. Everything in it is as it was known at At: a story first
// seen later is not there.
//
// A story is counted once, however many places carry it, and belongs to the
// first source within the panel that told it (rule N1), in the week of that
// article. So Stories lists all of a matching story's articles and the panel
// can be chosen here; and for the stories of any kind, which are too many to
// list, Sources has each at the first source of all, and Shared has those
// with several sources once more, so that the panel's denominator is exact
// too. A store that leaves Shared out counts a little low the stories that a
// source outside the panel told first.
type Input struct {
	Topic   string // reticule topic name
	Title   string // for people; the name where empty
	Rule    string // version of the topic's rules that all of it was judged by
	Brands  string // version of the brand list
	At      time.Time
	Zone    *time.Location // of the weeks; UTC where nil
	Since   Week           // the first week wholly judged by Rule; earlier ones are left out, never spliced (rule N8)
	Sources []SourceWeek
	Stories []Story
	Shared  []Shared
	Bands   []Bands // price bands; DefaultBands where nil
}

// SourceWeek is one source in one ISO week. Rows are added up where a source
// and week come twice; a pair without a row is a week without a poll.
type SourceWeek struct {
	Source  string // reticule.Source.Name
	Week    Week
	Stories int  // stories of any kind first told here in that week, backfill left out
	Polled  bool // at least one visit succeeded (unchanged counts); an import sets it for every week it covers
}

// Shared is stories of any kind that stand at several sources: each source
// with the week of its first article, earliest first. Those of the first copy
// are also in SourceWeek.Stories.
type Shared struct {
	Copies  []SharedCopy
	Stories int // with exactly these copies
}

// SharedCopy is one place of shared stories.
type SharedCopy struct {
	Source string
	Week   Week
}

// Story is a matching story, label about or mention.
type Story struct {
	ID        int64
	Key       string // permanent
	Title     string
	Copies    []Copy // its articles in any order, backfill left out (see Counted)
	Edited    bool   // matched only since an edit: shown as updated, never counted (rule N7)
	Brands    []Mention
	Retailers []Mention
	People    []Mention
	Terms     []string // the topic's own terms that it uses, folded
	Words     []string // other words worth watching; stop words, source names, bylines and boilerplate left out
	Products  []reticule.Product
}

// Copy is one article of a story: where it stands, and the time it counts at.
// The copies of an edited story carry the time of the edit.
type Copy struct {
	Source string
	At     time.Time
}

// Bands are the borders of price bands in whole units of a currency,
// ascending: 100 and 400 make three bands.
type Bands struct {
	Currency string
	Borders  []int
}

// DefaultBands are the bands in currencies of about the same worth; others
// have none until the operator sets some.
func DefaultBands() []Bands {
	return []Bands{{"EUR", []int{100, 400}}, {"GBP", []int{100, 400}}, {"USD", []int{100, 400}}}
}
