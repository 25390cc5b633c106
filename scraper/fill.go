package scraper

import (
	"context"
	"fmt"
	"net/url"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	jsonfeed "github.com/mmcdole/gofeed/json"

	"reticule/scraper/fetch"
)

// fillMost bounds how far a feed's older documents are followed.
const fillMost = 50

// fill reads the older documents of a feed that is paged or archived (RFC
// 5005), newest first, and adds what they list.
func (s *Scraper) fill(ctx context.Context, list *listing, req fetch.Request) error {
	seen := map[string]bool{req.URL: true, list.finalURL: true}
	known := map[string]bool{}
	for i := range list.candidates {
		known[list.candidates[i].key] = true
	}
	for n := 0; list.older != "" && !seen[list.older]; n++ {
		if n == fillMost || len(list.candidates) >= maxItems {
			list.message = fmt.Sprintf("the feed goes on after %d documents; those were read", n+1)
			return nil
		}
		seen[list.older] = true
		resp, err := s.Client.Get(ctx, fetch.Request{URL: list.older, Accept: req.Accept, SkipRobots: req.SkipRobots})
		if err != nil {
			list.requests += requestsOf(err)
			if ctx.Err() != nil {
				return err
			}
			list.message = fmt.Sprintf("an older document of the feed was not read: %v", err)
			return nil
		}
		list.requests, list.bytes = list.requests+resp.Requests, list.bytes+int64(len(resp.Body))
		var older listing
		if err := readFeed(resp, &older); err != nil {
			list.message = fmt.Sprintf("an older document of the feed was not read: %v", err)
			return nil
		}
		list.older = older.older
		for _, c := range older.candidates {
			if !known[c.key] {
				known[c.key] = true
				list.candidates = append(list.candidates, c)
			}
		}
	}
	return nil
}

// olderDocument is where a feed says that its older items are: rel=next of a
// paged one, prev-archive of an archived one, next_url of a JSON Feed; on the
// same site, or "".
func olderDocument(f *gofeed.Feed, base *url.URL) string {
	links := map[string]string{}
	switch x := f.OriginalFeed().(type) {
	case *atom.Feed:
		for _, l := range x.Links {
			links[l.Rel] = l.Href
		}
	case *jsonfeed.Feed:
		links["next"] = x.NextURL
	}
	for _, l := range f.Extensions["atom"]["link"] {
		links[l.Attrs["rel"]] = l.Attrs["href"]
	}
	for _, rel := range []string{"next", "prev-archive"} {
		if u := absolute(base, links[rel]); links[rel] != "" && u != "" && sameSite(u, base.String()) {
			return u
		}
	}
	return ""
}
