package scraper

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"reticule"
)

// move answers a path with a permanent redirect.
func (g *gazette) move(from, to string) {
	g.set(from, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusMovedPermanently) })
}

func TestMoveIsBelievedAfterThreeVisitsInADay(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.feed()
	feed := g.pages["/feed.xml"]
	g.set("/new.xml", feed)
	g.move("/feed.xml", "/new.xml")
	var last reticule.Visit
	for i, want := range []string{"", "", "", g.URL + "/new.xml"} { // at 0, 9, 18 and 27 hours
		last = c.visit(t.Context(), Job{Source: feedOf(g), Last: last}).Visit
		if last.Address != want {
			t.Fatalf("visit %d: address %q, want %q", i+1, last.Address, want)
		}
		c.clock = c.clock.Add(9 * time.Hour)
	}
	g.requests()
	last = c.visit(t.Context(), Job{Source: feedOf(g), Last: last}).Visit
	if got := g.requests(); !slices.Equal(got, []string{"/new.xml"}) || last.Address == "" {
		t.Errorf("then it asks %v", got)
	}
	// The new address is lost: back to the one in the config.
	g.set("/new.xml", nil)
	g.set("/feed.xml", feed)
	last = c.visit(t.Context(), Job{Source: feedOf(g), Last: last}).Visit
	if last.Outcome != reticule.OutcomeNotFound || last.Address != "" {
		t.Errorf("lost: %+v", last)
	}
	if last = c.visit(t.Context(), Job{Source: feedOf(g), Last: last}).Visit; last.Failed() {
		t.Errorf("back again: %+v", last)
	}
}

func TestMoveThatEndsIsForgotten(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.feed()
	feed := g.pages["/feed.xml"]
	g.set("/new.xml", feed)
	var last reticule.Visit
	for i := range 8 {
		if g.set("/feed.xml", feed); i%3 != 2 {
			g.move("/feed.xml", "/new.xml")
		}
		last = c.visit(t.Context(), Job{Source: feedOf(g), Last: last}).Visit
		c.clock = c.clock.Add(20 * time.Hour)
	}
	if last.Address != "" {
		t.Errorf("believed: %+v", last)
	}
}

func TestTemporaryRedirectIsNoMove(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.feed()
	g.set("/new.xml", g.pages["/feed.xml"])
	g.set("/feed.xml", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/new.xml", http.StatusFound) })
	var last reticule.Visit
	for range 5 {
		last = c.visit(t.Context(), Job{Source: feedOf(g), Last: last}).Visit
		c.clock = c.clock.Add(20 * time.Hour)
	}
	if last.Address != "" || last.MovedTo != "" || last.Failed() {
		t.Errorf("visit %+v", last)
	}
}

func TestGoneRetiresUntilTheAddressChanges(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.set("/feed.xml", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	src := feedOf(g)
	v := c.visit(t.Context(), Job{Source: src}).Visit
	if v.Outcome != reticule.OutcomeGone || Due(src, v, now.Add(1000*time.Hour)) {
		t.Errorf("it is still asked: %+v", v)
	}
	if how := Health(v, time.Time{}, reticule.Habit{}); how.State != reticule.StateBroken || how.Fault != reticule.OutcomeGone {
		t.Errorf("health %+v", how)
	}
	g.feed()
	src.URL += "?now=here"
	if !Due(src, v, now) {
		t.Error("a new address is not asked")
	}
	if v = c.visit(t.Context(), Job{Source: src, Last: v}).Visit; v.Failed() || v.Failures != 0 {
		t.Errorf("the new address: %+v", v)
	}
}

func TestNewAddressDropsTheValidators(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	var sent string
	g.set("/feed.xml", func(w http.ResponseWriter, r *http.Request) {
		sent = r.Header.Get("If-None-Match")
		w.Write([]byte(document(""))) //nolint:errcheck // a test
	})
	c.visit(t.Context(), Job{Source: feedOf(g), Last: reticule.Visit{URL: "https://old.example/", Outcome: reticule.OutcomeOK, ETag: `"old"`, FullRead: now}})
	if sent != "" {
		t.Errorf("another address's validator was sent: %s", sent)
	}
}
