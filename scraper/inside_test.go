package scraper

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"reticule"
	"reticule/scraper/fetch"
)

// TestListingsLeadNowhereInside lists addresses inside our network wherever a
// site may name one: in feeds, listing pages, sitemaps and their indexes, as
// the next document, and as where a page is. 127.0.0.1 is the world, 127.0.0.2
// is inside.
func TestListingsLeadNowhereInside(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skipf("only one loopback address here: %v", err)
	}
	asked := make(chan string, 100)
	inside := &httptest.Server{Listener: ln, Config: &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked <- r.URL.Path })}}
	inside.Start()
	defer inside.Close()
	g, c := newGazette(t), newCrew(t)
	c.Client = fetch.New(fetch.Config{UserAgent: "reticule-test", Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Now: c.Now})
	t.Cleanup(c.Client.Close)
	page := func(path, head string) {
		g.text(path, "text/html", strings.ReplaceAll(`<html><head><title>A</title>`+head+`</head><body><article><h1>The micro bag</h1><p>The micro bag is back, they say.</p><a href="$INSIDE/a2" rel="next">2</a></article></body></html>`, "$INSIDE", inside.URL))
	}
	page("/2026/canonical", `<link rel="canonical" href="$INSIDE/c">`)
	page("/2026/amp", `<link rel="amphtml" href="$INSIDE/amp">`)
	page("/2026/refresh", `<meta http-equiv="refresh" content="0;url=$INSIDE/r"><base href="$INSIDE/">`)
	g.move("/2026/moved", inside.URL+"/moved")
	own := "$BASE/2026/canonical $BASE/2026/amp $BASE/2026/refresh $BASE/2026/moved $INSIDE/2026/page http://2130706434:$PORT/2026/b http://[::ffff:127.0.0.2]:$PORT/2026/c http://u:p@127.0.0.2:$PORT/2026/d"
	var items, links, locs strings.Builder
	for _, u := range strings.Fields(own) {
		items.WriteString("<item><title>The micro bag</title><link>" + u + "</link></item>")
		links.WriteString(`<article><h2><a href="` + u + `">The micro bag is back again</a></h2></article>`)
		locs.WriteString("<url><loc>" + u + "</loc></url>")
	}
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	fill := strings.NewReplacer("$INSIDE", inside.URL, "$PORT", port)
	g.text("/feed.xml", "text/xml", fill.Replace(`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>G</title><atom:link rel="next" href="$INSIDE/next.xml"/>`+items.String()+`</channel></rss>`))
	g.text("/list", "text/html", fill.Replace(`<html><body>`+links.String()+`<a rel="next" href="$INSIDE/2">next</a></body></html>`))
	g.text("/sitemap.xml", "text/xml", fill.Replace(`<urlset>`+locs.String()+`</urlset>`))
	g.text("/index.xml", "text/xml", fill.Replace(`<sitemapindex><sitemap><loc>$INSIDE/s.xml</loc></sitemap><sitemap><loc>$BASE/sitemap.xml</loc></sitemap></sitemapindex>`))
	for path, kind := range map[string]string{"/feed.xml": reticule.KindFeed, "/list": reticule.KindSite, "/sitemap.xml": reticule.KindSitemap, "/index.xml": reticule.KindSitemap} {
		src := feedOf(g)
		src.Kind, src.URL = kind, g.URL+path
		c.known = map[string]Seen{}
		for _, fillIt := range []bool{false, true} {
			c.visit(t.Context(), Job{Source: src, Fill: fillIt})
			if len(c.found) == 0 && !fillIt {
				t.Errorf("%s: nothing was found", path)
			}
		}
	}
	if close(asked); len(asked) > 0 {
		t.Errorf("inside was asked %d times, the first time for %s", len(asked), <-asked)
	}
}
