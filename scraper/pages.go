package scraper

import (
	"context"
	"errors"
	"strings"
	"sync"

	"reticule"
	"reticule/scraper/extract"
	"reticule/scraper/fetch"
)

// batch is how many articles are held before Keep gets them.
const batch = 20

// pages reads the candidates that are not known yet, and the pages that
// failed before, oldest first. What is left over for the visit's own
// transaction goes into the harvest.
func (s *Scraper) pages(ctx context.Context, job Job, listed []candidate, v *reticule.Visit, h *Harvest) error {
	v.Listed = len(listed)
	fresh, err := s.fresh(ctx, listed)
	if err != nil {
		return err
	}
	v.New = len(fresh)
	work := make([]candidate, 0, len(fresh)+len(job.Pending))
	for _, p := range job.Pending {
		work = append(work, candidate{url: p.URL, key: p.URL, title: p.Title, attempts: p.Attempts})
	}
	for i := range fresh {
		work = append(work, fresh[len(fresh)-1-i]) // listings show the newest first
	}
	memory := openFurniture(job.Furniture)
	for len(work) > 0 {
		n := min(batch, len(work))
		found, err := s.readAll(ctx, job, work[:n], memory, v)
		if work = work[n:]; err != nil {
			return err
		}
		if len(work) == 0 || job.Keep == nil {
			h.Rest = append(h.Rest, found...)
			continue
		}
		if err := job.Keep(found); err != nil {
			return err
		}
	}
	h.Furniture = memory.pack()
	return nil
}

// fresh drops the candidates that are known under either address.
func (s *Scraper) fresh(ctx context.Context, listed []candidate) ([]candidate, error) {
	if s.Known == nil || len(listed) == 0 {
		return listed, nil
	}
	urls := make([]string, 0, 2*len(listed))
	for _, c := range listed {
		urls = append(urls, c.key, c.url)
	}
	known, err := s.Known(ctx, urls)
	if err != nil {
		return nil, err
	}
	var out []candidate
	for _, c := range listed {
		if !known[c.key] && !known[c.url] {
			out = append(out, c)
		}
	}
	return out, nil
}

// readAll reads a batch, PerHost pages at once, and keeps its order.
func (s *Scraper) readAll(ctx context.Context, job Job, work []candidate, memory *furniture, v *reticule.Visit) ([]Found, error) {
	found := make([]Found, len(work))
	next := make(chan int)
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range min(max(s.PerHost, 1), len(work)) {
		wg.Go(func() {
			for i := range next {
				f, cost := s.read(ctx, job.Source, work[i], memory)
				found[i] = f
				mu.Lock()
				v.Requests, v.Bytes, v.Pages = v.Requests+cost.requests, v.Bytes+cost.bytes, v.Pages+cost.pages
				mu.Unlock()
			}
		})
	}
	for i := range work {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	return found, ctx.Err()
}

// cost is what reading one article took from its site.
type cost struct {
	requests, pages int
	bytes           int64
}

// read makes an article of a candidate: from the listing's own text where
// that is the whole piece and has none of the topics' words, from its page
// otherwise.
func (s *Scraper) read(ctx context.Context, src reticule.Source, c candidate, memory *furniture) (Found, cost) {
	listed := c.article(src)
	listed.FirstSeen = s.Now()
	whole := wholeText(c.content)
	hit := s.hit(listed)
	if src.Pages == reticule.PagesNone || whole && !hit && src.Pages != reticule.PagesAll && c.attempts == 0 {
		return s.asListed(listed, c, hit, whole), cost{}
	}
	resp, err := s.Client.Get(ctx, fetch.Request{URL: c.url, SkipRobots: !src.Robots})
	if err != nil {
		return s.unread(listed, c, err), cost{requests: requestsOf(err)}
	}
	paid := cost{requests: resp.Requests, pages: 1, bytes: int64(len(resp.Body))}
	f, err := s.readPage(ctx, src, c, listed, resp, memory, hit)
	if err != nil {
		return s.unread(listed, c, err), paid
	}
	return f, paid
}

// article is what the listing alone says. A listing's full text has zones
// like a page's.
func (c *candidate) article(src reticule.Source) *reticule.Article {
	a := extract.Text(c.title, c.summary, c.content, c.lang)
	a.Source, a.URL, a.Canonical, a.Depth = src.Name, c.key, c.key, reticule.DepthListed
	if a.Lang == "" {
		a.Lang = src.Lang
	}
	a.Authors, a.Published, a.Modified, a.Image = c.authors, c.published, c.modified, c.image
	for _, f := range []struct {
		name string
		set  bool
	}{{"title", a.Title != ""}, {"summary", a.Summary != ""}, {"text", a.Text != ""}, {"authors", len(a.Authors) > 0}, {"published", !a.Published.IsZero()}, {"modified", !a.Modified.IsZero()}, {"image", a.Image != ""}, {"url", true}} {
		if f.set {
			a.SourceOf[f.name] = "listing"
		}
	}
	return a
}

// hit tells whether the listing's own words have a topic's.
func (s *Scraper) hit(a *reticule.Article) bool {
	if s.Match == nil {
		return true
	}
	return s.Match([]byte(a.Title + "\n" + a.Summary + "\n" + a.Text))
}

// wholeText tells whether a listing carries the piece itself rather than its
// beginning.
func wholeText(content string) bool {
	const enough = 1500 // bytes
	if len(content) < enough {
		return false
	}
	end := strings.ToLower(strings.TrimSpace(content[len(content)-200:]))
	for _, cut := range []string{"…", "[...]", "...", "read more", "continue reading", "[&#8230;]", "&hellip;"} {
		if strings.Contains(end, cut) {
			return false
		}
	}
	return true
}

// asListed is an article whose page is not asked for.
func (s *Scraper) asListed(a *reticule.Article, c candidate, hit, whole bool) Found {
	f := Found{Article: a, Links: c.links()}
	switch {
	case whole && hit:
		a.Depth = reticule.DepthRead
	case whole:
		a.Depth = reticule.DepthScanned
		f.Visible = []byte(a.Title + "\n" + a.Summary + "\n" + a.Text)
	}
	f.Prose = []byte(a.Text)
	return f
}

func (c *candidate) links() []string {
	if c.url == c.key {
		return nil
	}
	return []string{c.url}
}

// unread keeps an article whose page did not come, as the listing has it, and
// says when to ask again. A run's end is no failed attempt.
func (s *Scraper) unread(a *reticule.Article, c candidate, err error) Found {
	f := Found{Article: a, Links: c.links(), Prose: []byte(a.Text), Problem: err.Error()}
	outcome := outcomeOf(err)
	if !passes(outcome) {
		return f
	}
	f.Attempts = c.attempts + 1
	var after *fetch.Error
	at := s.Now()
	if errors.As(err, &after) && after.RetryAfter.After(at) {
		at = after.RetryAfter
	}
	f.RetryAt = retryAt(s.Now(), f.Attempts, at)
	return f
}

func requestsOf(err error) int {
	var f *fetch.Error
	if errors.As(err, &f) {
		return f.Requests
	}
	return 0
}

// readPage scans a page, and reads it in full where the scan or the listing
// has a topic's words.
func (s *Scraper) readPage(ctx context.Context, src reticule.Source, c candidate, listed *reticule.Article, resp *fetch.Response, memory *furniture, hit bool) (Found, error) {
	page := extract.Page{URL: resp.URL, Header: resp.Header, Body: resp.Body, Known: memory.known}
	f := Found{Links: c.links()}
	if src.Pages != reticule.PagesAll && s.Match != nil {
		g, err := extract.Scan(page, s.Match)
		if err != nil {
			return f, err
		}
		memory.add(g.Hashes)
		f.Prose = g.Prose
		if !g.Hit && !hit {
			f.Article, f.Visible = scanned(listed, g), g.Text
			f.Links = append(f.Links, settle(f.Article, listed, resp.URL)...)
			return f, nil
		}
	}
	a, err := extract.Read(ctx, page)
	if err != nil {
		return f, err
	}
	f.Article = merged(listed, a)
	f.Prose = []byte(a.Text)
	f.Links = append(f.Links, settle(f.Article, listed, resp.URL)...)
	return f, nil
}
