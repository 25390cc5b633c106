package story

import "slices"

// A tally is how the sentences of one text stand in another, in words.
type tally struct {
	same    int // in sentences that stand in the other text
	changed int // in sentences that stand there with other names or numbers
	worded  int // in sentences that stand there in other words
	head    int // in sentences of its own before all that is shared
	inner   int // in sentences of its own between shared ones
	tail    int // in sentences of its own after all that is shared
	telling int // names, numbers and long words among what is the same

	sentences, sameSentences int
}

func (t tally) words() int { return t.same + t.changed + t.worded + t.head + t.inner + t.tail }

// A side is one of two texts under comparison: a's sentences, and the passages
// that they share with b, in a's order.
type side struct {
	a, b   Print
	shared []passage
}

// tally goes through the sentences of a.
func (s side) tally() tally {
	t := tally{sentences: len(s.a.ends)}
	start, at := 0, 0
	for _, e := range s.a.ends {
		end := int(e)
		for at < len(s.shared) && s.shared[at].a+s.shared[at].n <= start {
			at++
		}
		s.weigh(&t, start, end, at)
		start = end
	}
	return t
}

// A sentence counts as one of the other text's from half of its words on, where
// nothing telling was put in the place of the rest, and as a changed one from a
// third on.
const (
	sentenceSame    = 0.5
	sentenceChanged = 0.34
)

// weigh adds one sentence, a.text[start:end], to the tally; at is the first
// passage that ends after its start.
func (s side) weigh(t *tally, start, end, at int) {
	n := end - start
	covered, names, words := s.cover(start, end, at)
	switch {
	case float64(covered) >= sentenceSame*float64(n) && names == 0 && words <= 1:
		t.same += n
		t.sameSentences++
		t.telling += telling(s.a.text[start:end])
	case covered > 0 && float64(covered) >= sentenceChanged*float64(n) && names > 0:
		t.changed += n
	case covered > 0 && float64(covered) >= sentenceChanged*float64(n):
		t.worded += n
	case at == 0:
		t.head += n
	case at == len(s.shared):
		t.tail += n
	default:
		t.inner += n
	}
}

// cover counts how many words of a sentence are shared, and how many names and
// numbers, and how many other telling words, stand in the place of others.
func (s side) cover(start, end, at int) (covered, names, words int) {
	from := start
	last := at - 1 // the passage before the gap, where it is within the sentence
	for i := at; i < len(s.shared) && s.shared[i].a < end; i++ {
		p := s.shared[i]
		if p.a > from {
			n, w := s.exchange(from, p.a, last, i, at)
			names, words = names+n, words+w
		}
		from = min(p.a+p.n, end)
		covered += from - max(p.a, start)
		last = i
	}
	if from < end && covered > 0 {
		n, w := s.exchange(from, end, last, -1, at)
		names, words = names+n, words+w
	}
	return covered, names, words
}

// exchange counts what was put in the place of what: names and numbers, and
// other telling words, of a.text[from:to], which lies between the passages
// before and after it, that the other text has not in that place, while it has
// others. A passage outside the sentence is not looked at; the other text's own
// sentence bounds the place then.
func (s side) exchange(from, to, before, after, first int) (names, words int) {
	var low, high int
	switch {
	case before >= first && after >= 0:
		low, high = s.shared[before].b+s.shared[before].n, s.shared[after].b
	case after >= 0:
		high = s.shared[after].b
		low = s.b.sentenceStart(high)
	default:
		low = s.shared[before].b + s.shared[before].n
		high = s.b.sentenceEnd(low - 1)
	}
	if low >= high {
		return 0, 0
	}
	ours, theirs := s.a.text[from:to], s.b.text[low:high]
	n1, w1 := news(ours, theirs)
	n2, w2 := news(theirs, ours)
	switch {
	case n1 > 0 && n2+w2 > 0 || n2 > 0 && n1+w1 > 0:
		return max(n1, n2), 0
	case w1 > 0 && w2 > 0:
		return 0, max(w1, w2)
	}
	return 0, 0
}

// news counts the words of a that b has not: names and numbers, and others.
func news(a, b []token) (names, words int) {
	for _, t := range a {
		if slices.ContainsFunc(b, func(u token) bool { return u.word() == t.word() }) {
			continue
		}
		switch t.kind() {
		case name, number:
			names++
		case content:
			words++
		}
	}
	return names, words
}

// sentenceStart gives where the sentence that holds a word begins.
func (p Print) sentenceStart(at int) int {
	i, _ := slices.BinarySearch(p.ends, uint16(at+1))
	if i == 0 {
		return 0
	}
	return int(p.ends[i-1])
}

// sentenceEnd gives where the sentence that holds a word ends.
func (p Print) sentenceEnd(at int) int {
	i, _ := slices.BinarySearch(p.ends, uint16(at+1))
	if i == len(p.ends) {
		return len(p.text)
	}
	return int(p.ends[i])
}

func telling(s []token) int {
	n := 0
	for _, t := range s {
		if t.kind() != plain {
			n++
		}
	}
	return n
}
