// Package scraper turns the web into articles. The unit of work is a visit:
// one source, asked with what its last visit left behind, gives a harvest of
// articles and the validators for the next time.
//
// A source's listing (a feed, listing pages, a sitemap) names candidates; the
// page of each one not seen before is scanned, and read in full where the
// scan finds a topic's words. Whatever goes wrong is data on the visit.
package scraper

import (
	"context"
	"errors"
	"fmt"
	"time"

	"reticule"
	"reticule/scraper/fetch"
)

// Scraper visits sources. It is safe for concurrent use; its fields are set
// once.
type Scraper struct {
	Client  *fetch.Client
	Match   func(visible []byte) bool                                // whether a text has a topic's words; nil: every page is read in full
	Known   func(context.Context, []string) (map[string]Seen, error) // the addresses that were read before, and what is remembered of them
	Now     func() time.Time
	PerHost int // pages of one source read at once

	claims claims // of addresses: two sources that list the same ask for it once
	bench  bench
}

// Job is one source to visit.
type Job struct {
	Source    reticule.Source
	Last      reticule.Visit // the zero Visit for a first one
	Pending   []Pending      // pages that failed before and are due
	Furniture []byte         // Harvest.Furniture of the last visit
	Habit     reticule.Habit // Harvest.Habit of the last visit
	LastOK    time.Time      // end of the last visit that succeeded
	WeekNew   int            // new articles of the last seven days
	Fill      bool           // follow a paged feed to its older items; ask without validators

	// Keep takes articles as they are read, oldest first, so that a long
	// visit holds few of them.
	Keep func([]Found)
}

// Pending is a page that failed before.
type Pending struct {
	Article  reticule.Article // as its listing had it
	Attempts int
}

// Found is an article on its way to the store.
type Found struct {
	Article  *reticule.Article
	Links    []string // addresses it was listed under
	Visible  []byte   // visible text of a page that was only scanned
	Prose    []byte   // its paragraphs, for telling copies
	Mark     int64    // of what the listing said, to tell a later correction by; 0 where it was not listed
	Attempts int      // times that its page failed so far; 0 where it was read
	RetryAt  time.Time
	Problem  string // why the page was not read
	Waits    bool   // it failed before, too: the article is the one that the store has
}

// Harvest is what a visit brings home. The articles that Keep was not given
// belong into the same transaction as the visit: its validators stand for
// them.
type Harvest struct {
	Visit     reticule.Visit
	Rest      []Found
	Furniture []byte // nil: nothing learnt
	Habit     reticule.Habit
	Err       error // of Scraper.Known, which ended the visit: no fault of the source's

	failures float64 // before this visit
}

// Spare makes a visit that reached nobody no fault of its source's: it is ours.
// The source is asked again within the hour.
func (h *Harvest) Spare() {
	h.Visit.Failures, h.Visit.Due = h.failures, h.Visit.Started.Add(soonest-spread(h.Visit.Source, soonest/10))
}

// Visit asks one source. It never fails: see Harvest.Visit.Outcome.
func (s *Scraper) Visit(ctx context.Context, job Job) Harvest {
	if job.Last.URL != job.Source.URL {
		job.Last = reticule.Visit{} // what is carried holds for another address
	}
	v := carry(job.Last)
	v.Source, v.URL, v.Started = job.Source.Name, job.Source.URL, s.Now()
	h := Harvest{Habit: job.Habit, failures: job.Last.Failures}
	list, err := s.list(ctx, job)
	note(&v, list)
	if err == nil {
		err = s.pages(ctx, job, list.candidates, &v, &h)
	}
	if err != nil {
		s.fault(ctx, &v, job.Last, err)
	} else {
		s.success(&v, job, list, &h.Habit)
	}
	v.Ended = s.Now()
	v.Due = due(v, job.Source, job.WeekNew+v.New)
	h.Visit = v
	return h
}

// carry takes over what outlives a visit.
func carry(last reticule.Visit) reticule.Visit {
	return reticule.Visit{
		ETag: last.ETag, LastModified: last.LastModified, FullRead: last.FullRead, Hint: last.Hint, Skip: last.Skip,
		Address: last.Address, MovedTo: last.MovedTo, MovedSince: last.MovedSince, MovedTimes: last.MovedTimes,
	}
}

// note writes what reading the listing cost and found into the visit.
func note(v *reticule.Visit, list listing) {
	v.Requests, v.Bytes, v.Status, v.FinalURL = list.requests, list.bytes, list.status, list.finalURL
	switch {
	case list.status == 0:
	case list.notModified:
		v.Hint = max(v.Hint, list.hint) // the document's own wish still holds
	default:
		v.Hint, v.Skip = list.hint, list.skip
	}
}

// success writes into the visit what a good answer leaves for the next one.
func (s *Scraper) success(v *reticule.Visit, job Job, list listing, h *reticule.Habit) {
	v.Outcome, v.Message = reticule.OutcomeOK, list.message
	if list.notModified {
		v.Outcome = reticule.OutcomeUnchanged
	}
	if list.etag != "" || list.lastModified != "" || !list.notModified {
		v.ETag, v.LastModified = list.etag, list.lastModified
	}
	if !list.notModified && !list.conditional {
		v.FullRead = v.Started
	}
	moved(v, list.movedTo, v.Started)
	watch(h, *v, job.LastOK)
}

// fault writes an error into the visit. A visit that the run's end cut short
// is no fault of the source's.
func (s *Scraper) fault(ctx context.Context, v *reticule.Visit, last reticule.Visit, err error) {
	v.Outcome, v.Message = outcomeOf(err), err.Error()
	var f *fetch.Error
	if errors.As(err, &f) {
		v.Status, v.RetryAfter, v.FinalURL = f.Status, f.RetryAfter, f.URL
		v.Requests += f.Requests
	}
	if v.Outcome == reticule.OutcomeCanceled || ctx.Err() != nil {
		v.Outcome, v.Failures = reticule.OutcomeCanceled, last.Failures
		return
	}
	v.Failures = last.Failures
	if !spared(err) {
		v.Failures += faultWeight(v.Outcome)
	}
	lost(v)
}

// Fault is an error of reading, with the outcome that it stands for.
type Fault struct {
	Outcome string
	Err     error
}

func (f *Fault) Error() string { return f.Err.Error() }

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Err }

func faultf(outcome, format string, args ...any) error {
	return &Fault{Outcome: outcome, Err: fmt.Errorf(format, args...)}
}

func outcomeOf(err error) string {
	var f *Fault
	if errors.As(err, &f) {
		return f.Outcome
	}
	return fetch.Outcome(err)
}
