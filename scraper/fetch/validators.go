package fetch

import (
	"net/http"
	"strings"
	"time"
)

// validatorMost is the length up to which a validator is believed.
const validatorMost = 512

// Validators returns an answer's ETag and Last-Modified, opaque, to be sent
// back exactly so; empty where they cannot be one. A date in the future, or
// before there was a web, would bring 304 for ever.
func Validators(h http.Header, now time.Time) (etag, lastModified string) {
	etag = h.Get("ETag")
	if strings.Trim(strings.TrimPrefix(etag, "W/"), `" `) == "" || !plain(etag) {
		etag = ""
	}
	lastModified = h.Get("Last-Modified")
	at, err := http.ParseTime(lastModified)
	if err != nil || at.After(now.Add(24*time.Hour)) || at.Year() < 1991 || !plain(lastModified) {
		lastModified = ""
	}
	return etag, lastModified
}

// plain tells whether a value may go back into a header.
func plain(s string) bool {
	return len(s) <= validatorMost && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}
