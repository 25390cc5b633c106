package scraper

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"reticule"
	"reticule/scraper/fetch"
)

func TestPageThatPausesTheHostDelaysTheSource(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.feed("/c", "/b", "/a")
	g.article("/a", "A", "The micro bag is back")
	g.set("/b", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "36000")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	g.article("/c", "C", "The micro bag is back")
	c.PerHost = 1
	h := c.visit(t.Context(), Job{Source: feedOf(g)})
	until := now.Add(10 * time.Hour)
	if !h.Visit.RetryAfter.Equal(until) || h.Visit.Due.Before(until) || h.Visit.Failed() {
		t.Errorf("visit %+v", h.Visit)
	}
	asked, spared := c.found[1], c.found[2]
	if asked.Attempts != 1 || spared.Attempts != 0 || spared.RetryAt.Before(until) || asked.RetryAt.Before(until) {
		t.Errorf("the page that was refused: %+v\nthe one not asked: %+v", asked, spared)
	}
	g.requests()
	if v := c.visit(t.Context(), Job{Source: feedOf(g), Last: h.Visit}).Visit; v.Outcome != reticule.OutcomeRateLimited || v.Failures != 0 || len(g.requests()) > 0 {
		t.Errorf("while it is paused: %+v", v)
	}
}

func TestDetoursAreNamed(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.text("/", "text/html", "<html><head><title>The Gazette</title></head><body><p>Front page</p></body></html>")
	g.text("/consent/ask", "text/html", "<html><head><title>Before you continue</title></head><body><p>May we?</p></body></html>")
	g.text("/login", "text/html", "<html><head><title>Welcome</title></head><body><form></form></body></html>")
	g.move("/a/wall", "/consent/ask")
	g.move("/a/members", "/login")
	g.move("/a/lost", "/")
	g.text("/a/soft", "text/html", "<html><head><title>Page not found | The Gazette</title></head><body><p>Sorry.</p></body></html>")
	for path, want := range map[string]string{
		"/a/wall": reticule.OutcomeConsent, "/a/members": reticule.OutcomeLogin, "/a/lost": reticule.OutcomeSoft404, "/a/soft": reticule.OutcomeSoft404,
	} {
		for _, kind := range []string{reticule.KindFeed, reticule.KindSite, reticule.KindSitemap} {
			src := feedOf(g)
			src.Kind, src.URL = kind, g.URL+path
			if v := c.visit(t.Context(), Job{Source: src}).Visit; v.Outcome != want || v.MovedTo != "" {
				t.Errorf("%s as %s: %s, want %s: %s", path, kind, v.Outcome, want, v.Message)
			}
		}
	}
	g.feed("/a/wall", "/a/soft")
	h := c.visit(t.Context(), Job{Source: feedOf(g)})
	for _, f := range c.found {
		if f.Problem == "" || f.Article.Depth != reticule.DepthListed || f.RetryAt.IsZero() {
			t.Errorf("page %+v of %+v", f, h.Visit)
		}
	}
}

func TestWishesOfTheHeaderAreKept(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.feed("/b", "/a")
	for path, text := range map[string]string{"/a": "Shoes are sensible", "/b": "The micro bag is back"} {
		g.set(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Robots-Tag", "noindex, nosnippet, noarchive")
			w.Header().Set("TDM-Reservation", "1")
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, page, "T", "T", text)
		})
	}
	c.visit(t.Context(), Job{Source: feedOf(g)})
	for _, f := range c.found {
		if a := f.Article; !a.NoIndex || !a.NoSnippet || !a.NoArchive || !a.TDMReserve {
			t.Errorf("%s, %s: %+v", a.URL, a.Depth, a)
		}
	}
}

func TestSkippedHoursAndDays(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	text := strings.Replace(document(""), "<ttl>90</ttl>", "<ttl>60</ttl><skipHours><hour>13</hour><hour>14</hour></skipHours><skipDays><day>Tuesday</day></skipDays>", 1)
	g.text("/feed.xml", "text/xml", text)
	v := c.visit(t.Context(), Job{Source: feedOf(g), WeekNew: 1000}).Visit
	if v.Due.Hour() != 12 && v.Due.Hour() != 15 || v.Skip == 0 {
		t.Errorf("due %v, skip %b", v.Due, v.Skip)
	}
	for _, x := range []struct{ at, want time.Time }{
		{now, now},
		{now.Add(90 * time.Minute), now.Add(3 * time.Hour)},
		{now.Add(13 * time.Hour), now.Add(36 * time.Hour)}, // Tuesday to Wednesday
	} {
		if got := afterSkipped(x.at, v.Skip); !got.Equal(x.want) {
			t.Errorf("%v becomes %v, want %v", x.at, got, x.want)
		}
	}
	g.text("/feed.xml", "text/xml", strings.Replace(document(""), "<ttl>", "<skipDays><day>Monday</day><day>Tuesday</day><day>Wednesday</day><day>Thursday</day><day>Friday</day><day>Saturday</day><day>Sunday</day></skipDays><ttl>", 1))
	if v := c.visit(t.Context(), Job{Source: feedOf(g)}).Visit; v.Skip != 0 {
		t.Errorf("never is no wish: %b", v.Skip)
	}
}

func TestWishOfTheDocumentOutlivesA304(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.set("/feed.xml", func(w http.ResponseWriter, r *http.Request) {
		if w.Header().Set("ETag", `"x"`); r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Write([]byte(document(""))) //nolint:errcheck // a test
	})
	v := c.visit(t.Context(), Job{Source: feedOf(g)}).Visit
	if v = c.visit(t.Context(), Job{Source: feedOf(g), Last: v}).Visit; v.Outcome != reticule.OutcomeUnchanged || v.Hint != 90*time.Minute {
		t.Errorf("visit %+v", v)
	}
}

func TestBudgetEndsTheVisit(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.feed("/d", "/c", "/b", "/a")
	for _, p := range []string{"/a", "/b", "/c", "/d"} {
		g.article(p, p, "The micro bag is back")
	}
	free := c.Client
	c.Client = fetch.New(fetch.Config{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Now: func() time.Time { return now }, Most: 4}) // robots.txt, the feed, two pages
	h := c.visit(t.Context(), Job{Source: feedOf(g)})
	if h.Visit.Outcome != reticule.OutcomeCanceled || !c.Client.Spent() || c.Client.Requests() != 4 || len(c.found) != 2 {
		t.Errorf("visit %+v, found %d", h.Visit, len(c.found))
	}
	c.Client = free
	if h = c.visit(t.Context(), Job{Source: feedOf(g), Last: reticule.Visit{}}); h.Visit.New != 2 || len(c.found) != 2 {
		t.Errorf("the next run: %+v, found %d", h.Visit, len(c.found))
	}
}

func TestArticleThatTwoSourcesListIsAskedForOnce(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.feed("/a")
	g.article("/a", "A", "The micro bag is back")
	g.set("/other.xml", g.pages["/feed.xml"])
	other := feedOf(g)
	other.Name, other.URL = "other", g.URL+"/other.xml"
	c.Known = func(context.Context, []string) (map[string]Seen, error) { return nil, nil } // nothing is stored meanwhile
	first, second := c.visit(t.Context(), Job{Source: feedOf(g)}).Visit, c.visit(t.Context(), Job{Source: other}).Visit
	if first.New != 1 || second.New != 0 || second.Pages != 0 || second.Failed() {
		t.Errorf("first %+v\nsecond %+v", first, second)
	}
}
