package story

import "fmt"

// Change tells how an article's text differs from what it was: in words, for
// the story's page, and whether a reader would care. A comma, a spelling, a
// new site frame are no news to him; another headline, other names or numbers,
// sentences that came or went are. The note is empty where nothing changed.
func Change(before, after Print) (note string, matters bool) {
	j := judge{print: after, table: newTable(after.text)}
	e := j.weigh(before)
	came, went := fresh(e.ours), fresh(e.theirs)
	switch {
	case len(before.text) == 0 && len(after.text) > 0:
		return "the text is at hand now", true
	case e.ours.changed > 0:
		return "names or numbers were changed", true
	case came > 0 && went > 0:
		return fmt.Sprintf("%d %% of the text is new", came), true
	case came > 0:
		return fmt.Sprintf("%d %% longer", came), came >= caresFrom
	case went > 0:
		return fmt.Sprintf("%d %% shorter", went), went >= caresFrom
	case !sameWords(before.title, after.title):
		return "another headline", true
	case !sameWords(before.text, after.text):
		return "small corrections", false
	}
	return "", false
}

// caresFrom is how many per cent of a text must come or go to matter.
const caresFrom = 3

// fresh gives how many per cent of a text do not stand in the other.
func fresh(t tally) int { return percent(t.head+t.inner+t.tail+t.worded, t.words()) }
