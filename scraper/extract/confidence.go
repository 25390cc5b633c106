package extract

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"reticule"
)

// The weights of the signs that a text is the article's, learned by logistic
// regression on the labelled pages and, at a fifth of the weight, on the same
// pages with their article taken out and with no more than its beginning left.
// TestConfidence learns them anew.
const (
	sureBase    = -1.7
	sureLength  = 1.8 // for each e-fold of 300 bytes
	sureTitle   = 1.1 // for the share of the title's words that stand in it
	sureSummary = 1.7 // for the share of the summary's
	sureUntold  = 1.1 // where the page has no summary
)

const (
	usualLength   = 300 // bytes of a text that says nothing either way
	leastLength   = 40
	mostLength    = 1500
	leastWord     = 4     // bytes of a word looked for
	mostWords     = 60    // words looked for
	leastWords    = 4     // that tell
	mostSearched  = 20000 // bytes looked through
	endingInBytes = 2     // of a word, left out: they inflect
)

// confidence is the F1 to expect of the text, from 0 to 1. What a page says of
// itself in its title and summary stands again in its article, and in nothing
// else that is left when a site's layout has changed: a notice on cookies, a
// list of other stories.
func (c *choice) confidence(a *reticule.Article) float64 {
	if a.Text == "" {
		return 0
	}
	x := c.signs(a)
	sure := sureBase + sureLength*x[0] + sureTitle*x[1] + sureSummary*x[2] + sureUntold*x[3]
	return math.Round(100/(1+math.Exp(-sure))) / 100
}

// signs measures a text: its length, in e-folds of the usual one, how much of
// the title and of the summary it mentions, and 1 where there is no summary.
func (c *choice) signs(a *reticule.Article) [4]float64 {
	length := float64(min(max(len(a.Text), leastLength), mostLength))
	text := strings.ToLower(a.Text[:min(len(a.Text), mostSearched)])
	title, _ := mentioned(fold(a.Title), text)
	summary, told := mentioned(c.gist, text)
	untold := 0.0
	if !told {
		untold = 1
	}
	return [4]float64{math.Log(length / usualLength), title, summary, untold}
}

// mentioned is the share of a folded text's words that stand in another, in
// lower case; false where there are too few to tell.
func mentioned(words, text string) (share float64, ok bool) {
	n, hit := 0, 0
	for w := range strings.FieldsSeq(words) {
		for _, stem := range stems(w) {
			if n++; strings.Contains(text, stem) {
				hit++
			}
		}
		if n >= mostWords {
			break
		}
	}
	if n == 0 {
		return 0, false
	}
	return float64(hit) / float64(n), n >= leastWords
}

// stems gives what to look for of a word: its stem; its pairs of signs where
// a script sets no blanks; nothing of a short word.
func stems(w string) (all []string) {
	r, size := utf8.DecodeRuneInString(w)
	if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
		for i := 0; i+2*size <= len(w); i += 2 * size {
			all = append(all, w[i:i+2*size])
		}
		return all
	}
	if len(w) < leastWord {
		return nil
	}
	return []string{w[:max(leastWord, len(w)-endingInBytes)]}
}
