package topic

import (
	"cmp"
	"math"
	"slices"

	"reticule"
)

// Labelled is an article with the label that a person gave it.
type Labelled struct {
	ID      string
	Article *reticule.Article
	Label   string // about, mention or none
	Lang    string
	Kind    string // what sort of piece it is, in the labeller's words
}

// Rate is a share with its 95 % interval.
type Rate struct {
	Hits, Of  int
	Share     float64
	Low, High float64 // Wilson score interval
}

// Wilson gives a share of hits with its 95 % score interval (Wilson 1927).
func Wilson(hits, of int) Rate {
	r := Rate{Hits: hits, Of: of, High: 1}
	if of == 0 {
		return r
	}
	const z = 1.959964
	n, p := float64(of), float64(hits)/float64(of)
	centre := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	r.Share, r.Low, r.High = p, math.Max(0, centre-half), math.Min(1, centre+half)
	return r
}

// Score is how well "counts" (about or mention) was told from none.
type Score struct {
	Precision Rate
	Recall    Rate
	F1        float64
}

// tally counts right and wrong decisions.
type tally struct{ tp, fp, fn int }

func (t *tally) add(want, have bool) {
	switch {
	case want && have:
		t.tp++
	case have:
		t.fp++
	case want:
		t.fn++
	}
}

func (t tally) score() Score {
	s := Score{Precision: Wilson(t.tp, t.tp+t.fp), Recall: Wilson(t.tp, t.tp+t.fn)}
	if t.tp > 0 {
		s.F1 = 2 * float64(t.tp) / float64(2*t.tp+t.fp+t.fn)
	}
	return s
}

// Miss is a wrong verdict.
type Miss struct {
	Row     Labelled
	Verdict reticule.Verdict
}

// Point is what another threshold for counting would give.
type Point struct {
	Threshold float64
	Score
}

// Metrics is how a topic does on labelled articles.
type Metrics struct {
	Rows       int
	Counts     Score
	Accuracy   Rate // all three labels
	ByLang     map[string]Score
	ByKind     map[string]Rate           // right labels
	Confusions map[string]map[string]int // wanted label -> given label -> how many
	Misses     []Miss
	Curve      []Point // by falling threshold
}

// Evaluate judges labelled articles and compares.
func Evaluate(t *Topic, rows []Labelled) Metrics {
	m := Metrics{Rows: len(rows), ByLang: map[string]Score{}, ByKind: map[string]Rate{}, Confusions: map[string]map[string]int{}}
	var all tally
	langs, kinds := map[string]*tally{}, map[string][2]int{}
	right := 0
	points := make([]scored, 0, len(rows))
	for _, row := range rows {
		v := t.Judge(row.Article)
		want := row.Label != reticule.LabelNone
		all.add(want, v.Counts())
		if langs[row.Lang] == nil {
			langs[row.Lang] = &tally{}
		}
		langs[row.Lang].add(want, v.Counts())
		k := kinds[row.Kind]
		k[1]++
		if v.Label == row.Label {
			k[0]++
			right++
		} else {
			m.Misses = append(m.Misses, Miss{row, v})
		}
		kinds[row.Kind] = k
		if m.Confusions[row.Label] == nil {
			m.Confusions[row.Label] = map[string]int{}
		}
		m.Confusions[row.Label][v.Label]++
		points = append(points, scored{v.Score, want})
	}
	m.Counts, m.Accuracy, m.Curve = all.score(), Wilson(right, len(rows)), curve(points)
	for lang, x := range langs {
		m.ByLang[lang] = x.score()
	}
	for kind, x := range kinds {
		m.ByKind[kind] = Wilson(x[0], x[1])
	}
	return m
}

// scored is an article's score and whether it should count.
type scored struct {
	score float64
	want  bool
}

// curve gives the score for counting at each threshold that changes it.
func curve(points []scored) []Point {
	slices.SortFunc(points, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	var t tally
	for _, p := range points {
		if p.want {
			t.fn++
		}
	}
	var out []Point
	for i, p := range points {
		if p.want {
			t.tp, t.fn = t.tp+1, t.fn-1
		} else {
			t.fp++
		}
		if i+1 == len(points) || points[i+1].score != p.score {
			out = append(out, Point{p.score, t.score()})
		}
	}
	return out
}
