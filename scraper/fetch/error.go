package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"reticule"
)

// Error is why a request gave nothing to read.
type Error struct {
	Outcome    string    // one of reticule.Outcome…
	URL        string    // the hop that failed
	Status     int       // of its answer; 0 where there was none
	RetryAfter time.Time // until when the host is left alone; zero where it is not
	Requests   int       // sent before giving up, robots.txt included
	Err        error     // the cause; nil where the status says it all
}

// Error is one line: where, what, and what to do about it.
func (e *Error) Error() string {
	var b strings.Builder
	if e.URL != "" {
		b.WriteString(oneLine(e.URL) + ": ")
	}
	switch {
	case e.Err != nil:
		b.WriteString(oneLine(e.Err.Error()))
	case e.Status != 0:
		fmt.Fprintf(&b, "answered %d %s", e.Status, http.StatusText(e.Status))
	default:
		b.WriteString(e.Outcome)
	}
	if !e.RetryAfter.IsZero() {
		fmt.Fprintf(&b, "; left alone until %s", e.RetryAfter.UTC().Format("2006-01-02 15:04:05 UTC"))
	} else if advice := advice(e.Outcome); advice != "" {
		b.WriteString("; " + advice)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Outcome names what err means for a visit: reticule.OutcomeOK for nil.
func Outcome(err error) string {
	var e *Error
	switch {
	case err == nil:
		return reticule.OutcomeOK
	case errors.As(err, &e):
		return e.Outcome
	}
	return classify(err)
}

// advice is what an operator can do.
func advice(outcome string) string {
	switch outcome {
	case reticule.OutcomeGone:
		return "the site says it is gone for good: remove the source"
	case reticule.OutcomeNotFound:
		return "look for its new address"
	case reticule.OutcomeForbidden:
		return "ask the site whether it may be read"
	case reticule.OutcomeChallenge:
		return "it is not evaded: ask the site for a way in, or remove the source"
	case reticule.OutcomeTLS:
		return "check the address, its certificate in a browser, and the clock of this machine"
	case reticule.OutcomeBlocked:
		return "only public addresses and those in [fetch] allow are asked"
	case reticule.OutcomeRobots:
		return "remove the source, or set robots = false with the site's written consent"
	case reticule.OutcomeTruncated, reticule.OutcomeTimeout, reticule.OutcomeServer:
		return "the next visit tries again"
	case reticule.OutcomeNetwork:
		return "check the address; the next visit tries again"
	}
	return ""
}

// oneLine makes a cause from outside fit for a log: one line, no control
// characters, of a bounded length.
func oneLine(s string) string {
	const most = 300
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + " …"
	}
	return s
}

// failed makes the *Error that callers get, from whatever went wrong at u.
func failed(ctx context.Context, err error, u *url.URL, t *tally) *Error {
	e := *asError(ctx, err)
	if u != nil {
		e.URL = u.Redacted()
	}
	e.Requests = t.requests
	return &e
}

func asError(ctx context.Context, err error) *Error {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e
	case ctx.Err() != nil:
		return &Error{Outcome: reticule.OutcomeCanceled, Err: ctx.Err()}
	}
	return &Error{Outcome: classify(err), Err: plainCause(err)}
}
