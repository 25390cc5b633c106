package scraper

import (
	"cmp"
	"encoding/binary"
	"slices"
	"sync"
)

// furniture remembers which blocks repeat across a source's pages: navigation,
// teasers, boxes. They are no part of any article. It holds the hashes of
// blocks with the number of pages that had them, and forgets the rare ones
// first.
type furniture struct {
	mu    sync.Mutex
	pages uint32
	seen  map[uint64]uint32
	grown bool
}

const (
	furnitureMost  = 2000 // blocks remembered of a source
	furniturePages = 3    // pages with the same block before it is furniture
	furnitureAge   = 200  // pages after which all counts are halved, so that a new layout is learnt
)

// openFurniture reads what pack wrote; anything else is an empty memory.
func openFurniture(packed []byte) *furniture {
	f := &furniture{seen: map[uint64]uint32{}}
	if len(packed) < 4 || (len(packed)-4)%12 != 0 {
		return f
	}
	f.pages = binary.LittleEndian.Uint32(packed)
	for rest := packed[4:]; len(rest) > 0; rest = rest[12:] {
		f.seen[binary.LittleEndian.Uint64(rest)] = binary.LittleEndian.Uint32(rest[8:])
	}
	return f
}

// add counts a page's blocks.
func (f *furniture) add(hashes []uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.grown = true
	f.pages++
	slices.Sort(hashes)
	for _, h := range slices.Compact(hashes) {
		f.seen[h]++
	}
	if f.pages >= furnitureAge {
		f.halve()
	}
	if len(f.seen) > 4*furnitureMost {
		f.trim()
	}
}

func (f *furniture) halve() {
	f.pages /= 2
	for h, n := range f.seen {
		if n /= 2; n == 0 {
			delete(f.seen, h)
		} else {
			f.seen[h] = n
		}
	}
}

// trim keeps the blocks that repeat most.
func (f *furniture) trim() {
	for _, h := range f.ranked()[min(len(f.seen), furnitureMost):] {
		delete(f.seen, h)
	}
}

func (f *furniture) ranked() []uint64 {
	all := make([]uint64, 0, len(f.seen))
	for h := range f.seen {
		all = append(all, h)
	}
	slices.SortFunc(all, func(a, b uint64) int {
		return cmp.Or(cmp.Compare(f.seen[b], f.seen[a]), cmp.Compare(a, b))
	})
	return all
}

// known tells whether a block is furniture: it was on several pages, and on
// more than one in ten.
func (f *furniture) known(hash uint64) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.seen[hash]
	return n >= furniturePages && n*10 > f.pages
}

// pack writes the memory for the store; nil where nothing was learnt.
func (f *furniture) pack() []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.grown {
		return nil
	}
	f.trim()
	out := binary.LittleEndian.AppendUint32(nil, f.pages)
	for _, h := range f.ranked() {
		if f.seen[h] > 1 || f.pages < furniturePages {
			out = binary.LittleEndian.AppendUint64(out, h)
			out = binary.LittleEndian.AppendUint32(out, f.seen[h])
		}
	}
	return out
}
