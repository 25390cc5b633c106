package site

import (
	"net/http"
	"strings"
	"time"
)

// acceptsGzip reads Accept-Encoding, RFC 9110 section 12.5.3: gzip is accepted
// where it, or else the asterisk, is named with a weight above 0.
func acceptsGzip(values []string) bool {
	star := false
	for _, v := range values {
		for v != "" {
			var part string
			part, v, _ = strings.Cut(v, ",")
			name, params, _ := strings.Cut(part, ";")
			switch name = strings.TrimSpace(name); {
			case strings.EqualFold(name, "gzip"), strings.EqualFold(name, "x-gzip"):
				return !zeroWeight(params)
			case name == "*":
				star = !zeroWeight(params)
			}
		}
	}
	return star
}

// zeroWeight tells whether the parameters say q=0, in any spelling.
func zeroWeight(params string) bool {
	params = strings.TrimSpace(params)
	if len(params) < 2 || params[0]|0x20 != 'q' {
		return false
	}
	value, ok := strings.CutPrefix(strings.TrimSpace(params[1:]), "=")
	value = strings.TrimSpace(value)
	return ok && value != "" && strings.Trim(value, "0.") == ""
}

// unchanged tells whether the client holds this variant already. RFC 9110
// section 13.2.2: If-Modified-Since is read only where there is no
// If-None-Match.
func (e *entry) unchanged(v *variant, h http.Header) bool {
	if tags := h["If-None-Match"]; len(tags) > 0 {
		return matchesTag(tags, v.etag)
	}
	since := h["If-Modified-Since"]
	if len(since) == 0 || v.lastModified == "" {
		return false
	}
	if since[0] == v.lastModified {
		return true
	}
	t, err := http.ParseTime(since[0])
	return err == nil && !e.modified.After(t) && t.Before(farFuture)
}

// farFuture is the bound beyond which a date is junk: a client that sends one
// would be told for ever that nothing changed.
var farFuture = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)

// matchesTag compares entity tags weakly, as If-None-Match wants.
func matchesTag(values []string, etag string) bool {
	for _, v := range values {
		for v != "" {
			var part string
			part, v, _ = strings.Cut(v, ",") // our own tags hold no comma
			part = strings.TrimSpace(part)
			if part == "*" || strings.TrimPrefix(part, "W/") == etag {
				return true
			}
		}
	}
	return false
}
