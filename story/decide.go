package story

import (
	"cmp"
	"slices"
	"time"

	"reticule"
)

// Candidate is an earlier article that shares a key with the one to be
// decided.
type Candidate struct {
	ID    int64
	Story int64
	Print Print
}

// Options are what a decision depends on besides the texts.
type Options struct {
	// Window is how far apart articles may be published and still be compared
	// as copies or siblings; 0 is DefaultWindow. The same address, and the same
	// text sentence by sentence, are the same story at any distance.
	Window time.Duration
	// Together and Apart hold pairs of articles that somebody has joined or
	// parted by hand. That wins over all evidence: two joined ones are one
	// story (they must be among the candidates), and no story holds two that
	// are parted.
	Together, Apart []Pair
	// CopiesOnly leaves siblings out: for articles that were only scanned, whose
	// siblings nobody asks for.
	CopiesOnly bool
	// ID is the article's own, to find it in the pairs; 0 where it has none.
	ID int64
}

// Pair is two articles, in either order.
type Pair struct{ A, B int64 }

// DefaultWindow is how far apart copies and siblings may be published.
const DefaultWindow = 30 * 24 * time.Hour

// Decision says which story an article belongs to.
type Decision struct {
	Story    int64   // the story it joins; 0 for one of its own
	Of       int64   // the article that it is a copy of; 0 for none
	Relation string  // reticule.RelationSingle or RelationCopy
	Why      string  // the evidence: "81 % of its sentences stand in …"
	Merge    []int64 // other stories that it proves to be the same as Story
	Siblings []Sibling
}

// Sibling is an article of another story, of the same mould or event.
type Sibling struct {
	Story int64
	Of    int64
	Why   string
}

// maxSiblings is how many stories one article is linked to: the most alike.
const maxSiblings = 8

// Decide tells which of the candidates' stories the article belongs to and
// which are siblings of it. The same candidates in any order give the same
// decision: the best evidence wins, and of equals the article seen first,
// which has the smallest ID.
func Decide(p Print, candidates []Candidate, opt Options) Decision {
	if opt.Window == 0 {
		opt.Window = DefaultWindow
	}
	j := judge{print: p, table: newTable(p.text), opt: opt}
	if !opt.CopiesOnly {
		j.words = p.vocabulary()
	}
	barred := j.barred(candidates)
	var copies, others []finding
	for _, c := range candidates {
		if opt.ID != 0 && c.ID == opt.ID {
			continue
		}
		switch f := j.compare(c); {
		case f.copied && !slices.Contains(barred, c.Story):
			copies = append(copies, f)
		case f.kin > 0:
			others = append(others, f)
		}
	}
	d := j.join(copies)
	d.Siblings = siblings(others, d)
	return d
}

// barred lists the stories that the article was parted from by hand.
func (j judge) barred(candidates []Candidate) []int64 {
	var stories []int64
	for _, c := range candidates {
		if has(j.opt.Apart, j.opt.ID, c.ID) {
			stories = append(stories, c.Story)
		}
	}
	return stories
}

// A finding is what the comparison with one candidate gave.
type finding struct {
	Candidate
	copied bool
	score  float64 // how sure it is that it is a copy
	kin    float64 // how alike it is otherwise; 0 where there is nothing to say
	why    string
}

// best orders findings: the surest first, then the earliest.
func best(a, b finding) int {
	return cmp.Or(-cmp.Compare(max(a.score, a.kin), max(b.score, b.kin)), cmp.Compare(a.ID, b.ID))
}

// join chooses among the stories that the article is a copy of.
func (j judge) join(copies []finding) Decision {
	if len(copies) == 0 {
		return Decision{Relation: reticule.RelationSingle}
	}
	slices.SortFunc(copies, best)
	d := Decision{Story: copies[0].Story, Of: copies[0].ID, Relation: reticule.RelationCopy, Why: copies[0].why}
	for _, f := range copies {
		if f.Story != d.Story && !slices.Contains(d.Merge, f.Story) && !j.clash(f.Story, d.Story, copies) {
			d.Merge = append(d.Merge, f.Story)
		}
	}
	return d
}

// clash tells whether two stories that the article is a copy of must not
// become one: they were parted by hand, or they are look-alikes, and the
// article a short text that stands in both.
func (j judge) clash(one, two int64, copies []finding) bool {
	for _, f := range copies {
		if f.Story != one {
			continue
		}
		k := judge{print: f.Print, table: newTable(f.Print.text)}
		for _, g := range copies {
			if g.Story == two && (has(j.opt.Apart, f.ID, g.ID) || k.differs(g.Print)) {
				return true
			}
		}
	}
	return false
}

// siblings lists the other stories, each once, the most alike first.
func siblings(others []finding, d Decision) []Sibling {
	slices.SortFunc(others, best)
	var out []Sibling
	for _, f := range others {
		taken := f.Story == d.Story || slices.Contains(d.Merge, f.Story) ||
			slices.ContainsFunc(out, func(s Sibling) bool { return s.Story == f.Story })
		if !taken && len(out) < maxSiblings {
			out = append(out, Sibling{Story: f.Story, Of: f.ID, Why: f.why})
		}
	}
	return out
}
