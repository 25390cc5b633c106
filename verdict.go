package reticule

// The labels a topic gives an article. About and mention count; none does not.
const (
	LabelAbout   = "about"   // the piece would not exist without the topic
	LabelMention = "mention" // the article's own text refers to it at least once
	LabelNone    = "none"
)

// Evidence is one reason for or against a verdict: words of the article, where
// they stand, and what they weigh. Start and End are byte offsets into the
// article's ZoneText(Zone); both are 0 for evidence that is not a passage.
type Evidence struct {
	Zone   Zone    `json:"zone"`
	Text   string  `json:"text"`
	Start  int     `json:"start"`
	End    int     `json:"end"`
	Weight float64 `json:"weight"` // what it adds to the score; negative speaks against
	Why    string  `json:"why"`    // in words: "size word and bag noun", "named line of Louis Vuitton"
}

// Verdict is a topic's judgement of an article. Score is the sum of the
// evidence's weights and the topic's bias.
type Verdict struct {
	Topic    string
	Version  string // of the topic's compiled rules
	Label    string
	Score    float64
	Lang     string // the language judged in
	Terms    []string
	Brands   []string
	Products []Product
	Evidence []Evidence
	Reason   string // short, for people: "micro bag in the headline, Le Chiquito twice"
}

// Counts tells whether the article counts for the topic.
func (v Verdict) Counts() bool { return v.Label == LabelAbout || v.Label == LabelMention }
