package topic

import (
	"math/bits"
	"slices"
	"strings"
)

// voters bounds the tokens that vote on a text's language.
const voters = 600

// ballot counts what tells the language of a text.
type ballot struct {
	votes                           [maxCodes]int
	words, han, kana, hangul, arabs int
}

// language finds the language of a text: by its script, and for the Latin one
// by its function words. Unknown is "".
func (t *Topic) language(passages []*passage) string {
	var b ballot
	for _, p := range passages {
		for i := range p.tokens {
			if b.words++; b.words > voters {
				break
			}
			b.count(t, p, &p.tokens[i])
		}
	}
	switch {
	case b.kana > 2 && b.kana*8 > b.han:
		return "ja"
	case b.hangul > 2 && b.hangul*3 > b.words:
		return "ko"
	case b.han > 2 && b.han*3 > b.words:
		return "zh"
	case b.arabs > 1 && b.arabs*3 > b.words:
		return "ar"
	}
	return t.winner(b.votes)
}

func (b *ballot) count(t *Topic, p *passage, k *token) {
	switch k.script {
	case scriptHan:
		b.han++
	case scriptKatakana, scriptHiragana:
		b.kana++
	case scriptHangul:
		b.hangul++
	default:
		if c := p.form.text[k.start]; c >= 0xD8 && c <= 0xDB {
			b.arabs++
		}
		for set := uint64(t.votes[k.id]); set != 0 && k.id != 0; set &= set - 1 {
			b.votes[bits.TrailingZeros64(set)]++
		}
	}
}

// winner gives the language with most votes, if it has a fair lead.
func (t *Topic) winner(votes [maxCodes]int) string {
	best, second := 0, 0
	for i := range votes {
		switch {
		case votes[i] > votes[best]:
			best, second = i, best
		case i != best && (second == best || votes[i] > votes[second]):
			second = i
		}
	}
	if votes[best] < 3 || votes[best]*4 < votes[second]*5 || best == 0 {
		return ""
	}
	return t.codes[best]
}

// speaks gives the languages to look for in an article: its own as claimed and
// as found, English, which fashion speaks everywhere, and the scripts that no
// other language shares. Where nobody knows, all.
func (t *Topic) speaks(claimed, found string) langs {
	claimed, _, _ = strings.Cut(strings.ToLower(claimed), "-")
	var in langs
	for _, code := range []string{claimed, found} {
		if i := slices.Index(t.codes, code); i > 0 {
			in |= 1 << i
		}
	}
	if in == 0 {
		return ^langs(0)
	}
	for _, code := range []string{"en", "ja", "ko", "zh", "ar"} {
		if i := slices.Index(t.codes, code); i > 0 {
			in |= 1 << i
		}
	}
	return in
}

// tongues gives every set of languages that an article may be judged in.
func (t *Topic) tongues() (all []langs) {
	for _, code := range t.codes {
		if in := t.speaks(code, ""); !slices.Contains(all, in) {
			all = append(all, in)
		}
	}
	return all
}
