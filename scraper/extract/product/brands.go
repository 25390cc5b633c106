package product

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed houses.txt
var housesFile string

// Brands is a versioned list of houses: who makes fashion, and who sells what
// others make. It is safe for use by many goroutines.
type Brands struct {
	version string
	byFirst map[string][]alias // by the first word, or the first sign of a compact script
	byName  map[string]house   // every folded spelling, with and without its spaces
}

// house is one canonical name.
type house struct {
	name string
	shop bool
}

// alias is one spelling of a house.
type alias struct {
	house
	printed string
	folded  string
	common  bool // is also a word, first name or fruit
}

// Match is a house named in a text.
type Match struct {
	Name       string // canonical
	Shop       bool   // sells what others make
	Start, End int    // byte offsets
}

// Houses gives the list that the program carries. It is built at first use.
func Houses() *Brands { return houses() }

var houses = sync.OnceValue(func() *Brands { return readHouses(housesFile) })

// Version names the edition of the list.
func (b *Brands) Version() string { return b.version }

// readHouses reads the form that the head of houses.txt describes.
func readHouses(file string) *Brands {
	b := &Brands{byFirst: map[string][]alias{}, byName: map[string]house{}}
	shops := false
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "version "):
			b.version = strings.TrimPrefix(line, "version ")
		case line[0] == '[':
			shops = line == "[shops]"
		default:
			b.add(line, shops)
		}
	}
	for _, list := range b.byFirst {
		slices.SortStableFunc(list, func(x, y alias) int { return cmp.Compare(len(y.folded), len(x.folded)) })
	}
	return b
}

// add takes in one line of the list.
func (b *Brands) add(line string, shop bool) {
	spellings := strings.Split(line, "|")
	for i := range spellings {
		spellings[i] = strings.TrimSpace(spellings[i])
	}
	h := house{spellings[0], shop}
	common := map[string]bool{}
	for _, s := range spellings {
		if rest, ok := strings.CutPrefix(s, "!"); ok {
			common[fold(rest)] = true
		}
	}
	for _, s := range spellings {
		s = strings.TrimPrefix(s, "!")
		f := fold(s)
		for _, f := range slices.Compact([]string{f, strings.ReplaceAll(f, " & ", "&")}) {
			key := firstKey(f)
			b.byFirst[key] = append(b.byFirst[key], alias{h, s, f, common[f]})
			for _, k := range []string{f, compact(f)} {
				if _, ok := b.byName[k]; !ok {
					b.byName[k] = h
				}
			}
		}
	}
}

// compact drops what domain names cannot hold.
func compact(folded string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '&' {
			return -1
		}
		return r
	}, folded)
}

// firstKey is the part of a folded name by which it is looked up.
func firstKey(folded string) string {
	r, w := utf8.DecodeRuneInString(folded)
	if isCompact(r) {
		return folded[:w]
	}
	for i, r := range folded {
		if r == ' ' || isCompact(r) {
			return folded[:i]
		}
	}
	return folded
}

// named gives the house that s, as a whole, is a spelling of.
func (b *Brands) named(s string) (house, bool) {
	if len(s) > 80 {
		return house{}, false
	}
	h, ok := b.byName[fold(s)]
	return h, ok
}

// is tells whether a text, possessive or not, is only a spelling of a house.
func (b *Brands) is(text, name string) bool {
	text, _ = cutOwner(text)
	h, ok := b.named(text)
	return ok && h.name == name
}

// ofHost gives the house whose web address a host is: louisvuitton.com.
func (b *Brands) ofHost(host string) (house, bool) {
	host = strings.TrimPrefix(strings.ToLower(host), "www.")
	label, _, ok := strings.Cut(host, ".")
	if !ok {
		return house{}, false
	}
	h, ok := b.byName[strings.ReplaceAll(label, "-", "")]
	return h, ok
}
