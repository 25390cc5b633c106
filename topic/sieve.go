package topic

// sieve holds hashes: what it does not hold is none of them, most likely. It is
// small enough to stay at hand.
type sieve [1 << 12]uint64

func (v *sieve) add(h uint32)      { v[v.slot(h)/64] |= 1 << (v.slot(h) % 64) }
func (v *sieve) has(h uint32) bool { return v[v.slot(h)/64]&(1<<(v.slot(h)%64)) != 0 }

func (*sieve) slot(h uint32) uint32 { return (h ^ h>>14) % (64 << 12) }

// affix is how many letters of a word are looked at for compounds.
const affix = 4

// affixOf mixes four letters or digits in ASCII, in any case.
func affixOf[T []byte | string](w T) uint32 {
	_ = w[affix-1]
	h := (uint32(w[0]) | uint32(w[1])<<8 | uint32(w[2])<<16 | uint32(w[3])<<24 | 0x20202020) * 0x9E3779B1
	return h ^ h>>15
}

// addAffix adds the first letters of a word, and of a shorter one all that can
// follow it.
func (v *sieve) addAffix(word string) {
	if len(word) >= affix {
		v.add(affixOf(word))
		return
	}
	for _, c := range "abcdefghijklmnopqrstuvwxyz0123456789" {
		v.add(affixOf(word + string(c)))
	}
}
