package fetch

import (
	"net/http"
	"strings"
)

// Wishes are what an answer's header asks of those who show the page to others.
// The page's own markup may ask for more.
type Wishes struct {
	NoIndex    bool // not to be listed
	NoSnippet  bool // no text of it is to be shown
	NoArchive  bool // no copy is to be kept on show
	TDMReserve bool // text and data mining is reserved
}

// ReadWishes reads X-Robots-Tag, as it speaks to everyone or to token;
// TDM-Reservation (the W3C community group's TDMRep); and Content-Usage (IETF
// aipref, draft), where any kind of use that is refused counts as reserved.
func ReadWishes(h http.Header, token string) (w Wishes) {
	for _, line := range h["X-Robots-Tag"] {
		w.robotsTag(strings.ToLower(line), strings.ToLower(token))
	}
	w.TDMReserve = strings.TrimSpace(h.Get("Tdm-Reservation")) == "1"
	for _, line := range h["Content-Usage"] {
		for use := range strings.FieldsFuncSeq(line, func(r rune) bool { return r == ',' || r == ';' }) {
			_, value, _ := strings.Cut(use, "=")
			w.TDMReserve = w.TDMReserve || strings.TrimSpace(value) == "n"
		}
	}
	return w
}

// robotsTag reads one line: directives between commas, after the name of the
// one agent that they speak to, if there is one.
func (w *Wishes) robotsTag(line, token string) {
	mine := true
	for part := range strings.SplitSeq(line, ",") {
		name, rest, named := strings.Cut(part, ":")
		name = strings.TrimSpace(name)
		if named && !valued(name) {
			mine = name == token || name == "*"
			name = strings.TrimSpace(rest)
		} else if named {
			name += ":" + strings.TrimSpace(rest)
		}
		if mine {
			w.directive(name)
		}
	}
}

// valued tells whether a directive takes a value after its colon.
func valued(name string) bool {
	switch name {
	case "max-snippet", "max-image-preview", "max-video-preview", "unavailable_after":
		return true
	}
	return false
}

func (w *Wishes) directive(name string) {
	switch name {
	case "noindex", "none":
		w.NoIndex = true
	case "nosnippet", "max-snippet:0":
		w.NoSnippet = true
	case "noarchive", "nocache":
		w.NoArchive = true
	case "noai":
		w.TDMReserve = true
	}
}
