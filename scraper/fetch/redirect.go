package fetch

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"reticule"
)

const hopsMost = 10 // redirects that are followed

// redirect is where an answer sends us from an address, after those seen.
func redirect(from *url.URL, resp *http.Response, seen []string) (*url.URL, error) {
	location := resp.Header.Get("Location")
	to, err := from.Parse(location)
	switch {
	case location == "":
		return nil, refused(resp.StatusCode, "redirects nowhere")
	case err != nil:
		return nil, refused(resp.StatusCode, "redirects to %q, which is no address", location)
	}
	to.Fragment, to.RawFragment = "", ""
	if err := hop(from, to, seen, resp.StatusCode); err != nil {
		return nil, err
	}
	return to, nil
}

// hop decides whether a redirect is followed. From https to http it is not:
// what came back could be anyone's.
func hop(from, to *url.URL, seen []string, status int) error {
	switch {
	case to.Scheme != "http" && to.Scheme != "https":
		return refused(status, "redirects to %q, and only http and https are read", to.Scheme)
	case from.Scheme == "https" && to.Scheme == "http":
		return refused(status, "redirects from https to http; configure the http address if that is meant")
	case slices.Contains(seen, to.String()):
		return refused(status, "redirects in a circle, to %s; it may want a cookie, and none are kept", to.Redacted())
	case len(seen) > hopsMost:
		return refused(status, "redirects more than %d times", hopsMost)
	}
	return nil
}

func refused(status int, format string, args ...any) error {
	return &Error{Outcome: reticule.OutcomeRedirect, Status: status, Err: fmt.Errorf(format, args...)}
}

// followed applies the rules of redirects to a request that an http.Client
// makes because of an earlier one.
func followed(r *http.Request) error {
	var seen []string
	for at := r.Response; at != nil && at.Request != nil; at = at.Request.Response {
		seen = append(seen, at.Request.URL.String())
	}
	if len(seen) == 0 {
		return nil
	}
	return hop(r.Response.Request.URL, r.URL, seen, r.Response.StatusCode)
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}
