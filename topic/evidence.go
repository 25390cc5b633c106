package topic

import (
	"fmt"
	"math"

	"reticule"
)

// The signs that make up a score, as named in weights.toml.
const (
	signTitle      = "title"      // a hit in the headline
	signStandfirst = "standfirst" // a hit in the standfirst
	signBody       = "body"       // a hit in the body or a caption
	signMore       = "more"       // further hits there, on a logarithmic scale
	signSpread     = "spread"     // the share of its sentences that hold a hit
	signDense      = "dense"      // hits to its words
	signEarly      = "early"      // a hit in its first sentences
	signBare       = "bare"       // a hit in the headline of an article without a body
	signNamed      = "named"      // a named line among the hits
	signNear       = "near"       // words of the field
	signFarTitle   = "far_title"  // words of other fields in the headline or standfirst
	signFarBody    = "far_body"   // such words elsewhere
	signRival      = "rival"      // the opposite in the headline or standfirst
	signUnlike     = "unlike"     // a comparison with the wrong thing
)

// Signs lists the signs in the order of the weights.
func Signs() []string {
	return []string{signTitle, signStandfirst, signBody, signMore, signSpread, signDense, signEarly, signBare, signNamed,
		signNear, signFarTitle, signFarBody, signRival, signUnlike}
}

// The strength of hits that needed context, and the bounds of signs that grow.
const (
	softStrength   = 0.6
	maxMore        = 3.0
	maxContext     = 4
	denseWords     = 40 // one hit in so many words is as dense as counts
	maxEvidence    = 40
	earlySentences = 2
	fullSpread     = 0.5 // hits in half of the sentences are as many as count
)

// A sign is one piece of evidence before it is weighed.
type sign struct {
	name  string
	value float64
	ev    reticule.Evidence
}

// evidence weighs an article's signs.
func (r *reading) evidence(weights map[string]float64) []reticule.Evidence {
	var out []reticule.Evidence
	for _, s := range r.signs() {
		s.ev.Weight = round(s.value * weights[s.name])
		if s.ev.Weight != 0 || len(out) < maxEvidence {
			out = append(out, s.ev)
		}
	}
	return out
}

// Features sums an article's signs by name: what the weights are learned on.
func (t *Topic) Features(a *reticule.Article) map[string]float64 {
	out := map[string]float64{}
	for _, s := range t.study(a).signs() {
		out[s.name] += s.value
	}
	return out
}

// signs gives everything that speaks for or against.
func (r *reading) signs() []sign {
	var out []sign
	front := map[reticule.Zone]*hit{}
	var rest []hit
	for i := range r.hits {
		h := &r.hits[i]
		if h.kind == kindUnlike {
			out = append(out, h.sign(signUnlike, 1))
			continue
		}
		if !h.valid {
			continue
		}
		switch z := h.passage.zone; z {
		case reticule.ZoneTitle, reticule.ZoneStandfirst:
			if front[z] == nil || h.sure && !front[z].sure {
				front[z] = h
			}
		default:
			rest = append(rest, *h)
		}
	}
	for _, z := range []reticule.Zone{reticule.ZoneTitle, reticule.ZoneStandfirst} {
		if h := front[z]; h != nil {
			out = append(out, h.sign(string(z), h.strength()))
		}
	}
	if h := front[reticule.ZoneTitle]; h != nil && r.words == 0 {
		out = append(out, sign{name: signBare, value: h.strength(), ev: reticule.Evidence{Zone: reticule.ZoneTitle, Why: "the headline is all there is"}})
	}
	out = append(out, r.body(rest)...)
	out = append(out, r.named()...)
	return append(out, r.surroundings()...)
}

func (h *hit) strength() float64 {
	if h.sure {
		return 1
	}
	return softStrength
}

func (h *hit) sign(name string, value float64) sign {
	text, start, end := h.passage.span(h.first, h.last)
	return sign{name: name, value: value, ev: reticule.Evidence{Zone: h.passage.zone, Text: text, Start: start, End: end, Why: kindWords[h.kind]}}
}

// body gives the signs of the hits in body and captions.
func (r *reading) body(hits []hit) []sign {
	if len(hits) == 0 {
		return nil
	}
	var out []sign
	best := 0
	for i := range hits {
		if hits[i].strength() > hits[best].strength() {
			best = i
		}
	}
	more := 0
	for i := range hits {
		if i == best {
			out = append(out, hits[i].sign(signBody, hits[i].strength()))
			continue
		}
		more++
		step := math.Min(maxMore, math.Log2(float64(more+1))) - math.Min(maxMore, math.Log2(float64(more)))
		out = append(out, hits[i].sign(signMore, step))
	}
	return append(out, r.shape(hits)...)
}

// shape gives the signs of where the body's hits stand.
func (r *reading) shape(hits []hit) []sign {
	places := map[sentence]bool{}
	early := false
	for i := range hits {
		s := hits[i].sentence()
		places[s] = true
		early = early || s.n < earlySentences
	}
	sentences := int32(0)
	for _, p := range r.passages {
		if p.zone == reticule.ZoneBody || p.zone == reticule.ZoneCaption {
			sentences += p.tokens[len(p.tokens)-1].sentence + 1
		}
	}
	share := math.Min(1, float64(len(places))/fullSpread/float64(max(sentences, 1)))
	dense := math.Min(1, float64(len(hits)*denseWords)/float64(max(r.words, 1)))
	out := []sign{
		{name: signSpread, value: share, ev: reticule.Evidence{Zone: reticule.ZoneBody, Why: fmt.Sprintf("in %d of %d sentences", len(places), sentences)}},
		{name: signDense, value: dense, ev: reticule.Evidence{Zone: reticule.ZoneBody, Why: fmt.Sprintf("%d times in %d words", len(hits), r.words)}},
	}
	if early {
		out = append(out, sign{name: signEarly, value: 1, ev: reticule.Evidence{Zone: reticule.ZoneBody, Why: "at the beginning"}})
	}
	return out
}

// named gives the sign of a named line.
func (r *reading) named() []sign {
	for _, h := range r.hits {
		if h.valid && h.kind == kindNamed {
			s := h.sign(signNamed, 1)
			s.ev.Why = "a named line"
			if h.house >= 0 {
				s.ev.Why += " of " + r.topic.houses[h.house]
			}
			return []sign{s}
		}
	}
	return nil
}

// surroundings gives the signs of context, for and against.
func (r *reading) surroundings() []sign {
	var out []sign
	for _, n := range r.near[:min(len(r.near), maxContext)] {
		out = append(out, n.sign(signNear, 1.0/maxContext, "word of its field"))
	}
	title, body := 0, 0
	for _, n := range r.far {
		front := n.passage.zone == reticule.ZoneTitle || n.passage.zone == reticule.ZoneStandfirst
		switch {
		case front && title < maxContext/2:
			title++
			out = append(out, n.sign(signFarTitle, 1, "word of another field"))
		case !front && body < maxContext:
			body++
			out = append(out, n.sign(signFarBody, 1.0/maxContext, "word of another field"))
		}
	}
	for _, n := range r.rivals[:min(len(r.rivals), 1)] {
		out = append(out, n.sign(signRival, 1, "the opposite is the subject"))
	}
	return out
}

func (n sighting) sign(name string, value float64, why string) sign {
	text, start, end := n.passage.span(n.first, n.last)
	return sign{name: name, value: value, ev: reticule.Evidence{Zone: n.passage.zone, Text: text, Start: start, End: end, Why: why}}
}

// round keeps weights and scores readable: two decimals.
func round(x float64) float64 { return math.Round(x*100) / 100 }
