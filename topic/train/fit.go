package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"reticule"
	"reticule/topic"
)

// point is a labelled article as its signs.
type point struct {
	x    []float64
	y    int // 0 none, 1 mention, 2 about
	lang string
	hit  bool // any valid hit; articles without one are none whatever the weights
}

func sample(t *topic.Topic, rows []topic.Labelled) []point {
	signs := topic.Signs()
	var out []point
	for _, r := range rows {
		f := t.Features(r.Article)
		p := point{lang: r.Lang}
		for _, s := range signs {
			p.x = append(p.x, f[s])
		}
		p.hit = f["title"]+f["standfirst"]+f["body"] > 0
		p.y = slices.Index([]string{reticule.LabelNone, reticule.LabelMention, reticule.LabelAbout}, r.Label)
		out = append(out, p)
	}
	return out
}

// model is a proportional-odds model: P(y >= k) = logistic(w·x - cut[k]).
type model struct {
	w   []float64
	cut [2]float64
}

// The fit's constants. The ridge keeps weights near what we believed before
// where the corpus says little; signs that speak for an article keep a weight
// of at least 0, signs against at most 0.
const (
	rounds = 4000
	rate   = 0.05
	ridge  = 0.05
)

// believed are the weights before any corpus was seen.
var believed = map[string]float64{
	"title": 4, "standfirst": 2, "body": 2, "more": 1, "spread": 1, "dense": 0.5, "early": 0.5, "bare": 2.5, "named": 0.5,
	"near": 1, "far_title": -1, "far_body": -1, "rival": -2, "unlike": -1,
}

// fit learns from the points that have a hit: the others are decided.
func fit(data []point) model {
	n := len(topic.Signs())
	m := model{w: make([]float64, n), cut: [2]float64{1, 3}}
	signs := topic.Signs()
	for range rounds {
		gw, gc, used := make([]float64, n), [2]float64{}, 0.0
		for _, p := range data {
			if !p.hit {
				continue
			}
			used++
			for k := range m.cut {
				want := 0.0
				if p.y > k {
					want = 1
				}
				d := logistic(m.score(p.x)-m.cut[k]) - want
				gc[k] -= d
				for j, x := range p.x {
					gw[j] += d * x
				}
			}
		}
		for j := range m.w {
			m.w[j] -= rate * (gw[j]/used*4 + ridge*(m.w[j]-believed[signs[j]]))
			if m.w[j]*believed[signs[j]] < 0 {
				m.w[j] = 0
			}
		}
		for k := range m.cut {
			m.cut[k] -= rate * gc[k] / used * 4
		}
	}
	return m
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func (m model) score(x []float64) float64 {
	s := 0.0
	for j := range x {
		s += m.w[j] * x[j]
	}
	return s
}

func (m model) label(p point) int {
	s := m.score(p.x)
	switch {
	case !p.hit || s < m.cut[0]:
		return 0
	case s < m.cut[1]:
		return 1
	}
	return 2
}

// file writes the model as weights.toml.
func (m model) file() []byte {
	var b strings.Builder
	b.WriteString("# What each sign adds to the score of an article. Learned by `go run ./topic/train`.\n")
	b.WriteString("# An article with a hit counts from a score of 0.\n")
	fmt.Fprintf(&b, "bias = %.2f\nmention = 0.0\nabout = %.2f\n\n[signs]\n", -m.cut[0], m.cut[1]-m.cut[0])
	for j, s := range topic.Signs() {
		fmt.Fprintf(&b, "%s = %.2f\n", s, m.w[j])
	}
	return []byte(b.String())
}

// crossValidate fits on four fifths of the data and judges the fifth left out,
// five times.
func crossValidate(data []point) {
	var s summary
	for fold := range 5 {
		var in, out []point
		for i, p := range data {
			if i%5 == fold {
				out = append(out, p)
			} else {
				in = append(in, p)
			}
		}
		s.judge(fit(in), out)
	}
	s.print("5-fold")
}

// leaveOut fits on all languages but one and judges that one.
func leaveOut(data []point) {
	var s summary
	langs := map[string]bool{}
	for _, p := range data {
		langs[p.lang] = true
	}
	for lang := range langs {
		var in, out []point
		for _, p := range data {
			if p.lang == lang {
				out = append(out, p)
			} else {
				in = append(in, p)
			}
		}
		s.judge(fit(in), out)
	}
	s.print("leave one language out")
}

// summary adds up verdicts.
type summary struct{ tp, fp, fn, right, all int }

func (s *summary) judge(m model, out []point) {
	for _, p := range out {
		y := m.label(p)
		s.all++
		switch {
		case y > 0 && p.y > 0:
			s.tp++
		case y > 0:
			s.fp++
		case p.y > 0:
			s.fn++
		}
		if y == p.y {
			s.right++
		}
	}
}

func (s summary) print(name string) {
	f := 2 * float64(s.tp) / float64(2*s.tp+s.fp+s.fn)
	fmt.Printf("%s: F1 %.3f, three labels %.3f (tp %d fp %d fn %d)\n", name, f, float64(s.right)/float64(s.all), s.tp, s.fp, s.fn)
}
