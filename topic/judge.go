package topic

import (
	"slices"
	"strings"
	"unicode/utf8"

	"reticule"
)

// reading is an article as the topic sees it.
type reading struct {
	topic    *Topic
	lang     string
	passages []*passage // title, standfirst, body, captions: those that are there
	hits     []hit      // of all passages, in reading order
	company  company    // what hits these are
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

// maxText bounds the bytes of an article that are judged, some forty thousand
// words. What they take while they are is a hundred times as much.
const maxText = 256 << 10

// Judge labels an article: about, mention or none, with a score and the
// evidence. It is deterministic and looks only at the article's own zones;
// where an article has no blocks all of its text is body. Of an endless one it
// reads the beginning.
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
	left := maxText
	for _, z := range ownZones {
		if text := beginning(a.ZoneText(z), left); text != "" {
			r.passages = append(r.passages, t.cut(z, text))
			left -= len(text)
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

// beginning cuts a text to at most n bytes, at a whole character.
func beginning(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
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
		word := p.words(m.first, m.last)
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

func (r *reading) valid() []hit {
	var out []hit
	for _, h := range r.hits {
		if h.valid {
			out = append(out, h)
		}
	}
	return out
}

// terms gives the distinct words of the hits that count, as they are written
// but for white space.
func (r *reading) terms(valid []hit) []string {
	var out []string
	seen := map[string]bool{}
	for _, h := range valid {
		text, _, _ := h.passage.span(h.first, h.last)
		if s := strings.Join(strings.Fields(text), " "); !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// sentence is one of a passage's.
type sentence struct {
	passage *passage
	n       int32
}

// sentence is the one that a hit begins in.
func (h *hit) sentence() sentence { return sentence{h.passage, h.passage.tokens[h.first].sentence} }

// brands gives the houses of the hits and those named in their sentences.
func (r *reading) brands(valid []hit) []string {
	named, speak := map[int16]bool{}, map[sentence]bool{}
	for i := range valid {
		named[valid[i].house], speak[valid[i].sentence()] = true, true
	}
	if len(valid) > 0 {
		for _, p := range r.passages {
			for i := range p.marks {
				if m := &p.marks[i]; m.is(isHouse) && speak[sentence{p, p.tokens[m.first].sentence}] {
					named[m.house] = true
				}
			}
		}
	}
	var out []string
	for house := range named {
		if house >= 0 && !slices.Contains(out, r.topic.houses[house]) {
			out = append(out, r.topic.houses[house])
		}
	}
	slices.Sort(out)
	return out
}
