package extract

import (
	"strconv"
	"strings"
	"time"
)

// The years that a page's date can lie in. Later ones are typing errors or
// traps; a little ahead of any clock is left to the caller.
const (
	firstYear = 1990
	lastYear  = 2100
)

// machineLayouts are the forms of machine-readable dates besides ISO 8601,
// most usual first.
var machineLayouts = []string{
	time.RFC1123Z, time.RFC1123, time.RFC822Z, time.RFC822, time.RFC850, time.UnixDate, time.ANSIC, time.RubyDate,
	"Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "Mon Jan 2 2006 15:04:05 GMT-0700",
	"Mon, 2 Jan 2006 15:04 -0700", "Mon, 2 Jan 2006 15:04 MST", "2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 MST",
	"2006/01/02 15:04:05", "2006/01/02 15:04", "2006/01/02",
}

// ParseTime reads a date as machines and people write it: ISO 8601 and its
// relatives, RFC 822, epochs, and dates in words in more than twenty
// languages. A time without a zone is taken as UTC.
func ParseTime(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if t, ok := parseTime(s); ok {
		return t, true
	}
	t, _, ok := textDate(s, false)
	return t, ok
}

// parseTime reads a date as machines write it. A time without zone is taken
// as UTC; a plausible year is asked for.
func parseTime(s string) (time.Time, bool) {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) < 8 || len(s) > 80 {
		return time.Time{}, false
	}
	if t, ok := parseISO(s); ok {
		return t, plausible(t)
	}
	if t, ok := parseEpoch(s); ok {
		return t, plausible(t)
	}
	if i := strings.IndexByte(s, '('); i > 0 { // "GMT+0100 (CET)"
		s = strings.TrimSpace(s[:i])
	}
	for _, layout := range machineLayouts {
		if t, err := time.ParseInLocation(layout, s, time.UTC); err == nil {
			t = inZone(t)
			return t, plausible(t)
		}
	}
	return time.Time{}, false
}

// inZone gives the moment of a time that was read with the name of its zone:
// package time knows UTC alone, and takes the others for it.
func inZone(t time.Time) time.Time {
	name, _ := t.Zone() // "" where an offset was read, which is known
	east, _ := zoneOffset(name)
	return t.UTC().Add(-time.Duration(east) * time.Second)
}

func plausible(t time.Time) bool { return t.Year() >= firstYear && t.Year() <= lastYear }

// parseEpoch reads seconds or milliseconds since 1970.
func parseEpoch(s string) (time.Time, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || len(s) != 10 && len(s) != 13 {
		return time.Time{}, false
	}
	if len(s) == 13 {
		return time.UnixMilli(n).UTC(), true
	}
	return time.Unix(n, 0).UTC(), true
}

// parseISO reads ISO 8601 and what is written in its stead: blanks for the T,
// no seconds, fractions of any length, zones with or without a colon.
func parseISO(s string) (time.Time, bool) {
	d := digits{s: s}
	year := d.take(4)
	d.skip("-/.")
	month := d.take(2)
	d.skip("-/.")
	day := d.take(2)
	if d.bad || month < 1 || month > 12 || day < 1 || day > 31 {
		return time.Time{}, false
	}
	hour, minute, second := 0, 0, 0
	d.skip("Tt ,")
	d.skip(" ")
	if d.more() {
		hour = d.takeShort()
		d.skip(":.")
		minute = d.take(2)
		d.skip(":.")
		if d.more() {
			second = d.take(2)
		}
		if d.bad || hour > 24 || minute > 59 || second > 60 {
			return time.Time{}, false
		}
		d.fraction()
	}
	offset, ok := zoneOffset(strings.TrimSpace(d.s))
	if !ok {
		return time.Time{}, false
	}
	if time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() != day {
		return time.Time{}, false
	}
	return time.Date(year, time.Month(month), day, hour, minute, second-offset, 0, time.UTC), true
}

// digits takes numbers off the front of a string.
type digits struct {
	s   string
	bad bool
}

func (d *digits) more() bool { return d.s != "" && d.s[0] >= '0' && d.s[0] <= '9' }

// take reads exactly n digits.
func (d *digits) take(n int) int {
	if len(d.s) < n {
		d.bad = true
		return 0
	}
	v, err := strconv.ParseUint(d.s[:n], 10, 32)
	if err != nil {
		d.bad = true
		return 0
	}
	d.s = d.s[n:]
	return int(v)
}

// takeShort reads one or two digits.
func (d *digits) takeShort() int {
	if len(d.s) > 1 && d.s[1] >= '0' && d.s[1] <= '9' {
		return d.take(2)
	}
	return d.take(1)
}

// skip passes over one of the bytes in set.
func (d *digits) skip(set string) {
	if d.s != "" && strings.IndexByte(set, d.s[0]) >= 0 {
		d.s = d.s[1:]
	}
}

// fraction passes over a fraction of a second.
func (d *digits) fraction() {
	if d.s == "" || d.s[0] != '.' && d.s[0] != ',' {
		return
	}
	d.s = d.s[1:]
	for d.more() {
		d.s = d.s[1:]
	}
}

// zoneOffset reads a zone as seconds east of UTC; none is UTC.
func zoneOffset(s string) (int, bool) {
	switch strings.ToUpper(s) {
	case "", "Z", "UTC", "GMT", "UT":
		return 0, true
	case "CET", "BST", "MEZ":
		return 3600, true
	case "CEST", "EET", "MESZ", "SAST":
		return 2 * 3600, true
	case "EEST", "MSK":
		return 3 * 3600, true
	case "IST":
		return 5*3600 + 1800, true
	case "JST", "KST":
		return 9 * 3600, true
	case "EDT":
		return -4 * 3600, true
	case "EST", "CDT":
		return -5 * 3600, true
	case "CST", "MDT":
		return -6 * 3600, true
	case "MST", "PDT":
		return -7 * 3600, true
	case "PST":
		return -8 * 3600, true
	case "AEST":
		return 10 * 3600, true
	case "AEDT":
		return 11 * 3600, true
	}
	return numericOffset(s)
}

// numericOffset reads "+01:00", "+0100", "+01" or "GMT+1".
func numericOffset(s string) (int, bool) {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "GMT"), "UTC")
	if len(s) < 2 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	sign := 1
	if s[0] == '-' {
		sign = -1
	}
	d := digits{s: s[1:]}
	h, m := d.takeShort(), 0
	d.skip(":")
	if d.more() {
		m = d.take(2)
	}
	if d.bad || h > 15 || m > 59 {
		return 0, false
	}
	return sign * (h*3600 + m*60), true
}
