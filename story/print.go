// Package story decides which articles carry the same text, so that each story
// is told once, and which are of the same mould or event and only belong
// together.
//
// An article's text is folded into a [Print], some two bytes a word. Its Keys
// find the earlier articles that are worth comparing, and [Decide] compares.
// Nothing else is looked at: the same prints give the same decision, in memory
// ([Index]) as from a store. A store keeps prints as blobs, and under each key the
// first KeyRows articles that have it; it looks up the rows of a new article's
// keys, takes the [Shortlist] of them, and the articles joined to it by hand,
// for candidates.
package story

import (
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
	p.text, p.ends, p.update = z.toks, z.ends, update
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

// words counts the words of the text's sentences.
func (p Print) words() int {
	if len(p.ends) == 0 {
		return 0
	}
	return int(p.ends[len(p.ends)-1])
}
