package topic

import (
	"math"

	"reticule"
)

// validate decides which hits count. A sure one does, unless other fields
// outweigh this one; any other needs words of the field, or a sure hit.
func (r *reading) validate() {
	r.gather()
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
		text := h.words()
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
	case len(r.far) == 0 && !r.company.unlike && (!h.doubt || h.supported(r)):
		return 0
	case h.doubt:
		return 2
	}
	return 1
}

// company is what hits an article has that bear on others.
type company struct {
	unlike bool                     // the noun is somewhere compared with the wrong thing, or only what something comes in
	plain  bool                     // a plain word stands by the noun
	said   [len(kindWords)][]string // by kind, the words of hits that support others: two that differ at most
}

// gather looks at all hits once.
func (r *reading) gather() {
	for i := range r.hits {
		h := &r.hits[i]
		switch {
		case h.kind == kindUnlike:
			r.company.unlike = true
		case h.kind == kindPlain:
			r.company.plain = true
		case h.kind == kindShort || h.weak:
		default:
			said := &r.company.said[h.kind]
			if text := h.words(); len(*said) == 0 || len(*said) == 1 && (*said)[0] != text {
				*said = append(*said, text)
			}
		}
	}
}

func (h *hit) words() string { return h.passage.words(h.first, h.last) }

// supported tells whether a hit of another kind supports this one, or one that
// says how small something is in other words.
func (h *hit) supported(r *reading) bool {
	if h.seconded || r.company.plain && len(r.near) > 0 { // "small bags … their mini styles"
		return true
	}
	for k, said := range r.company.said {
		for _, text := range said {
			if kind(k) != h.kind || h.kind.saysSize() && text != h.words() {
				return true
			}
		}
	}
	return false
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
	tilt := h.passage.saying(h.first).tilt
	if h.sure && h.kind.saysSize() {
		tilt++
	}
	return tilt < 0
}
