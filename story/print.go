// Package story decides which articles carry the same text, so that each story
// is told once, and which are of the same mould or event and only belong
// together.
//
// An article's text is folded into a [Print], some two bytes a word. Its Keys
// find the earlier articles that are worth comparing, and [Decide] compares.
// Nothing else is looked at: the same prints give the same decision, in memory
// ([Index]) as from a store that keeps prints as blobs and keys as rows.
package story

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"time"

	"reticule"
)

// Doc is what is known of one article when it is decided. Text is plain, with
// its blocks on lines of their own; zones that are not the article's own words
// are best left out, but need not be.
type Doc struct {
	ID        int64
	URL       string
	Canonical string
	Title     string
	Text      string
	Published time.Time
}

// DocOf gives what story needs of an article.
func DocOf(a *reticule.Article) Doc {
	text := a.Text
	if text == "" {
		text = a.Summary
	}
	return Doc{ID: a.ID, URL: a.URL, Canonical: a.Canonical, Title: a.Title, Text: text, Published: a.Published}
}

// Limits of a print. What an article says after its first thousand words
// decides nothing.
const (
	maxTokens = 1000
	maxTitle  = 32
)

// Print is the fingerprint of one article: its address, its headline and its
// text, without furniture, a token for each word. The zero Print is that of an
// article about which nothing is known.
type Print struct {
	addresses []uint64 // hashed: where it stands and where it says it belongs
	places    []uint64 // the same without parameters
	host      uint64
	title     []token
	text      []token
	ends      []uint16 // after which token of the text each sentence ends
	words     int      // in the whole text
	published int64    // Unix seconds; 0 is unknown
	update    bool     // says that it is an update or correction
	dense     bool     // in a script without spaces: a token is a letter
}

// New folds an article. It reads at most the first thousand words.
func New(d Doc) Print { return newPrint(d, maxTokens) }

func newPrint(d Doc, limit int) Print {
	p := Print{}
	for _, raw := range []string{d.URL, d.Canonical} {
		p.stand(addressOf(raw))
	}
	if !d.Published.IsZero() {
		p.published = d.Published.Unix()
	}
	title, update := plainTitle(d.Title)
	z := tokenizer{limit: maxTitle}
	z.line(title)
	p.title = z.toks

	z = tokenizer{limit: limit, cues: furniture()}
	for line := range strings.Lines(d.Text) {
		if len(z.toks) == z.limit {
			break
		}
		update = update || len(z.toks) == 0 && saysUpdate(line)
		z.line(line)
	}
	p.text, p.ends, p.words, p.update = z.toks, z.ends, z.total, update
	p.dense = 2*z.letters > z.total
	p.dropTitle()
	return p
}

// stand notes an address.
func (p *Print) stand(a address) {
	if p.host == 0 && a.host != "" {
		p.host = hashBytes([]byte(a.host))
	}
	p.addresses = note(p.addresses, a.exact)
	p.places = note(p.places, a.loose)
}

func note(set []uint64, s string) []uint64 {
	h := hashBytes([]byte(s))
	if s == "" || slices.Contains(set, h) {
		return set
	}
	return append(set, h)
}

// dropTitle takes the headline off the text, where a page repeats it.
func (p *Print) dropTitle() {
	n := len(p.title)
	if n == 0 || len(p.ends) < 2 || int(p.ends[0]) != n || !sameWords(p.title, p.text[:n]) {
		return
	}
	p.text, p.ends = p.text[n:], p.ends[1:]
	for i := range p.ends {
		p.ends[i] -= uint16(n)
	}
}

func sameWords(a, b []token) bool {
	return slices.EqualFunc(a, b, func(x, y token) bool { return x.word() == y.word() })
}

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
	b = binary.AppendUvarint(b, uint64(p.words))
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
	q := Print{update: flags&flagUpdate != 0, dense: flags&flagDense != 0, published: r.varint(), words: int(r.count(1 << 30)), host: r.uint64()}
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
