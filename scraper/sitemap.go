package scraper

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html/charset"

	"reticule"
	"reticule/scraper/extract"
	"reticule/scraper/fetch"
)

const (
	maxSitemaps     = 20                   // files read of one index; the newest first
	maxSitemapLinks = 5000                 // addresses taken of one source
	maxSitemapFile  = 10 * maxSitemapLinks // addresses read of one file, all that it may have (sitemaps.org)
)

// listSitemap reads a sitemap, an index of sitemaps, a news sitemap or a plain
// list of addresses.
func (s *Scraper) listSitemap(ctx context.Context, req fetch.Request) (listing, error) {
	req.Accept = "application/xml, text/xml;q=0.9, text/plain;q=0.8, */*;q=0.5"
	resp, list, err := s.get(ctx, req)
	if err != nil || list.notModified {
		return list, err
	}
	seen := map[string]bool{req.URL: true, resp.URL: true}
	files, err := addSitemap(&list, resp)
	if err != nil {
		return list, insteadOf(err, req.URL, resp)
	}
	for read := 0; len(files) > 0 && read < maxSitemaps; read++ {
		next := files[0]
		files = files[1:]
		if seen[next.url] {
			continue
		}
		seen[next.url] = true
		if err := s.addNextSitemap(ctx, &list, next.url, req.SkipRobots); err != nil {
			if ctx.Err() != nil {
				return list, err
			}
			list.message = fmt.Sprintf("part of the sitemap was not read: %v", err)
		}
	}
	if len(list.candidates) == 0 && list.message != "" {
		return list, faultf(reticule.OutcomeBadData, "%s", list.message)
	}
	return list, nil
}

// addNextSitemap reads a file that an index names; what that file itself
// refers to is not followed further.
func (s *Scraper) addNextSitemap(ctx context.Context, list *listing, address string, skipRobots bool) error {
	resp, err := s.Client.Get(ctx, fetch.Request{URL: address, SkipRobots: skipRobots})
	if err != nil {
		list.requests += requestsOf(err)
		return err
	}
	list.requests, list.bytes = list.requests+resp.Requests, list.bytes+int64(len(resp.Body))
	_, err = addSitemap(list, resp)
	return err
}

// addSitemap adds the addresses of one file, and gives the files that it
// refers to, newest first.
func addSitemap(list *listing, resp *fetch.Response) ([]candidate, error) {
	base, err := url.Parse(resp.URL)
	if err != nil {
		return nil, err
	}
	if start := bytes.TrimLeft(resp.Body, "\ufeff \t\r\n"); len(start) > 0 && start[0] != '<' {
		pages := plainList(start, base)
		if len(pages) == 0 {
			return nil, noSitemap(base)
		}
		list.candidates = newest(append(list.candidates, pages...))
		return nil, nil
	}
	pages, files, err := parseSitemap(resp.Body, base)
	list.candidates = newest(append(list.candidates, pages...))
	newestFirst(files)
	return files, err
}

// newest keeps what is taken of one source, the newest first and each address
// once. After every file, for a large site's hold a million addresses together.
func newest(list []candidate) []candidate {
	newestFirst(list)
	seen := make(map[string]bool, len(list))
	list = slices.DeleteFunc(list, func(c candidate) bool {
		again := seen[c.key]
		seen[c.key] = true
		return again
	})
	if len(list) <= maxSitemapLinks {
		return list
	}
	begin, end := ends(list)
	return slices.Concat(begin, end)
}

// ends gives what is taken of too many, the newest first: the newest, and from
// there on where nothing is dated as many from either end. A site that gives
// no dates adds what is new at one of them.
func ends(list []candidate) (begin, end []candidate) {
	dated := slices.IndexFunc(list, func(c candidate) bool { return c.when().IsZero() })
	if dated < 0 || dated > maxSitemapLinks {
		dated = maxSitemapLinks
	}
	half := (maxSitemapLinks - dated) / 2
	return list[:maxSitemapLinks-half], list[len(list)-half:]
}

// sitemapEntry is a <url> or <sitemap>, with Google's news extension.
type sitemapEntry struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
	News    struct {
		Title string `xml:"title"`
		Date  string `xml:"publication_date"`
		Lang  string `xml:"publication>language"`
	} `xml:"news"`
}

// parseSitemap reads entries one by one, so that a broken end costs only the
// end, and memory follows what is kept.
func parseSitemap(body []byte, base *url.URL) (pages, files []candidate, err error) {
	if err := measureXML(body).wild(); err != nil {
		return nil, nil, err
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict, d.CharsetReader = false, charset.NewReaderLabel
	root := false
	for len(pages)+len(files) < maxSitemapFile {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if len(pages)+len(files) > 0 {
				break
			}
			return nil, nil, faultf(reticule.OutcomeBadData, "the sitemap %s cannot be read: %w", base, err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "urlset", "sitemapindex":
			root = true
		case "url", "sitemap":
			var e sitemapEntry
			if d.DecodeElement(&e, &start) != nil {
				continue
			}
			if c, ok := e.candidate(base); ok && start.Name.Local == "url" {
				pages = append(pages, c)
			} else if ok && sameSite(c.url, base.String()) {
				files = append(files, c)
			}
		}
	}
	if !root {
		return nil, nil, noSitemap(base)
	}
	return pages, files, nil
}

func noSitemap(base *url.URL) error {
	return faultf(reticule.OutcomeBadData, "%s is no sitemap; check the source's address", base)
}

func (e sitemapEntry) candidate(base *url.URL) (candidate, bool) {
	c := candidate{title: strings.TrimSpace(e.News.Title), lang: strings.TrimSpace(e.News.Lang)}
	c.published, _ = extract.ParseTime(e.News.Date)
	c.modified, _ = extract.ParseTime(e.LastMod)
	return c, c.at(e.Loc, base)
}

// plainList reads a sitemap of one address a line.
func plainList(body []byte, base *url.URL) (out []candidate) {
	for line := range bytes.Lines(body) {
		var c candidate
		if text := strings.TrimSpace(string(line)); strings.HasPrefix(text, "http") && c.at(text, base) {
			out = append(out, c)
		}
		if len(out) >= maxSitemapFile {
			break
		}
	}
	return out
}

func newestFirst(list []candidate) {
	slices.SortStableFunc(list, func(a, b candidate) int { return b.when().Compare(a.when()) })
}
