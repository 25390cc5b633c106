package scraper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"reticule"
	"reticule/scraper/fetch"
)

// gazette is a small site on loopback whose answers a test sets by path.
type gazette struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]http.HandlerFunc
	asked []string
}

func newGazette(t *testing.T) *gazette {
	g := &gazette{pages: map[string]http.HandlerFunc{}}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		h := g.pages[r.URL.Path]
		if r.URL.Path != "/robots.txt" {
			g.asked = append(g.asked, r.URL.Path)
		}
		g.mu.Unlock()
		if h == nil {
			http.NotFound(w, r)
			return
		}
		h(w, r)
	}))
	t.Cleanup(g.Close)
	return g
}

func (g *gazette) set(path string, h http.HandlerFunc) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.pages[path] = h
}

// text answers with a text in which $BASE is the site's address.
func (g *gazette) text(path, kind, body string) {
	g.set(path, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kind)
		fmt.Fprint(w, strings.ReplaceAll(body, "$BASE", g.URL))
	})
}

func (g *gazette) requests() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	out := g.asked
	g.asked = nil
	return out
}

var now = time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)

// crew is a scraper with a memory of what it has seen.
type crew struct {
	*Scraper
	clock time.Time
	known map[string]Seen
	found []Found
}

func newCrew(t *testing.T) *crew {
	c := &crew{known: map[string]Seen{}, clock: now}
	client := fetch.New(fetch.Config{UserAgent: "reticule-test", Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Now: func() time.Time { return c.clock }})
	t.Cleanup(client.Close)
	c.Scraper = &Scraper{
		Client: client, PerHost: 2, Now: func() time.Time { return c.clock },
		Match: func(text []byte) bool { return bytes.Contains(bytes.ToLower(text), []byte("micro bag")) },
		Known: func(context.Context, []string) (map[string]Seen, error) { return c.known, nil },
	}
	return c
}

// visit makes a visit and remembers what it found.
func (c *crew) visit(ctx context.Context, job Job) Harvest {
	c.found = nil
	keep := func(found []Found) { c.found = append(c.found, found...) }
	job.Keep, job.Source.Robots = keep, true
	h := c.Visit(ctx, job)
	keep(h.Rest)
	for _, f := range c.found {
		if f.Article != nil {
			c.known[f.Article.URL] = Seen{}
		}
	}
	return h
}

const page = `<!doctype html><html lang="en"><head><title>%s</title></head><body><nav><a href="/">Home</a></nav><article><h1>%s</h1>
<p>%s, says everybody who stood in the rain outside the old gasworks this morning, and they said it more than once to whoever would listen.</p>
<p>What comes next is anybody's guess; the people who know are not telling, and the people who tell do not know.</p></article></body></html>`

func (g *gazette) article(path, title, text string) {
	g.text(path, "text/html; charset=utf-8", fmt.Sprintf(page, title, title, text))
}

func (g *gazette) feed(items ...string) {
	var b strings.Builder
	for _, p := range items {
		fmt.Fprintf(&b, "<item><title>%s</title><link>$BASE%s</link></item>", strings.Trim(p, "/"), p)
	}
	g.text("/feed.xml", "application/rss+xml", document(b.String()))
}

func feedOf(g *gazette) reticule.Source {
	return reticule.Source{Name: "gazette", Kind: reticule.KindFeed, URL: g.URL + "/feed.xml", Pages: reticule.PagesAuto}
}

func TestVisitScansAllAndReadsHits(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.feed("/b", "/a")
	g.article("/a", "Shoes", "Shoes are sensible again")
	g.article("/b", "Wrists", "The micro bag is back")
	h := c.visit(t.Context(), Job{Source: feedOf(g)})
	if h.Visit.Outcome != reticule.OutcomeOK || h.Visit.Pages != 2 || h.Visit.New != 2 {
		t.Fatalf("visit %+v", h.Visit)
	}
	if a := c.found[0].Article; a.Depth != reticule.DepthScanned || a.Title != "Shoes" || len(c.found[0].Visible) == 0 {
		t.Errorf("the older one first, scanned: %+v", a)
	}
	if a := c.found[1].Article; a.Depth != reticule.DepthRead || !strings.Contains(a.Text, "micro bag is back") || strings.Contains(a.Text, "Home") {
		t.Errorf("the hit, read: %+v", a)
	}
	g.requests()
	c.visit(t.Context(), Job{Source: feedOf(g), Last: h.Visit})
	if got := g.requests(); len(got) != 1 {
		t.Errorf("the second visit asks %v", got)
	}
}

func TestValidatorsGoBackAsTheyCame(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	var sent []string
	g.set("/feed.xml", func(w http.ResponseWriter, r *http.Request) {
		sent = append(sent, r.Header.Get("If-None-Match")+" "+r.Header.Get("If-Modified-Since"))
		w.Header().Set("ETag", `W/"odd \ one"`)
		w.Header().Set("Last-Modified", "Mon, 16 Nov 2026 08:00:00 GMT")
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, document(""))
	})
	first := c.visit(t.Context(), Job{Source: feedOf(g)}).Visit
	second := c.visit(t.Context(), Job{Source: feedOf(g), Last: first}).Visit
	if second.Outcome != reticule.OutcomeUnchanged || second.ETag != first.ETag || sent[1] != `W/"odd \ one" Mon, 16 Nov 2026 08:00:00 GMT` {
		t.Errorf("second visit %+v, sent %q", second, sent)
	}
	old := second
	old.FullRead = now.Add(-9 * 24 * time.Hour)
	if third := c.visit(t.Context(), Job{Source: feedOf(g), Last: old}).Visit; third.Outcome != reticule.OutcomeOK || sent[2] != " " || !third.FullRead.Equal(now) {
		t.Errorf("after eight days: %+v, sent %q", third, sent[2])
	}
}

func TestFailedVisitKeepsTheValidators(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.set("/feed.xml", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "", http.StatusInternalServerError) })
	last := reticule.Visit{URL: feedOf(g).URL, ETag: `"x"`, LastModified: "then", FullRead: now.Add(-time.Hour)}
	v := c.visit(t.Context(), Job{Source: feedOf(g), Last: last}).Visit
	if v.Outcome != reticule.OutcomeServer || v.ETag != `"x"` || v.LastModified != "then" || v.Failures != 0.25 || !v.Due.After(now) {
		t.Errorf("visit %+v", v)
	}
}

func TestPageThatFailsIsAskedAgain(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.feed("/a")
	g.set("/a", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "", http.StatusInternalServerError) })
	c.visit(t.Context(), Job{Source: feedOf(g)})
	f := c.found[0]
	if f.Article.Depth != reticule.DepthListed || f.Article.Title != "a" || f.Attempts != 1 || !f.RetryAt.After(now) {
		t.Fatalf("found %+v", f)
	}
	g.article("/a", "Wrists", "The micro bag is back")
	c.visit(t.Context(), Job{Source: feedOf(g), Pending: []Pending{{Article: *f.Article, Attempts: 1}}})
	if len(c.found) != 1 || c.found[0].Article.Depth != reticule.DepthRead || !c.found[0].RetryAt.IsZero() || c.found[0].Waits {
		t.Errorf("later: %+v", c.found)
	}
}

// TestPageThatFailsAgain loses nothing of what the listing said, which is not
// there to be read a second time.
func TestPageThatFailsAgain(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.feed()
	g.set("/a", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "", http.StatusInternalServerError) })
	listed := reticule.Article{URL: g.URL + "/a", Title: "Wrists", Summary: "The micro bag is back", Published: now.Add(-time.Hour)}
	c.visit(t.Context(), Job{Source: feedOf(g), Pending: []Pending{{Article: listed, Attempts: 2}}})
	if f := c.found[0]; !f.Waits || f.Attempts != 3 || f.Article.Summary != listed.Summary || !f.Article.Published.Equal(listed.Published) {
		t.Errorf("found %+v with %+v", f, f.Article)
	}
	g.text("/a", "text/html", "<html><head><title>Wrists</title></head><body><article><p>Text of the page about sensible shoes.</p></article></body></html>")
	c.visit(t.Context(), Job{Source: feedOf(g), Pending: []Pending{{Article: listed, Attempts: 2}}})
	if f := c.found[0]; f.Waits || f.Article.Depth != reticule.DepthRead || f.Article.Summary != listed.Summary {
		t.Errorf("then found %+v with %+v", f, f.Article)
	}
}

func TestWhenPagesAreAskedAgain(t *testing.T) {
	for outcome, want := range map[string][]time.Duration{
		reticule.OutcomeServer:   {30 * time.Minute, 2 * time.Hour, 270 * time.Minute, 8 * time.Hour, 750 * time.Minute, 0},
		reticule.OutcomeNotFound: {12 * time.Hour, 48 * time.Hour, 0}, // listed before it was there
		reticule.OutcomeLogin:    {12 * time.Hour, 48 * time.Hour, 0},
		reticule.OutcomeGone:     {0},
		reticule.OutcomeRobots:   {0},
	} {
		for i, wait := range want {
			at := retryAt(now, outcome, i+1, time.Time{})
			if wait == 0 && !at.IsZero() || wait > 0 && !at.Equal(now.Add(wait)) {
				t.Errorf("%s, failed %d times: at %v, want after %v", outcome, i+1, at, wait)
			}
		}
	}
	if until := now.Add(9 * time.Hour); !retryAt(now, reticule.OutcomeRateLimited, 1, until).Equal(until) {
		t.Error("Retry-After is not waited for")
	}
}

func TestPageThatIsGoneIsNotAskedAgain(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.feed("/gone")
	g.set("/gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	c.visit(t.Context(), Job{Source: feedOf(g)})
	if f := c.found[0]; !f.RetryAt.IsZero() || f.Problem == "" || f.Article.Title != "gone" {
		t.Errorf("found %+v", f)
	}
}

func TestCanonicalOfAnotherSiteIsNotBelieved(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.feed("/a", "/b?utm_source=feed")
	g.text("/a", "text/html", `<html><head><title>Mine now</title><link rel="canonical" href="https://vogue.example/their-story"></head><body><p>Text of the page.</p></body></html>`)
	g.text("/b", "text/html", `<html><head><title>B</title><link rel="canonical" href="$BASE/b-is-its-name"></head><body><p>Text of the page.</p></body></html>`)
	c.visit(t.Context(), Job{Source: feedOf(g)})
	if a := c.found[1].Article; a.URL != g.URL+"/a" || a.Canonical != "https://vogue.example/their-story" {
		t.Errorf("another site's: %s, %s", a.URL, a.Canonical)
	}
	if f := c.found[0]; f.Article.URL != g.URL+"/b-is-its-name" || len(f.Links) < 2 {
		t.Errorf("its own: %s, links %q", f.Article.URL, f.Links)
	}
}

func TestWholeTextInTheFeedSavesThePage(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	long := strings.Repeat("<p>Shoes are sensible again, and nobody who was there minded in the least.</p>", 30)
	g.text("/feed.xml", "application/rss+xml", `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>G</title>
<item><title>Shoes</title><link>$BASE/shoes</link><content:encoded><![CDATA[`+long+`]]></content:encoded></item>
<item><title>Bags</title><link>$BASE/bags</link><content:encoded><![CDATA[`+long+`<p>The micro bag, though.</p>]]></content:encoded></item></channel></rss>`)
	g.article("/bags", "Bags", "The micro bag is back")
	c.visit(t.Context(), Job{Source: feedOf(g)})
	if got := g.requests(); len(got) != 2 || got[1] != "/bags" {
		t.Errorf("asked %v", got)
	}
	if a := c.found[1].Article; a.Depth != reticule.DepthScanned || len(c.found[1].Prose) == 0 {
		t.Errorf("whole text without a hit: %+v", a)
	}
}

func TestSitemapIsReadToItsPages(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.text("/sitemap.xml", "application/xml", `<sitemapindex><sitemap><loc>$BASE/news.xml</loc></sitemap><sitemap><loc>$BASE/again.xml</loc></sitemap><sitemap><loc>$BASE/sitemap.xml</loc></sitemap></sitemapindex>`)
	g.text("/news.xml", "application/xml", strings.ReplaceAll(newsSitemap, "https://gazette.example", "$BASE"))
	g.text("/again.xml", "application/xml", `<urlset><url><loc>$BASE/b</loc></url><url><loc>$BASE/b#top</loc></url></urlset>`)
	g.article("/a", "Le mini sac", "The micro bag is back")
	g.article("/b", "B", "Shoes")
	src := feedOf(g)
	src.Kind, src.URL = reticule.KindSitemap, g.URL+"/sitemap.xml"
	if h := c.visit(t.Context(), Job{Source: src}); h.Visit.Outcome != reticule.OutcomeOK || len(c.found) != 2 {
		t.Errorf("visit %+v, found %d", h.Visit, len(c.found))
	}
	if asked := g.requests(); len(asked) != 5 {
		t.Errorf("asked for %q", asked)
	}
}

func TestEndedRunIsNoFault(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	ctx, cancel := context.WithCancel(t.Context())
	g.set("/feed.xml", func(http.ResponseWriter, *http.Request) { cancel() })
	v := c.visit(ctx, Job{Source: feedOf(g), Last: reticule.Visit{URL: feedOf(g).URL, ETag: `"x"`, Failures: 0.5}}).Visit
	if v.Outcome != reticule.OutcomeCanceled || v.ETag != `"x"` || v.Failures != 0.5 || v.Due.After(now) {
		t.Errorf("visit %+v", v)
	}
}

// TestStoreThatFailsIsNoFault: the source has nothing to do with it, and is asked
// again by the next run.
func TestStoreThatFailsIsNoFault(t *testing.T) {
	g, c := newGazette(t), newCrew(t)
	g.feed("/a")
	c.Known = func(context.Context, []string) (map[string]Seen, error) { return nil, errors.New("disk I/O error") }
	h := c.visit(t.Context(), Job{Source: feedOf(g), Last: reticule.Visit{URL: feedOf(g).URL, Failures: 0.5}})
	if v := h.Visit; v.Outcome != reticule.OutcomeCanceled || v.Failures != 0.5 || v.Due.After(now) || h.Err == nil || !strings.Contains(h.Err.Error(), "disk") {
		t.Errorf("visit %+v, %v", v, h.Err)
	}
}

func TestTeasersOnEveryPageAreFurniture(t *testing.T) {
	f := openFurniture(nil)
	teaser, text := uint64(1), uint64(100)
	for i := range uint64(5) {
		f.add([]uint64{teaser, text + i})
	}
	again := openFurniture(f.pack())
	if !again.known(teaser) || again.known(text) {
		t.Errorf("teaser known: %v, text known: %v", again.known(teaser), again.known(text))
	}
	for i := range uint64(20 * furnitureMost) {
		f.add([]uint64{teaser, 1000 + i})
	}
	if len(f.pack()) > 4+12*furnitureMost || !f.known(teaser) {
		t.Errorf("after many pages: %d bytes, teaser known: %v", len(f.pack()), f.known(teaser))
	}
	if openFurniture([]byte("nonsense")).known(teaser) {
		t.Error("nonsense is a memory")
	}
}

func TestDue(t *testing.T) {
	src := reticule.Source{Name: "gazette"}
	at := func(v reticule.Visit, src reticule.Source, weekNew int) time.Duration {
		v.Started = now
		return due(v, src, weekNew).Sub(now)
	}
	within := func(name string, got, low, high time.Duration) {
		t.Helper()
		if got < low || got > high {
			t.Errorf("%s: %v, want %v to %v", name, got, low, high)
		}
	}
	within("nothing new", at(reticule.Visit{}, src, 0), 21*time.Hour, 24*time.Hour)
	within("seven a day", at(reticule.Visit{}, src, 49), 3*time.Hour, 4*time.Hour)
	within("very much", at(reticule.Visit{}, src, 10_000), 54*time.Minute, time.Hour)
	within("its own wish", at(reticule.Visit{Hint: 3 * time.Hour}, src, 10_000), 160*time.Minute, 3*time.Hour)
	within("a wish beyond reason", at(reticule.Visit{Hint: 900 * time.Hour}, src, 10_000), 21*time.Hour, 24*time.Hour)
	within("failing", at(reticule.Visit{Outcome: reticule.OutcomeNotFound, Failures: 1}, src, 10_000), 4*time.Hour, 5*time.Hour)
	within("told to wait", at(reticule.Visit{Outcome: reticule.OutcomeRateLimited, Failures: .25, RetryAfter: now.Add(20 * time.Hour)}, src, 10_000), 20*time.Hour, 20*time.Hour)
	within("ended early", at(reticule.Visit{Outcome: reticule.OutcomeCanceled}, src, 0), 0, 0)
	rare := reticule.Source{Name: "g", Every: 48 * time.Hour}
	within("set by hand", at(reticule.Visit{}, rare, 100), 43*time.Hour, 48*time.Hour)
	within("set by hand and failing", at(reticule.Visit{Outcome: reticule.OutcomeNotFound, Failures: 9}, rare, 100), 43*time.Hour, 48*time.Hour)
}
