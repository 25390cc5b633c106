package zone

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"

	"reticule"
)

// cueFile holds the cues of every language as data; its head says how.
//
//go:embed cues.txt
var cueFile string

// shortLine bounds, in bytes, a line in which a cue may stand anywhere.
const shortLine = 300

// maxTopic bounds the words that may stand behind "more from" in a heading.
const maxTopic = 4

// A cue is how pages mark a line that is not the article's own prose.
type cue struct {
	text  string
	zone  reticule.Zone
	label bool // a separator or nothing must follow
	opens bool // at most a few words may follow, which with it are a heading
}

// cueSet holds the cues, those for the start of a line by their first rune and
// longest first.
type cueSet struct {
	starts map[rune][]cue
	has    []cue
}

var cues = sync.OnceValue(func() cueSet {
	set := cueSet{starts: map[rune][]cue{}}
	for line := range strings.Lines(cueFile) {
		f := strings.SplitN(strings.TrimSpace(line), " ", 4)
		if len(f) < 4 || f[0] == "#" {
			continue
		}
		c := cue{text: fold(f[3]), zone: reticule.Zone(f[1]), label: f[2] == "label" || f[2] == "heads", opens: f[2] == "opens"}
		if f[2] == "has" {
			set.has = append(set.has, c)
			continue
		}
		r, _ := utf8.DecodeRuneInString(c.text)
		set.starts[r] = append(set.starts[r], c)
	}
	return set
})

// find gives the cue that a folded line shows and what stands behind it.
func (s cueSet) find(folded string) (found cue, rest string, ok bool) {
	r, _ := utf8.DecodeRuneInString(folded)
	for _, c := range s.starts[r] {
		if len(c.text) <= len(found.text) || !strings.HasPrefix(folded, c.text) {
			continue
		}
		after := folded[len(c.text):]
		if !c.endsAt(after) {
			continue
		}
		found, rest, ok = c, strings.TrimLeft(after, separators+" "), true
		if c.opens {
			rest = ""
		}
	}
	if ok || len(folded) > shortLine {
		return found, rest, ok
	}
	for _, c := range s.has {
		if strings.Contains(folded, c.text) {
			return c, folded, true
		}
	}
	return cue{}, "", false
}

const separators = ":：|•·»›→—–-/…>"

// endsAt tells whether the cue may end where after goes on: not within a word,
// and a label only before a separator or the end of the line.
func (c cue) endsAt(after string) bool {
	trimmed := strings.TrimLeft(after, " ")
	if trimmed == "" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(trimmed)
	if strings.ContainsRune(separators, r) && (r != '-' || len(trimmed) < len(after)) {
		return true
	}
	switch {
	case c.label:
		return false
	case c.opens && (len(strings.Fields(trimmed)) > maxTopic || strings.ContainsAny(trimmed, ".!?,;。")):
		return false
	}
	r, _ = utf8.DecodeRuneInString(after)
	last, _ := utf8.DecodeLastRuneInString(c.text)
	return !isWord(r) || !isWord(last) || r >= 0x2E80
}

func isWord(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 0xC0
}
