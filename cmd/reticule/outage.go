package main

import (
	"context"
	"fmt"
	"sync"

	"reticule"
	"reticule/scraper"
	"reticule/scraper/fetch"
	"reticule/store"
)

// Where no host at all answers, it is hardly their fault: our own network, the
// DNS or the clock (by which certificates are valid) is out of order. Until the
// first answer of a run, the visits that reached nobody are held back; if none
// comes, they say nothing against their sources.

const (
	outageLeast = 3  // hosts of which none answers, from where on it is ours
	outageMost  = 96 // visits that reach nobody, after which a run tries no more
)

// visited is a visit that was made and is not written yet.
type visited struct {
	source  reticule.Source
	harvest scraper.Harvest
	before  store.SourceRow
}

// outage holds such visits back.
type outage struct {
	heard func() bool // whether any host has answered in this run

	mu      sync.Mutex
	waiting []visited
}

// next takes a visit that ended, and gives those that can be written now.
func (o *outage) next(v visited) []visited {
	if o == nil {
		return []visited{v}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.heard():
		return append(o.rest(), v)
	case reachedNobody(v.harvest.Visit.Outcome):
		o.waiting = append(o.waiting, v)
		return nil
	}
	return []visited{v}
}

// reachedNobody tells whether an outcome is one that our own network, DNS or
// clock can bring about. Blocked are names that a DNS leads inside.
func reachedNobody(outcome string) bool {
	switch outcome {
	case reticule.OutcomeNetwork, reticule.OutcomeTimeout, reticule.OutcomeTLS, reticule.OutcomeBlocked:
		return true
	}
	return false
}

// long tells whether so many visits wait that there is no use in more.
func (o *outage) long() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.waiting) >= outageMost
}

func (o *outage) rest() []visited {
	out := o.waiting
	o.waiting = nil
	return out
}

// ours tells whether so many hosts are silent that it is no fault of theirs.
func (o *outage) ours() bool {
	if o.heard() {
		return false
	}
	hosts := map[string]bool{}
	for _, v := range o.waiting {
		hosts[fetch.HostOf(v.source.URL)] = true
	}
	return len(hosts) >= outageLeast
}

// end writes the visits that waited for an answer.
func (r *run) end(ctx context.Context) error {
	ours := r.outage.ours()
	for _, v := range r.outage.rest() {
		if ours {
			v.harvest.Spare()
			r.put(v)
		} else if err := r.keep(ctx, v); err != nil {
			return err
		}
	}
	if ours {
		r.dark = fmt.Errorf("none of %d sources could be reached, so it is this machine's network, DNS or clock; the first: %s: %s",
			r.sum.Sources, r.sum.Errors[0].Source, r.sum.Errors[0].Message)
	}
	return nil
}
