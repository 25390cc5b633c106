package topic

import "unicode/utf8"

const (
	hashSeed  uint32 = 2166136261
	hashPrime uint32 = 16777619
)

func hashOf(word string) uint32 { return hash([]byte(word)) }

// mixed makes one hash of those of two words that follow one another.
func mixed(first, second uint32) uint32 { return first*hashPrime ^ second }

// lower gives ASCII letters in lower case and digits, 0 for what parts words,
// and 1 for the bytes of other scripts.
var lower = func() (t [256]byte) {
	for b := range t {
		switch {
		case b >= 'a' && b <= 'z' || b >= '0' && b <= '9':
			t[b] = byte(b)
		case b >= 'A' && b <= 'Z':
			t[b] = byte(b) + 'a' - 'A'
		case b >= utf8.RuneSelf:
			t[b] = 1
		}
	}
	return t
}()

// Scan tells whether any topic could count a page with this visible text,
// wherever on the page its words stand. The text is UTF-8 in any case. It is
// one pass over the bytes; only around a noun with a telling word near is the
// text read in full.
func (s *Set) Scan(text []byte) bool {
	w := scanner{set: s, text: text, read: [scopes]int{-1, -1}}
	for i := 0; i < len(text); {
		b := lower[text[i]]
		if b == 0 {
			i++
			continue
		}
		start, h := i, hashSeed
		for b > 1 {
			h = (h ^ uint32(b)) * hashPrime
			if i++; i == len(text) {
				break
			}
			b = lower[text[i]]
		}
		f := flags(0)
		if b == 1 && i < len(text) {
			if i, h, f = w.foreign(start); h == 0 {
				continue // white space or a mark
			}
		} else if i-start == 1 && text[start]|0x20 == 's' {
			continue // a possessive's
		} else {
			f = s.word(h) | w.affixes(start, i)
			if text[start] <= '9' {
				f |= w.unit(text[start:i])
			}
		}
		if s.mayTwo.has(mixed(w.last, h)) {
			f |= w.second(h)
		}
		w.last = h
		w.count++
		if f != 0 && w.met(f, start, i) {
			return true
		}
	}
	return false
}
