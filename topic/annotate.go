package topic

// A mark is a term of the lexicon found in a text: tokens first to last.
type mark struct {
	first, last int32
	class       class
	doubt       class
	langs       langs // whose word it is
	house       int16
	value       int16 // of a number or unit
	name        string
}

func (m mark) is(c class) bool     { return m.class&c != 0 }
func (m mark) doubts(c class) bool { return m.doubt&c != 0 && (m.class&^m.doubt)&c == 0 }
func (l *lexicon) root() int32     { return 0 }
func key(node, word int32) uint64  { return uint64(node)<<32 | uint64(word) }
func (l langs) holds(e entry) bool { return e.lang == 0 || l&(1<<e.lang) != 0 }

// langs is a set of languages by index.
type langs uint64

// annotate finds the leftmost longest terms of the languages in a row of
// tokens.
func (l *lexicon) annotate(tokens []token, in langs, marks []mark) []mark {
	marks = marks[:0]
	for i := 0; i < len(tokens); {
		m, ok := l.longest(tokens, i, in)
		if !ok {
			i++
			continue
		}
		m, i = l.freed(tokens, in, m)
		if m.class != 0 {
			marks = append(marks, m)
		}
	}
	return marks
}

// freed gives the mark, cut back where a longer false friend begins within it
// ("mini borse" before "borse di studio"), or a comparison within the opposite
// ("borsa grande" before "grande come"), and the token to go on with.
func (l *lexicon) freed(tokens []token, in langs, m mark) (mark, int) {
	for j := m.first + 1; j <= m.last; j++ {
		other, ok := l.longest(tokens, int(j), in)
		if ok && other.last > m.last && (other.is(isNever) || m.is(isRival) && other.is(isSizeOf)) {
			shorter, _ := l.longest(tokens[:j], int(m.first), in)
			return shorter, int(j)
		}
	}
	return m, int(m.last) + 1
}

// longest finds the longest term that begins at token i.
func (l *lexicon) longest(tokens []token, i int, in langs) (found mark, ok bool) {
	if node, there := l.child(l.root(), tokens[i].id); there {
		found, ok = l.longestFrom(node, tokens, i, in)
	}
	if node, there := l.child(l.root(), tokens[i].bare); there && !ok {
		found, ok = l.longestFrom(node, tokens, i, in)
	}
	return found, ok
}

// longestFrom goes on from the node of token i.
func (l *lexicon) longestFrom(node int32, tokens []token, i int, in langs) (found mark, ok bool) {
	for j := i; ; {
		if m, good := l.meaning(node, in); good && l.whole(tokens, i, j, m.class) {
			m.first, m.last = int32(i), int32(j)
			found, ok = m, true
		}
		if j++; j == len(tokens) || tokens[j].gap >= gapComma {
			return found, ok
		}
		child, there := l.child(node, tokens[j].id)
		if !there {
			child, there = l.child(node, tokens[j].bare)
		}
		if !there {
			return found, ok
		}
		node = child
	}
}

// meaning joins the entries of a node that hold in the languages.
func (l *lexicon) meaning(node int32, in langs) (m mark, ok bool) {
	m.house = -1
	for _, e := range l.entries[node] {
		if !in.holds(e) {
			continue
		}
		m.class, m.doubt = merge(m.class, m.doubt, e.class, e.doubt)
		m.langs |= 1 << e.lang
		m.value = max(m.value, e.value)
		if e.house >= 0 {
			m.house, m.name = e.house, e.name
		}
		ok = true
	}
	return m, ok
}

// whole tells whether the term of tokens i to j is a word by itself where the
// script glues words together: a katakana run must be used up or go on with
// another term, and so must a Korean word, which may end in a particle.
func (l *lexicon) whole(tokens []token, i, j int, c class) bool {
	s := tokens[j].script
	if s != scriptKatakana && s != scriptHangul || c&isParticle != 0 {
		return true
	}
	n := j + 1
	if n < len(tokens) && tokens[n].gap == gapNone && tokens[n].script == s && !l.begins(tokens, n) {
		return false
	}
	return i == 0 || tokens[i].gap != gapNone || tokens[i-1].script != s || l.ends(tokens, i-1)
}

// begins tells whether some term begins at token n.
func (l *lexicon) begins(tokens []token, n int) bool {
	node := l.root()
	for j := n; j < len(tokens); j++ {
		if j > n && tokens[j].gap != gapNone || tokens[j].id == 0 {
			return false
		}
		child, ok := l.next[key(node, tokens[j].id)]
		if !ok {
			return false
		}
		node = child
		if len(l.entries[node]) > 0 {
			if tokens[n].script != scriptHangul || !l.onlyParticle(node) {
				return true
			}
			if j+1 == len(tokens) || tokens[j+1].gap != gapNone || tokens[j+1].script != scriptHangul {
				return true // a particle ends the word
			}
		}
	}
	return false
}

func (l *lexicon) onlyParticle(node int32) bool {
	for _, e := range l.entries[node] {
		if e.class&^(isParticle|isStop) != 0 {
			return false
		}
	}
	return true
}

// ends tells whether some term ends at token n.
func (l *lexicon) ends(tokens []token, n int) bool {
	for i := n; i >= 0 && n-i < 8; i-- {
		node, j := l.root(), i
		for ; j <= n && tokens[j].id != 0; j++ {
			child, ok := l.next[key(node, tokens[j].id)]
			if !ok {
				break
			}
			node = child
		}
		if j > n && len(l.entries[node]) > 0 {
			return true
		}
		if tokens[i].gap != gapNone {
			return false
		}
	}
	return false
}
