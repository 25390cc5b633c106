package main

import (
	"strings"
	"testing"

	"reticule"
	"reticule/scraper/extract"
)

// TestHugeArticleIsJudgedByItsOpening holds the work on a page that was made to
// cost time to a bound, and the offsets of what is found to the text.
func TestHugeArticleIsJudgedByItsOpening(t *testing.T) {
	d, err := newDesk(mustConfig(t))
	if err != nil {
		t.Fatal(err)
	}
	a := extract.Text("Micro bags", "", strings.Repeat("The micro bag costs $1,000 here. ", 100_000), "en")
	if got := opening(a); len(got.ZoneText(reticule.ZoneBody)) > maxJudged+64 {
		t.Errorf("%d bytes are judged", len(got.ZoneText(reticule.ZoneBody)))
	}
	for _, v := range d.judge(a) {
		if v.Label != reticule.LabelAbout {
			t.Errorf("label %s", v.Label)
		}
		for _, e := range v.Evidence {
			if text := a.ZoneText(e.Zone); e.End > len(text) || e.Start < e.End && text[e.Start:e.End] != e.Text {
				t.Errorf("evidence %q is not at %d to %d of the %s", e.Text, e.Start, e.End, e.Zone)
			}
		}
	}
	short := extract.Text("Micro bags", "", "The micro bag is back.", "en")
	if opening(short) != short {
		t.Error("a short article is cut")
	}
}
