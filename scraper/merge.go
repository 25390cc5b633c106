package scraper

import (
	"net/netip"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"reticule"
	"reticule/scraper/extract"
)

// scanned joins what a listing says with what a scan of the page found.
func scanned(listed *reticule.Article, g *extract.Glance) *reticule.Article {
	a := *listed
	a.Depth = reticule.DepthScanned
	a.Canonical, a.Site = g.Canonical, g.Site
	a.Title, a.Summary = pick(g.Title, listed.Title), pick(listed.Summary, g.Summary)
	a.Lang, a.Image = pick(g.Lang, listed.Lang), pick(g.Image, listed.Image)
	a.Published, a.Modified = pickTime(g.Published, listed.Published), pickTime(g.Modified, listed.Modified)
	if len(g.Authors) > 0 {
		a.Authors = g.Authors
	}
	a.NoIndex, a.NoSnippet, a.NoArchive, a.TDMReserve = g.NoIndex, g.NoSnippet, g.NoArchive, g.TDMReserve
	a.Text, a.Blocks, a.SourceOf = "", nil, nil
	return &a
}

// merged joins what a listing says with what was read from the page: the page
// is believed first, but an editor's listing fills what it leaves out.
func merged(listed, page *reticule.Article) *reticule.Article {
	a := *page
	a.Source, a.FirstSeen, a.Depth = listed.Source, listed.FirstSeen, reticule.DepthRead
	fill := func(name string, missing bool, set func()) {
		if missing {
			set()
			if from := listed.SourceOf[name]; from != "" && a.SourceOf != nil {
				a.SourceOf[name] = from
			}
		}
	}
	fill("title", a.Title == "", func() { a.Title = listed.Title })
	fill("summary", a.Summary == "", func() { a.Summary = listed.Summary })
	fill("text", a.Text == "", func() { a.Text, a.Blocks = listed.Text, listed.Blocks })
	fill("lang", a.Lang == "", func() { a.Lang = listed.Lang })
	fill("image", a.Image == "", func() { a.Image = listed.Image })
	fill("authors", len(a.Authors) == 0, func() { a.Authors = listed.Authors })
	fill("published", a.Published.IsZero(), func() { a.Published = listed.Published })
	fill("modified", a.Modified.IsZero(), func() { a.Modified = listed.Modified })
	return &a
}

// settle gives an article its identity: the canonical address that its page
// claims, if that is on the same site; a claim about another site is kept as
// evidence that it is a copy, but never believed as identity, since any page
// could then take another's place. It returns the further addresses that lead
// to the article.
func settle(a, listed *reticule.Article, final string) (links []string) {
	a.URL = listed.URL
	landed, err := extract.Canonical(final)
	if err == nil && sameSite(landed, a.URL) {
		a.URL = landed
	}
	if a.Canonical == "" {
		a.Canonical = a.URL
	}
	if len(a.Canonical) > maxAddress {
		a.Canonical = a.URL
	}
	if sameSite(a.Canonical, a.URL) && !isFront(a.Canonical) {
		a.URL = a.Canonical
	}
	for _, u := range []string{listed.URL, landed} {
		if u != "" && u != a.URL {
			links = append(links, u)
		}
	}
	return links
}

// maxAddress is the length from which an address is no article's name.
const maxAddress = 2000

// isFront tells a site's front page, which some sites name as the canonical
// address of every page.
func isFront(address string) bool {
	u, err := url.Parse(address)
	return err != nil || (u.Path == "" || u.Path == "/") && u.RawQuery == ""
}

// sameSite tells whether two addresses belong to one registrable domain; for
// IP addresses and bare names, to one host and port.
func sameSite(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	if errX != nil || errY != nil {
		return false
	}
	if strings.EqualFold(x.Host, y.Host) {
		return true
	}
	if _, err := netip.ParseAddr(x.Hostname()); err == nil {
		return false
	}
	dx, errX := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(x.Hostname()))
	dy, errY := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(y.Hostname()))
	return errX == nil && errY == nil && dx == dy && x.Port() == y.Port()
}

func pick(first, second string) string {
	if first != "" {
		return first
	}
	return second
}

func pickTime(first, second time.Time) time.Time {
	if !first.IsZero() {
		return first
	}
	return second
}
