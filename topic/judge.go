package topic

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"reticule"
)

// reading is an article as the topic sees it.
type reading struct {
	topic    *Topic
	lang     string
	passages []*passage // title, standfirst, body, captions: those that are there
	hits     []hit      // of all passages, in reading order
	near     []sighting // distinct words of the topic's field
	far      []sighting // distinct words of other fields
	rivals   []sighting // in the title or standfirst
	words    int        // in body and captions
}

// A sighting is a mark of a passage.
type sighting struct {
	*mark
	passage *passage
}

// ownZones are the zones in which an article speaks for itself.
var ownZones = [...]reticule.Zone{reticule.ZoneTitle, reticule.ZoneStandfirst, reticule.ZoneBody, reticule.ZoneCaption}

// Judge labels an article: about, mention or none, with a score and the
// evidence. It is deterministic and looks only at the article's own zones;
// where an article has no blocks all of its text is body.
func (t *Topic) Judge(a *reticule.Article) reticule.Verdict {
	r := t.study(a)
	v := reticule.Verdict{Topic: t.name, Version: t.version, Lang: r.lang, Label: reticule.LabelNone}
	v.Evidence = r.evidence(t.weights.Signs)
	v.Score = t.weights.Bias
	for _, e := range v.Evidence {
		v.Score += e.Weight
	}
	v.Score = round(v.Score)
	valid := r.valid()
	if len(valid) > 0 {
		v.Label = t.label(v.Score)
	} else {
		v.Score = min(v.Score, round(t.weights.Mention-1))
	}
	v.Terms, v.Brands = r.terms(valid), r.brands(valid)
	v.Reason = r.reason(valid, v.Label)
	return v
}

func (t *Topic) label(score float64) string {
	switch {
	case score >= t.weights.About:
		return reticule.LabelAbout
	case score >= t.weights.Mention:
		return reticule.LabelMention
	}
	return reticule.LabelNone
}

// study reads an article's own zones and finds hits and context.
func (t *Topic) study(a *reticule.Article) *reading {
	r := &reading{topic: t}
	for _, z := range ownZones {
		if text := a.ZoneText(z); text != "" {
			r.passages = append(r.passages, t.cut(z, text))
		}
	}
	r.lang = t.language(r.passages)
	in := t.speaks(a.Lang, r.lang)
	if claimed, _, _ := strings.Cut(strings.ToLower(a.Lang), "-"); claimed != "" {
		r.lang = claimed
	}
	seen := map[string]bool{}
	for _, p := range r.passages {
		t.annotate(p, in)
		if p.zone == reticule.ZoneBody || p.zone == reticule.ZoneCaption {
			r.words += wordCount(p.tokens)
		}
		r.hits = append(r.hits, t.find(p)...)
		r.context(p, seen)
	}
	r.validate()
	return r
}

// wordCount counts words; two runes of Chinese, Japanese or Korean make one.
func wordCount(tokens []token) int {
	n := 0
	for i := range tokens {
		n += 2
		if tokens[i].script != scriptWord {
			n--
		}
	}
	return n / 2
}

// context notes the distinct words of this field and of others.
func (r *reading) context(p *passage, seen map[string]bool) {
	for i := range p.marks {
		m := &p.marks[i]
		strange := p.strange(m)
		if !strange && !m.is(isNear|isRival) {
			continue
		}
		word, _, _ := p.span(m.first, m.last)
		word = strings.ToLower(word)
		front := p.zone == reticule.ZoneTitle || p.zone == reticule.ZoneStandfirst
		if m.is(isRival) && front {
			r.rivals = append(r.rivals, sighting{m, p})
		}
		if seen[word] {
			continue
		}
		seen[word] = true
		if m.is(isNear) && !m.doubts(isNear) {
			r.near = append(r.near, sighting{m, p})
		}
		if strange {
			r.far = append(r.far, sighting{m, p})
		}
	}
}

// validate decides which hits count. A sure one does, unless other fields
// outweigh this one; any other needs words of the field, or a sure hit.
func (r *reading) validate() {
	foreign := r.foreign()
	outright := !foreign || len(r.far) <= len(r.near) // only the headline names another thing
	sure := false
	for i := range r.hits {
		h := &r.hits[i]
		h.valid = h.kind != kindUnlike && h.sure && (h.kind == kindNamed || (!foreign || outright && h.kind == kindMeasure) && !h.estranged())
		sure = sure || h.valid
	}
	for i := range r.hits {
		h := &r.hits[i]
		if h.valid || h.kind == kindUnlike || h.estranged() {
			continue
		}
		h.valid = sure && h.kind != kindPlain || !foreign && len(r.near) >= max(h.needs(r), len(r.far))
	}
	if !sure && !foreign && r.several() {
		for i := range r.hits {
			h := &r.hits[i]
			h.valid = h.valid || h.kind != kindUnlike && !h.estranged()
		}
	}
}

// enoughSigns is how many weak signs together say what each alone does not;
// fewer do where they say outright how small something is.
const (
	enoughSigns = 3
	enoughSizes = 2
)

// several tells whether an article has several independent signs of which one
// at least stands by a noun: "farewell, little bag", "no more minis", "room for
// the card or the key".
func (r *reading) several() bool {
	texts, kinds, sizes, seen, orphan := map[string]bool{}, map[kind]bool{}, map[string]bool{}, false, false
	for _, h := range r.hits {
		if h.kind == kindUnlike || h.estranged() {
			continue
		}
		text, _, _ := h.passage.span(h.first, h.last)
		text = strings.ToLower(text)
		texts[text], kinds[h.kind] = true, true
		if h.kind.saysSize() {
			sizes[text] = true
		}
		seen, orphan = seen || !h.blind && !h.orphan, orphan || h.orphan
	}
	if !seen && !(orphan && r.noun()) {
		return false
	}
	if len(sizes) >= enoughSizes && len(r.far) == 0 {
		return true
	}
	return len(texts) >= enoughSigns && len(kinds) > 1 && len(r.far) <= len(texts)-enoughSigns+len(r.near)/2
}

// noun tells whether the article names the thing at all.
func (r *reading) noun() bool {
	for _, p := range r.passages {
		for i := range p.marks {
			m := &p.marks[i]
			if m.is(isNoun) && !m.is(isNever|isOther) && (!m.doubts(isNoun) || p.tokens[m.first].script != scriptWord) {
				return true
			}
		}
	}
	return false
}

// needs is how many words of the field a hit needs that is not sure. None,
// where the words themselves are plain and nothing speaks of other fields, or
// where a hit of another kind says the same.
func (h *hit) needs(r *reading) int {
	switch {
	case h.weak || h.kind == kindShort:
		return math.MaxInt
	case len(r.far) == 0 && !r.unlike() && (!h.doubt || h.supported(r)):
		return 0
	case h.doubt:
		return 2
	}
	return 1
}

// unlike tells whether the noun is somewhere compared with the wrong thing, or
// only what something comes in.
func (r *reading) unlike() bool {
	return slices.ContainsFunc(r.hits, func(h hit) bool { return h.kind == kindUnlike })
}

// supported tells whether a hit of another kind supports this one.
func (h *hit) supported(r *reading) bool {
	return h.seconded || slices.ContainsFunc(r.hits, func(o hit) bool {
		if o.kind == kindPlain {
			return len(r.near) > 0 // "small bags … their mini styles"
		}
		return o.kind != kindShort && o.kind != kindUnlike && !o.weak && (o.kind != h.kind || h.independent(&o))
	})
}

// independent tells whether two hits that say how small something is do so
// in two places, and in different words.
func (h *hit) independent(o *hit) bool {
	if !h.kind.saysSize() {
		return false
	}
	a, _, _ := h.passage.span(h.first, h.last)
	b, _, _ := o.passage.span(o.first, o.last)
	return !strings.EqualFold(a, b)
}

// foreign tells whether the article is of another field: its words outnumber
// this one's, or its headline names another sort of the noun, "tea bags", and
// does not show the topic.
func (r *reading) foreign() bool {
	other, shown, far := false, false, len(r.far)
	for _, h := range r.hits {
		if h.kind == kindUnlike {
			far++
			continue
		}
		shown = shown || !h.weak && h.passage.zone == reticule.ZoneTitle
	}
	for _, s := range r.far {
		title := s.passage.zone == reticule.ZoneTitle
		other = other || title && s.is(isNever)
	}
	return far > len(r.near) || other && !shown && 2*len(r.far) >= len(r.near)
}

// estranged tells whether a hit's own sentence speaks of another field, and
// of this one not more.
func (h *hit) estranged() bool {
	tilt := h.passage.tilt[h.passage.tokens[h.first].sentence]
	if h.sure && h.kind.saysSize() {
		tilt++
	}
	return tilt < 0
}

func (r *reading) valid() []hit {
	var out []hit
	for _, h := range r.hits {
		if h.valid {
			out = append(out, h)
		}
	}
	return out
}

// terms gives the distinct words of the hits that count.
func (r *reading) terms(valid []hit) []string {
	var out []string
	for _, h := range valid {
		if s, _, _ := h.passage.span(h.first, h.last); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// brands gives the houses of the hits and those named in their sentences.
func (r *reading) brands(valid []hit) []string {
	var out []string
	add := func(house int16) {
		if house >= 0 && !slices.Contains(out, r.topic.houses[house]) {
			out = append(out, r.topic.houses[house])
		}
	}
	for _, h := range valid {
		add(h.house)
		sentence := h.passage.tokens[h.first].sentence
		for _, m := range h.passage.marks {
			if m.is(isHouse) && h.passage.tokens[m.first].sentence == sentence {
				add(m.house)
			}
		}
	}
	slices.SortFunc(out, cmp.Compare[string])
	return out
}
