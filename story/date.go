package story

import (
	"regexp"
	"strconv"
	"sync"
	"time"
)

// backlog is how old an article may be when its source is first read and still
// count as news.
const backlog = 7 * 24 * time.Hour

// HonestDate gives the date under which an article is told, and whether it is
// news or backlog. published is what the article claims, firstSeen when we
// first saw it, firstPoll when its source was first read (the start of that
// visit); a zero published is unknown.
//
// The date is the claimed one, but never later than first seen: who dates his
// pieces ahead, or again, gains nothing. Backlog is what was published a week
// or more before we began to read the source, and what stood there undated on
// our first visit: it is kept, but it is not news.
func HonestDate(published, firstSeen, firstPoll time.Time) (date time.Time, news bool) {
	date = published
	unknown := published.IsZero()
	if unknown || published.After(firstSeen) {
		date = firstSeen
	}
	if unknown {
		return date, firstSeen.Sub(firstPoll) > firstVisit
	}
	return date, date.Sub(firstPoll) > -backlog
}

// firstVisit bounds how long the first visit to a source takes.
const firstVisit = 6 * time.Hour

// DateInURL gives the day or month that stands in an address, as in
// /2019/05/28/ or /2019/05/: its last moment, so that an article is not made
// older than it is. A piece that claims to be much younger than its address
// was re-dated.
func DateInURL(address string) (time.Time, bool) {
	if len(address) > maxURL {
		return time.Time{}, false
	}
	m := datePath().FindStringSubmatch(address)
	if m == nil {
		return time.Time{}, false
	}
	year, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	day, _ := strconv.Atoi(m[3])
	if day == 0 {
		return time.Date(year, time.Month(month)+1, 1, 0, 0, 0, 0, time.UTC).Add(-time.Second), true
	}
	t := time.Date(year, time.Month(month), day+1, 0, 0, 0, 0, time.UTC).Add(-time.Second)
	return t, int(t.Month()) == month
}

var datePath = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^https?://[^/]+/(?:[^?#]*/)?((?:19|20)\d\d)/(0[1-9]|1[0-2])/(?:(0[1-9]|[12]\d|3[01])/)?`)
})
