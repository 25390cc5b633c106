package feed

import (
	"fmt"
	"strings"
	"time"

	"reticule"
)

// An archive document (RFC 5005, section 4) holds the stories that were first
// seen in one week, and stands in a folder of its own within the feed's:
//
//	micro-bags/rss.xml               the living feed: prev-archive -> 2026-W46
//	micro-bags/2026-W46/rss.xml      current -> living, prev-archive -> 2026-W44
//	micro-bags/2026-W44/rss.xml      current -> living, next-archive -> 2026-W46
//
// Weeks are fixed stretches of time, and a story is first seen once: so a week
// that is over gains no story, and removing one elsewhere moves nothing. An
// archive does not link its successor, which may not exist when it is written;
// but the oldest does, since one without a link to another is incomplete.

// Week names the week of a time, in UTC by ISO 8601: "2026-W47".
func Week(t time.Time) string {
	year, week := t.UTC().ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// WeekBounds gives the first moment of a week and that of the next; ok is
// false for what Week would not write.
func WeekBounds(week string) (from, to time.Time, ok bool) {
	var y, w int
	if _, err := fmt.Sscanf(week, "%d-W%d", &y, &w); err != nil || len(week) != len("2026-W47") {
		return from, to, false
	}
	// 4 January is always in the first week.
	first := time.Date(y, time.January, 4, 0, 0, 0, 0, time.UTC)
	monday := first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
	from = monday.AddDate(0, 0, 7*(w-1))
	return from, from.AddDate(0, 0, 7), Week(from) == week
}

// ArchiveFiles are the documents of a week that is over. They link prev, the
// week before that has documents, where it is not empty. Where there are no
// stories there are no documents (see ErrNothing). Without Base nothing can be
// linked, and nothing is to be published.
func (f Feed) ArchiveFiles(folder, week, prev, version string, stories []reticule.Story) []File {
	a := f.archive(week, f.archiveBase(prev))
	a.Stories = stories
	doc := func(render func(Feed) ([]byte, error)) func() ([]byte, error) {
		return func() ([]byte, error) {
			if len(stories) == 0 || within(f.Base, "") == "" {
				return nil, ErrNothing
			}
			return render(a)
		}
	}
	return documents(folder+"/"+week, version, doc(Feed.RSS), doc(Feed.Atom), doc(Feed.JSON))
}

// After is the living feed with its link to the documents of a week, the newest
// that has some.
func (f Feed) After(week string) Feed {
	f.History.Prev = f.archiveBase(week)
	return f
}

// Before makes the documents of a week that ArchiveFiles gives link those of the
// week after it.
func (f Feed) Before(week string) Feed {
	f.History.Next = f.archiveBase(week)
	return f
}

// archiveBase is the folder of a week's documents, "" for no week.
func (f Feed) archiveBase(week string) string {
	if week == "" || f.Base == "" {
		return ""
	}
	return strings.TrimSuffix(f.Base, "/") + "/" + week + "/"
}

// archive is the feed of one week, whole: no cap applies, and nobody is pinged.
func (f Feed) archive(week, prev string) Feed {
	f.History = History{Archive: true, Current: f.Base, Prev: prev, Next: f.History.Next}
	f.Base = f.archiveBase(week)
	if f.Home != "" {
		f.Home = strings.TrimSuffix(f.Home, "/") + "/" + week + "/"
	}
	f.Items, f.PerSource, f.MaxBytes, f.Hubs, f.Updated = 0, 0, 0, nil, time.Time{}
	return f
}
