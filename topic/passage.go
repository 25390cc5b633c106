package topic

import (
	"math"
	"strings"

	"reticule"
)

// A passage is the text of one zone with what the lexicon finds in it.
type passage struct {
	zone   reticule.Zone
	text   string // of the zone, as given
	form   composed
	tokens []token
	marks  []mark
	at     []int32  // token -> its mark, -1 for none
	says   []saying // of each sentence
}

// A saying is what a sentence has of the topic.
type saying struct {
	tilt  int8  // words of the field less words of others
	noun  bool  // a noun
	named bool  // a house, without doubt
	house int16 // the last house named, -1 for none
}

// read makes a passage of a zone's text.
func (t *Topic) read(zone reticule.Zone, text string, in langs) *passage {
	p := t.cut(zone, text)
	t.annotate(p, in)
	return p
}

// cut makes a passage without marks.
func (t *Topic) cut(zone reticule.Zone, text string) *passage {
	p := &passage{zone: zone, text: text, form: compose(text)}
	z := tokenizer{lex: t.lex, table: foldTable(), tokens: make([]token, 0, len(text)/6+8)}
	p.tokens = z.run(p.form.text)
	return p
}

// annotate finds the terms of the given languages in a passage.
func (t *Topic) annotate(p *passage, in langs) {
	p.marks = t.lex.annotate(p.tokens, in, make([]mark, 0, len(p.tokens)/2))
	p.at = make([]int32, len(p.tokens))
	for i := range p.at {
		p.at[i] = -1
	}
	for i := range p.marks {
		m := &p.marks[i]
		p.settle(m)
		for k := m.first; k <= m.last; k++ {
			p.at[k] = int32(i)
		}
	}
	p.listen()
}

// listen notes what each sentence says.
func (p *passage) listen() {
	if len(p.tokens) == 0 {
		return
	}
	p.says = make([]saying, p.tokens[len(p.tokens)-1].sentence+1)
	for i := range p.says {
		p.says[i].house = -1
	}
	for i := range p.marks {
		m := &p.marks[i]
		s := p.saying(m.first)
		if m.is(isNear) && s.tilt < math.MaxInt8 {
			s.tilt++
		}
		if s.tilt > math.MinInt8 && p.strange(m) {
			s.tilt--
		}
		if m.is(isHouse) {
			s.house, s.named = m.house, s.named || !m.doubts(isHouse)
		}
		s.noun = s.noun || m.is(isNoun) && !m.is(isNever)
	}
}

// saying gives what the sentence of token k says.
func (p *passage) saying(k int32) *saying { return &p.says[p.tokens[k].sentence] }

// settle takes from a mark the meanings that its writing rules out: a house is
// written with a capital, and so is an ambiguous model.
func (p *passage) settle(m *mark) {
	k := p.tokens[m.first]
	if k.upper || k.script != scriptWord || p.form.text[k.start] >= 0x80 || p.form.text[k.start] <= '9' {
		return
	}
	if m.is(isHouse) {
		m.class &^= isHouse | isNear
	}
	if m.doubts(isModel|isOwn) && !p.tokens[m.last].upper {
		m.class &^= isModel | isOwn
	}
}

// markAt gives the mark on token k, nil where there is none.
func (p *passage) markAt(k int32) *mark {
	if k < 0 || int(k) >= len(p.at) || p.at[k] < 0 {
		return nil
	}
	return &p.marks[p.at[k]]
}

// classAt gives the classes of token k.
func (p *passage) classAt(k int32) class {
	if m := p.markAt(k); m != nil {
		return m.class
	}
	return 0
}

// gapAt gives what stands before token k; behind the last token it is a stop.
func (p *passage) gapAt(k int32) gap {
	if k <= 0 || int(k) >= len(p.tokens) {
		return gapStop
	}
	return p.tokens[k].gap
}

// span gives the words of tokens first to last and their place in the zone's
// text.
func (p *passage) span(first, last int32) (text string, start, end int) {
	start = p.form.offset(p.tokens[first].start)
	end = p.form.offset(p.tokens[last].end)
	return p.text[start:end], start, end
}

// words gives the words of tokens first to last as they are told apart: in
// lower case, and whatever white space and form they are written with.
func (p *passage) words(first, last int32) string {
	text := p.form.text[p.tokens[first].start:p.tokens[last].end]
	if first < last {
		text = strings.Join(strings.Fields(text), " ")
	}
	return strings.ToLower(text)
}

// ended tells whether a phrase that ends with token k may end there: the text
// breaks off behind it, or goes on with a function word.
func (p *passage) ended(k int32) bool {
	if p.gapAt(k+1) >= gapComma {
		return true
	}
	c := p.classAt(k + 1)
	return c&(isStop|isStress) != 0 && c&(isNoun|isModel|isOwn) == 0
}

// strange tells whether a mark speaks of another field: a word of one, or a
// false friend that names another sort of the noun, "tea bag". What something
// is compared with does not.
func (p *passage) strange(m *mark) bool {
	if !m.is(isFar) || p.classAt(m.last+1)&isSized != 0 {
		return false
	}
	k := m.first - 1
	if c := p.classAt(k); c&isStop != 0 && c&isSizeOf == 0 {
		k-- // "the size of a …"
	}
	return p.classAt(k)&isSizeOf == 0
}
