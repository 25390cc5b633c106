package story

import "slices"

// A vocabulary is the set of telling words of a text, sorted: names, numbers
// and long words; pairs of ideographs where words are not spaced. The low two
// bits are the kind.
type vocabulary []uint32

func (p Print) vocabulary() vocabulary {
	v := make(vocabulary, 0, len(p.text)/2+len(p.title))
	for _, text := range [][]token{p.title, p.text} {
		for i, t := range text {
			switch {
			case t.kind() == plain || t.small():
			case p.dense && t.kind() == content:
				if i+1 < len(text) && text[i+1].kind() == content {
					v = append(v, uint32(t.word()<<16|text[i+1].word()<<2)|uint32(content))
				}
			default:
				v = append(v, uint32(t))
			}
		}
	}
	return v.compact()
}

// compact sorts the words and keeps each once, with the most telling kind.
func (v vocabulary) compact() vocabulary {
	slices.Sort(v)
	out := v[:0]
	for i, w := range v {
		if i+1 < len(v) && v[i+1]>>kindBits == w>>kindBits {
			continue
		}
		out = append(out, w)
	}
	return out
}

// weightOf gives what a word tells.
func weightOf(w uint32) int {
	if k := token(w & (1<<kindBits - 1)); k == name || k == number {
		return 2
	}
	return 1
}

// common weighs the words that two texts share, and each text's own.
type common struct {
	a, b, both int // weights
	names      int // names and numbers in both
}

func (v vocabulary) common(w vocabulary) common {
	var c common
	for _, x := range v {
		c.a += weightOf(x)
	}
	for _, x := range w {
		c.b += weightOf(x)
	}
	for i, j := 0, 0; i < len(v) && j < len(w); {
		x, y := v[i]>>kindBits, w[j]>>kindBits
		switch {
		case x < y:
			i++
		case x > y:
			j++
		default:
			weight := min(weightOf(v[i]), weightOf(w[j]))
			c.both += weight
			c.names += weight - 1
			i, j = i+1, j+1
		}
	}
	return c
}

// alike is the weighted Jaccard similarity of two vocabularies, 0 to 1.
func (c common) alike() float64 {
	if c.both == 0 {
		return 0
	}
	return float64(c.both) / float64(c.a+c.b-c.both)
}
