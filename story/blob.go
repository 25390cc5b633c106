package story

import (
	"encoding/binary"
	"errors"
)

// format is the first byte of a stored print. A print of another format, or of
// tokens made in another way, must not be compared with ours.
const format = 1

const (
	flagUpdate = 1 << iota
	flagDense
)

// MarshalBinary gives the print as it is stored: format, flags, published,
// host, then counted lists. It never fails.
func (p Print) MarshalBinary() ([]byte, error) {
	b := make([]byte, 0, 64+2*len(p.text)+len(p.ends)+2*len(p.title))
	flags := byte(0)
	if p.update {
		flags |= flagUpdate
	}
	if p.dense {
		flags |= flagDense
	}
	b = append(b, format, flags)
	b = binary.AppendVarint(b, p.published)
	b = binary.BigEndian.AppendUint64(b, p.host)
	for _, set := range [][]uint64{p.addresses, p.places} {
		b = append(b, byte(len(set)))
		for _, h := range set {
			b = binary.BigEndian.AppendUint64(b, h)
		}
	}
	for _, text := range [][]token{p.title, p.text} {
		b = binary.AppendUvarint(b, uint64(len(text)))
		for _, t := range text {
			b = binary.BigEndian.AppendUint16(b, uint16(t))
		}
	}
	last := uint16(0)
	b = binary.AppendUvarint(b, uint64(len(p.ends)))
	for _, e := range p.ends {
		b = binary.AppendUvarint(b, uint64(e-last))
		last = e
	}
	return b, nil
}

// ErrFormat is the error for a stored print that this version cannot read; the
// article must be folded again.
var ErrFormat = errors.New("story: not a print of this version")

// UnmarshalBinary reads what MarshalBinary wrote.
func (p *Print) UnmarshalBinary(b []byte) error {
	r := reader{b: b}
	if r.byte() != format {
		return ErrFormat
	}
	flags := r.byte()
	q := Print{update: flags&flagUpdate != 0, dense: flags&flagDense != 0, published: r.varint(), host: r.uint64()}
	q.addresses, q.places = r.hashes(), r.hashes()
	q.title, q.text = r.tokens(maxTitle), r.tokens(maxTokens)
	q.ends = r.sentences(len(q.text))
	if r.bad || len(r.b) > 0 {
		return ErrFormat
	}
	*p = q
	return nil
}

// A reader takes values off stored bytes; bad tells that they made no sense.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if n > len(r.b) {
		r.bad, r.b = true, nil
		return make([]byte, n)
	}
	head := r.b[:n]
	r.b = r.b[n:]
	return head
}

func (r *reader) byte() byte     { return r.take(1)[0] }
func (r *reader) uint64() uint64 { return binary.BigEndian.Uint64(r.take(8)) }

func (r *reader) varint() int64 {
	v, n := binary.Varint(r.b)
	r.take(max(n, 0))
	r.bad = r.bad || n <= 0
	return v
}

// count reads a number of at most limit.
func (r *reader) count(limit int) int {
	v, n := binary.Uvarint(r.b)
	r.take(max(n, 0))
	if n <= 0 || v > uint64(limit) {
		r.bad = true
		return 0
	}
	return int(v)
}

func (r *reader) hashes() []uint64 {
	var set []uint64
	for range min(r.byte(), 2) {
		set = append(set, r.uint64())
	}
	return set
}

func (r *reader) tokens(limit int) []token {
	n := r.count(limit)
	b := r.take(2 * n)
	t := make([]token, n)
	for i := range t {
		t[i] = token(binary.BigEndian.Uint16(b[2*i:]))
	}
	return t
}

// sentences reads ends, which must rise and stay within the text.
func (r *reader) sentences(text int) []uint16 {
	ends := make([]uint16, r.count(text))
	last := 0
	for i := range ends {
		last += r.count(text)
		ends[i] = uint16(min(last, text))
		r.bad = r.bad || last > text || i > 0 && ends[i] == ends[i-1]
	}
	return ends
}
