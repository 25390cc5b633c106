package topic

import (
	"bytes"
	"math/bits"
	"slices"

	"reticule"
)

// place is where a word stands: its number, from 1, and its offset.
type place struct{ count, at int }

// scope is the text in which words make a hit together.
type scope uint8

const (
	inSentence scope = iota
	inLine

	scopes = iota // how many there are
)

// ends tells whether a scope surely ends with a byte.
func (s scope) ends(text []byte, i int) bool {
	if s == inLine {
		return text[i] == '\n'
	}
	return sentenceEnds(text, i)
}

// meeting is two sorts of words that can make a hit where they stand within
// reach of each other, in words, and nothing parts them.
type meeting struct {
	one, other flags
	reach      int
	in         scope
}

// How far apart, in words as the scan counts them.
const (
	signReach   = 40                     // a noun and what makes it ours
	aroundReach = fitAround + 2*maxSides // the same, where a measure has several sides
	besideReach = maxTerm                // two terms that stand side by side
	fitsReach   = 2 * fitWithin          // "fits" and a small thing
)

var meetings = [...]meeting{
	{flagNoun, flagSign, signReach, inSentence},
	{flagNoun, flagAround, aroundReach, inLine},
	{flagShort, flagAround, aroundReach, inLine},
	{flagShort, flagFits, aroundReach, inLine},
	{flagNoun, flagSmall, besideReach, inSentence},
	{flagHouse, flagCoined, signReach, inSentence},
}

// met notes a flagged word and, where a noun and what makes it ours have met,
// reads the text around them in full. Where a small thing was seen to fit
// somewhere, any noun will do.
func (w *scanner) met(f flags, start, end int) bool {
	f = w.note(f, start)
	if w.at(flagFits).count > 0 && w.at(flagNoun).count > 0 {
		return true
	}
	if f&flagTerm != 0 && w.reads(start, end, inSentence) {
		return true
	}
	for i := range meetings {
		if m := &meetings[i]; f&(m.one|m.other) != 0 {
			if a, b := w.at(m.one), w.at(m.other); w.joined(a, b, m) && w.reads(min(a.at, b.at), end, m.in) {
				return true
			}
		}
	}
	return false
}

func (w *scanner) at(f flags) *place { return &w.seen[bits.TrailingZeros16(uint16(f))] }

// note takes down where a flagged word stands, and what it makes of others.
func (w *scanner) note(f flags, start int) flags {
	if c := w.text[start]; c < 'a' || c > 'z' {
		if f&flagModel != 0 {
			f |= flagNoun
		}
		if f&flagOwn != 0 {
			f |= flagTerm
		}
	}
	f = w.put(f, start)
	if f&(flagHolds|flagSmall) != 0 && near(w.at(flagHolds), w.at(flagSmall), fitsReach) {
		f |= w.put(flagFits, start)
	}
	if f&(flagVersion|flagSign) != 0 && near(w.at(flagVersion), w.at(flagSign), besideReach) {
		f |= w.put(flagCoined, start)
	}
	return f
}

func (w *scanner) put(f flags, start int) flags {
	for set := f; set != 0; set &= set - 1 {
		*w.at(set) = place{w.count, start}
	}
	return f
}

func near(a, b *place, reach int) bool {
	return a.count > 0 && b.count > 0 && max(a.count, b.count)-min(a.count, b.count) <= reach
}

// joined tells whether two words stand near and nothing parts them.
func (w *scanner) joined(a, b *place, m *meeting) bool {
	if !near(a, b, m.reach) {
		return false
	}
	from, to := min(a.at, b.at), max(a.at, b.at)
	return w.until(from, to, m.in) == to
}

// until gives the first offset at which text from an offset ends, at most to.
func (w *scanner) until(from, to int, in scope) int {
	for from < to && !in.ends(w.text, from) {
		from++
	}
	return from
}

// scanWindow bounds the bytes before and behind the words that have met which
// are read with them.
const scanWindow = 768

// reads reads the sentence or line around some text in full, unless it did so
// before. A line's beginning was not read with its last sentence.
func (w *scanner) reads(start, end int, in scope) bool {
	to := w.until(end, min(len(w.text), end+scanWindow), in)
	if to <= w.read[in] {
		return false
	}
	w.read[in] = to
	from := start
	for from > max(0, start-scanWindow) && !in.ends(w.text, from-1) {
		from--
	}
	return w.set.shows(w.text[from:to])
}

// sentenceEnds tells whether a sentence surely ends with a byte: what a full
// stop stands before may go on, "1.5".
func sentenceEnds(text []byte, i int) bool {
	switch text[i] {
	case '\n', '!', '?', ';', ':', '|':
		return true
	case '.':
		return i+1 < len(text) && lower[text[i+1]] == 0
	}
	return false
}

// shows tells whether a piece of text shows any of the topics, in whatever
// language the article may turn out to be.
func (s *Set) shows(piece []byte) bool {
	text := string(bytes.ToValidUTF8(piece, []byte("\uFFFD")))
	for _, t := range s.topics {
		p := t.cut(reticule.ZoneBody, text)
		for _, in := range t.spoken {
			if t.annotate(p, in); t.hints(p) {
				return true
			}
		}
	}
	return false
}

// hints tells whether a passage has a hit that can count by itself.
func (t *Topic) hints(p *passage) bool {
	return slices.ContainsFunc(t.find(p), func(h hit) bool {
		return h.kind != kindUnlike && !h.blind && !h.orphan
	})
}
