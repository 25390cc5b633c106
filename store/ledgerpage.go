package store

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"time"

	"reticule"
)

// A page of the ledger is a run of rows, made of numbers as varints and texts
// with their length before them.
//
// A counted story:
//
//	id, key, title, when it was edited or 0
//	copies: number, {source, time}
//	brands: number, {name, in the title: 0 or 1}; people likewise
//	terms:  number, {term}
//	products: number, {name, brand, retailer, currency, amount, high, from: 0 or 1}
//
// Stories that stand at the same places:
//
//	stories, number of places, {source, week}

func (x *countedRow) append(b []byte) []byte {
	b = appendText(appendText(appendInt(b, x.id), x.key), x.title)
	b = appendInt(appendInt(b, x.edited), int64(len(x.sources)))
	for i := range x.sources {
		b = appendInt(appendInt(b, x.sources[i]), x.tellAt[i])
	}
	title := Fold(x.title)
	for _, names := range [][]string{x.brands, x.people} {
		b = appendInt(b, int64(len(names)))
		for _, n := range named(names, title) {
			b = appendFlag(appendText(b, n.Name), n.Prominent)
		}
	}
	terms := make([]string, 0, len(x.terms))
	for _, t := range x.terms {
		if t = Fold(t); !slices.Contains(terms, t) {
			terms = append(terms, t)
		}
	}
	b = appendInt(b, int64(len(terms)))
	for _, t := range terms {
		b = appendText(b, t)
	}
	products := slices.DeleteFunc(slices.Clone(x.products), func(p reticule.Product) bool { return p.Price.IsZero() && p.Retailer == "" })
	b = appendInt(b, int64(len(products)))
	for _, p := range products {
		b = appendText(appendText(appendText(appendText(b, p.Name), p.Brand), p.Retailer), p.Price.Currency)
		b = appendFlag(appendInt(appendInt(b, p.Price.Minor), p.High.Minor), p.From)
	}
	return b
}

// stories reads a page of counted stories.
func (p page) stories(list []CountedStory, names map[int64]string) ([]CountedStory, error) {
	r := reader{rest: string(p.data)}
	for len(r.rest) > 0 && r.err == nil {
		x := CountedStory{ID: r.int(), Key: r.text(), Title: r.text(), Edited: r.int() != 0}
		x.Copies = many(&r, func() Telling { return Telling{names[r.int()], time.Unix(r.int(), 0).UTC()} })
		name := func() Named { return Named{r.text(), r.int() != 0} }
		x.Brands, x.People = many(&r, name), many(&r, name)
		x.Terms = many(&r, r.text)
		x.Products = many(&r, r.product)
		list = append(list, x)
	}
	return list, r.err
}

func (r *reader) product() reticule.Product {
	p := reticule.Product{Name: r.text(), Brand: r.text(), Retailer: r.text()}
	p.Price.Currency = r.text()
	p.Price.Minor, p.High.Minor, p.From = r.int(), r.int(), r.int() != 0
	if p.High.Minor != 0 {
		p.High.Currency = p.Price.Currency
	}
	return p
}

// place is a source and a week.
type place struct{ source, week int64 }

// pattern is where a story stands, the first place first.
type pattern []place

func (x pattern) append(b []byte) []byte {
	b = appendInt(b, int64(len(x)))
	for _, p := range x {
		b = appendInt(appendInt(b, p.source), p.week)
	}
	return b
}

func appendPatterns(b []byte, stories map[string]int) []byte {
	for _, x := range slices.Sorted(maps.Keys(stories)) {
		b = append(appendInt(b, int64(stories[x])), x...)
	}
	return b
}

// shared reads a page of stories at several places.
func (p page) shared(list []SharedStories, names map[int64]string) ([]SharedStories, error) {
	r := reader{rest: string(p.data)}
	for len(r.rest) > 0 && r.err == nil {
		x := SharedStories{Stories: int(r.int())}
		for _, at := range many(&r, func() place { return place{r.int(), r.int()} }) {
			x.Sources, x.Weeks = append(x.Sources, names[at.source]), append(x.Weeks, int(at.week))
		}
		list = append(list, x)
	}
	return list, r.err
}

func appendInt(b []byte, n int64) []byte { return binary.AppendVarint(b, n) }

func appendFlag(b []byte, set bool) []byte {
	if set {
		return appendInt(b, 1)
	}
	return appendInt(b, 0)
}

func appendText(b []byte, s string) []byte { return append(appendInt(b, int64(len(s))), s...) }

// errPage says that a page is not what was written.
var errPage = errors.New("damaged page")

// reader takes a page apart. Its texts are parts of the page, not copies.
type reader struct {
	rest string
	err  error
}

func (r *reader) int() int64 {
	n, size := int64(0), 0
	u, shift := uint64(0), 0
	for size < len(r.rest) && shift < 64 {
		c := r.rest[size]
		size++
		u |= uint64(c&0x7f) << shift
		if c < 0x80 {
			n = int64(u>>1) ^ -int64(u&1) //nolint:gosec // zigzag
			r.rest = r.rest[size:]
			return n
		}
		shift += 7
	}
	r.rest, r.err = "", errPage
	return 0
}

func (r *reader) text() string {
	n := r.int()
	if n < 0 || n > int64(len(r.rest)) {
		r.rest, r.err = "", errPage
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

// many reads a number and so many of something, each of a byte at least.
func many[T any](r *reader, one func() T) []T {
	n := r.int()
	if n < 0 || n > int64(len(r.rest)) {
		r.rest, r.err = "", errPage
		return nil
	}
	if n == 0 {
		return nil
	}
	out := make([]T, n)
	for i := range out {
		out[i] = one()
	}
	return out
}
