package extract

import (
	"bytes"
)

// prose measures how much of a block reads like running text: its bytes
// outside links, less where nothing ends a sentence.
func (c *choice) prose(b *block) float64 {
	text := c.text[b.lo:b.hi]
	w := float64(len(text)) - 1.5*float64(b.link)
	if w < 40 {
		return 0
	}
	if !hasSentence(text) {
		w *= 0.3
	}
	return w
}

// hasSentence tells whether a text has the marks of a sentence.
func hasSentence(text []byte) bool {
	if bytes.ContainsAny(text, ",.!?;:") {
		return true
	}
	for _, mark := range []string{"。", "、", "！", "؟", "،", "।", "…"} {
		if bytes.Contains(text, []byte(mark)) {
			return true
		}
	}
	return false
}
