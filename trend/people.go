package trend

import (
	"slices"
	"strings"

	"reticule"
)

// Person is somebody an article names as carrying something. Start and End
// are byte offsets into the article's ZoneText(Zone).
type Person struct {
	Name       string
	Zone       reticule.Zone
	Start, End int
	Cue        string // the carrying words, "seen on"
}

// People finds who an article says carries a thing: names that stand in the
// text right behind carrying words ("seen on the likes of …", "portée par …")
// or right before them ("… was spotted with"), in a sentence that has one of
// the terms, or in any sentence where there are none. Nobody is looked up in a
// list: a name is two to four capitalised words, so that people of one name
// are missed, and a shop, street or show that passes for a person is ruled out
// by its words. Names in others, brands above all, are no people. Each name is
// given once, where it stands first.
func People(a *reticule.Article, terms, others []string) []Person {
	f := finder{terms: folded(terms), others: folded(others)}
	for _, p := range a.Products {
		f.others = append(f.others, folded([]string{p.Brand, p.Retailer})...)
	}
	for _, zone := range [...]reticule.Zone{reticule.ZoneTitle, reticule.ZoneStandfirst, reticule.ZoneBody, reticule.ZoneCaption} {
		f.read(zone, a.ZoneText(zone))
	}
	return f.found
}

// folded gives words in lower case, empty ones left out.
func folded(words []string) (out []string) {
	for _, w := range words {
		if w = strings.ToLower(strings.TrimSpace(w)); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// finder collects people over the zones of an article.
type finder struct {
	terms, others []string
	found         []Person
}

// read looks at each sentence of a zone.
func (f *finder) read(zone reticule.Zone, text string) {
	for start := 0; start < len(text); {
		end := sentenceEnd(text, start)
		if sentence := text[start:end]; f.speaks(sentence) {
			if ts := tokens(sentence, start); !headline(ts) {
				f.sentence(zone, text[:end], ts)
			}
		}
		start = end
	}
}

// speaks tells whether a text has one of the terms.
func (f *finder) speaks(text string) bool {
	lower := strings.ToLower(text)
	return len(f.terms) == 0 || slices.ContainsFunc(f.terms, func(t string) bool { return strings.Contains(lower, t) })
}

// sentence looks for both kinds of cue; text reaches to the sentence's end.
// What somebody carries is named behind the cue.
func (f *finder) sentence(zone reticule.Zone, text string, ts []token) {
	for i := range ts {
		before, after := cuesAt(ts, i)
		if n := len(before.words); n > 0 {
			f.listAfter(zone, ts, i+n, before.text)
		}
		if len(after.words) > 0 && i > 0 && f.speaks(text[ts[i].end:]) {
			f.namesBefore(zone, ts, i, after.text)
		}
	}
}

// listAfter takes the names of a list: "Dua Lipa, Emily Ratajkowski and …".
func (f *finder) listAfter(zone reticule.Zone, ts []token, i int, cue string) {
	for i < len(ts) && isOneOf(leadIn, ts[i].text) {
		i++
	}
	for i < len(ts) {
		n := nameLength(ts[i:])
		if n == 0 || !f.add(zone, ts[i:i+n], cue) {
			return
		}
		last := ts[i+n-1]
		i += n
		joined := i < len(ts) && isOneOf(joiners, ts[i].text)
		if joined {
			i++
		}
		if !joined && !last.comma {
			return
		}
	}
}

// namesBefore takes the name that ends right before a cue, and those that a
// list joins to it.
func (f *finder) namesBefore(zone reticule.Zone, ts []token, cueAt int, cue string) {
	end := cueAt
	for end > 0 && !ts[end-1].stop && isOneOf(between, ts[end-1].text) && !capitalised(ts[end-1].text) {
		end--
	}
	if end > 2 && ts[end-2].comma && isNumber(ts[end-1].text) { // "Nora Quill, 31, was seen with"
		end--
	}
	for from := max(0, end-5); from < end-1; from++ {
		if isOneOf(leadIn, ts[from].text) || nameLength(ts[from:end]) != end-from || from > 0 && partOfName(ts[from-1]) {
			continue
		}
		if from > 0 && isOneOf(" at for by from of in with the chez bei da ", ts[from-1].text) {
			return
		}
		f.add(zone, ts[from:end], cue)
		return
	}
}

// isNumber tells whether a word is an age or the like.
func isNumber(word string) bool { return strings.Trim(word, "0123456789") == "" }

// add enters a name, unless its words say that it is none.
func (f *finder) add(zone reticule.Zone, ts []token, cue string) bool {
	words := make([]string, len(ts))
	for i, t := range ts {
		words[i] = t.text
		if isOneOf(notPeople, t.text) && !(i > 0 && isOneOf(particles, t.text)) {
			return false
		}
	}
	name := strings.Join(words, " ")
	lower := strings.ToLower(name)
	for _, other := range f.others {
		if strings.Contains(lower, other) || strings.Contains(other, lower) {
			return false
		}
	}
	if !slices.ContainsFunc(f.found, func(p Person) bool { return p.Name == name }) {
		f.found = append(f.found, Person{name, zone, ts[0].start, ts[len(ts)-1].end, cue})
	}
	return true
}
