package trend

import "time"

// Report is what can honestly be said about the attention to a topic. It
// marshals to the JSON of `reticule trend --json`: shares as fractions, weeks
// as "2026-W47", null for a figure there is too little for. Every figure
// carries its counts and the ids of the stories behind it.
type Report struct {
	Topic      string    `json:"topic"`
	Title      string    `json:"title"`
	At         time.Time `json:"at"`
	Rule       string    `json:"rule"` // version that the whole series was judged by
	BrandList  string    `json:"brand_list,omitempty"`
	Panel      Panel     `json:"panel"`
	Weeks      []Point   `json:"weeks"`
	Share      Share     `json:"share"`     // of the last 8 complete weeks
	Momentum   Momentum  `json:"momentum"`  // these against the 8 before
	Momentum4  Momentum  `json:"momentum4"` // 4 against 4
	Season     Season    `json:"season"`
	Breadth    Breadth   `json:"breadth"`
	Burst      Burst     `json:"burst"` // the last complete week
	Bursts     []Run     `json:"bursts"`
	Stage      string    `json:"stage"`
	StageFrom  Stage     `json:"stage_from"` // what the rule table looked at
	Ranked     bool      `json:"ranked"`     // whether brands, retailers and people are in an order that means something
	Brands     []Brand   `json:"brands"`
	Retailers  []Named   `json:"retailers"`
	People     []Named   `json:"people"`
	Terms      []Term    `json:"terms"`
	TermsTried int       `json:"terms_tried"`
	Prices     []Price   `json:"prices"`      // by week and currency
	PriceRange []Range   `json:"price_range"` // of the last 8 weeks by currency
	Sources    []Source  `json:"sources"`
	Notes      []string  `json:"notes"`
	warnings   int       // how many of the notes, the first, are about this very report
}

// Panel says which sources were compared.
type Panel struct {
	Sources   int   `json:"sources"`             // of the last 16 weeks' comparison
	Followed  int   `json:"followed"`            // polled at least once in those weeks
	Line      int   `json:"line"`                // of the long line
	LineSince Week  `json:"line_since,omitzero"` // where it begins
	All       Share `json:"all"`                 // the share of the last 8 weeks over all sources
	Drift     bool  `json:"drift"`               // it differs from the panel's by more than a quarter
}

// Point is one week of the long line.
type Point struct {
	Week        Week     `json:"week"`
	R           int      `json:"r"`
	D           int      `json:"d"`
	Share       Real     `json:"share"`
	Low         Real     `json:"low"`
	High        Real     `json:"high"`
	Confidence  string   `json:"confidence"`
	Pickups     int      `json:"pickups"` // matching articles, copies counted
	Sources     int      `json:"sources"` // that told at least one of the R stories
	Updated     int      `json:"updated,omitempty"`
	Provisional bool     `json:"provisional"`
	Gap         bool     `json:"gap"`
	Smooth      Real     `json:"smooth"` // pooled over this week and the three before
	SmoothLow   Real     `json:"smooth_low"`
	SmoothHigh  Real     `json:"smooth_high"`
	Index       Real     `json:"index"` // display only, complete weeks
	AllR        int      `json:"all_r"` // over all sources
	AllD        int      `json:"all_d"`
	Shows       string   `json:"shows,omitempty"`
	Joined      []string `json:"joined,omitempty"` // sources polled for the first time
	Left        []string `json:"left,omitempty"`   // sources polled for the last time
	IDs         []int64  `json:"ids,omitempty"`
}

// Breadth tells whether attention is broad or three blogs' (rule N9).
type Breadth struct {
	With     int  `json:"with"`     // panel sources that told a matching story in the last 8 weeks
	Of       int  `json:"of"`       // panel sources
	Share    Real `json:"share"`    // With of Of
	Balanced Real `json:"balanced"` // mean of the sources' own shares
}

// Season compares the last 8 weeks with the same weeks a year before.
type Season struct {
	Momentum
	Known bool `json:"known"` // false with fewer than 60 weeks of data
}

// Run is a burst of M4 in calendar weeks. It is retrospective: new weeks can
// move it.
type Run struct {
	From   Week    `json:"from"`
	To     Week    `json:"to"`
	Weight Real    `json:"weight"`
	Count          // of its weeks
	Open   bool    `json:"open"` // it reaches the last complete week
	Lead   []Lead  `json:"lead"` // its most picked-up stories, at most three
	IDs    []int64 `json:"ids"`
}

// Lead is a story shown beside a figure.
type Lead struct {
	ID      int64     `json:"id"`
	Key     string    `json:"key"`
	Title   string    `json:"title"`
	Source  string    `json:"source"`
	At      time.Time `json:"at"`
	Pickups int       `json:"pickups"`
}

// Price is the printed prices of one week and currency.
type Price struct {
	Week     Week   `json:"week"`
	Currency string `json:"currency"`
	Spread
	Dots []Dot `json:"dots"` // lowest first
}

// Range is the printed prices of the last 8 weeks in one currency, with those
// of the 8 before.
type Range struct {
	Currency string `json:"currency"`
	Spread
	Before Spread `json:"before"`
	Change string `json:"change"` // lower or higher where the intervals lie apart, else no clear change; too few without intervals
	Bands  []Band `json:"bands,omitempty"`
}

// Band is how many prices lie in [From, Below).
type Band struct {
	From  int `json:"from"`
	Below int `json:"below"` // 0 in the uppermost
	N     int `json:"n"`
}

// Source is one source's part in the last 8 weeks, and how early it is.
type Source struct {
	Source  string     `json:"source"`
	Panel   bool       `json:"panel"` // whether it is compared
	Share              // of its own stories
	Pickups int        `json:"pickups"`
	Lead    Real       `json:"lead"`   // days ahead of bursts, median; negative is behind
	Bursts  int        `json:"bursts"` // that it wrote around
	First   *time.Time `json:"first"`  // its first matching article
	FirstID int64      `json:"first_id,omitempty"`
}
