package story

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// NewScanned folds an article of which only the page's visible text is at hand,
// furniture and all, a block of the page on each line. It keeps the stretch of
// the page that reads most like running text, which is enough to know the same
// text on another site's page.
func NewScanned(d Doc) Print {
	d.Text = prose(d.Text)
	return newPrint(d, scannedTokens)
}

// scannedTokens is how many words of a scanned page are kept: it has no words
// of any topic, and only its copies are looked for.
const scannedTokens = 600

// The weights of lines: prose counts by its length, every other line against.
const (
	proseLetters = 60 // a line of prose has at least so many; half as many where words are not spaced
	otherLine    = -40
)

// prose gives the stretch of lines whose weights have the greatest sum (the
// maximum subsequence of Pasternack and Roth, 2009).
func prose(text string) string {
	best, sum := 0, 0
	from, bestFrom, bestTo, at := 0, 0, 0, 0
	for line := range strings.Lines(text) {
		if sum <= 0 {
			sum, from = 0, at
		}
		at += len(line)
		sum += lineWeight(line)
		if sum > best {
			best, bestFrom, bestTo = sum, from, at
		}
	}
	return text[bestFrom:bestTo]
}

// lineWeight tells prose by its length and its punctuation. Letters of scripts
// without spaces count double.
func lineWeight(line string) int {
	line = strings.TrimSpace(line)
	if line == "" {
		return 0
	}
	letters, stops := 0, 0
	for i, r := range line {
		if r < utf8.RuneSelf && asciiLetter[r] != 0 {
			letters++
			continue
		}
		switch classify(r) {
		case runeAlone:
			letters += 2
		case runeLetter:
			letters++
		case runeStop:
			stops++
		case runePoint:
			if spaceAt(line[i+utf8.RuneLen(r):]) {
				stops++
			}
		}
	}
	last, _ := utf8.DecodeLastRuneInString(line)
	if letters < proseLetters || stops == 0 || !unicode.IsPunct(last) {
		return otherLine
	}
	return letters
}
