package extract

import (
	"context"
	"testing"
	"time"
)

// What the lines under a headline must tell by themselves, of 123 authors and
// 126 days.
const (
	floorBylines = 80
	floorShown   = 108
)

// TestShownAlone holds how much of authors and days is read from what the
// labelled pages show, as on pages that have no data for machines.
func TestShownAlone(t *testing.T) {
	named, dated := 0, 0
	for _, x := range shared(t, "news-pages") {
		p := Page{URL: x.URL, ContentType: "text/html; charset=utf-8", Body: x.body}
		o, err := newOutline(context.Background(), p, true)
		if err != nil {
			t.Fatal(err)
		}
		m := newMetadata(o, p)
		m.title()
		names, _ := m.namesIn(signature{"byline", m.bylines(), false})
		if len(x.Authors) > 0 && sameNames(names, x.Authors) {
			named++
		}
		want, _ := parseTime(x.Published)
		if settle(m.shownDates()).at.Format(time.DateOnly) == want.Format(time.DateOnly) {
			dated++
		}
	}
	t.Logf("authors %d, days %d", named, dated)
	if *half < 0 && (named < floorBylines || dated < floorShown) {
		t.Error("below what was reached before")
	}
}
