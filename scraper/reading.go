package scraper

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"reticule"
	"reticule/scraper/extract"
	"reticule/scraper/fetch"
)

// reading is the reading of one visit's pages, and what it cost.
type reading struct {
	scraper *Scraper
	job     Job
	memory  *furniture

	mu     sync.Mutex
	habit  *reticule.Habit
	total  cost
	unread int    // pages that could not be read
	first  string // why the first of them
}

// cost is what reading one article took from its site, and how much text it
// gave.
type cost struct {
	requests, pages, text int
	bytes                 int64
	until                 time.Time // the host asked to be left alone
}

// all reads a batch, PerHost pages at once, and keeps its order. Where the run
// ends first, what was read until then is given all the same: it need not be
// asked for twice.
func (r *reading) all(ctx context.Context, work []candidate) ([]Found, error) {
	found := make([]Found, len(work))
	next := make(chan int)
	stop := make(chan struct{})
	var ended error
	var once sync.Once
	var wg sync.WaitGroup
	for range min(max(r.scraper.PerHost, 1), len(work)) {
		wg.Go(func() {
			for i := range next {
				f, paid, err := r.read(ctx, work[i])
				r.add(f, paid)
				if found[i] = f; err != nil {
					once.Do(func() { ended = err; close(stop) })
					found[i] = Found{}
				}
			}
		})
	}
	for i := range work {
		select {
		case next <- i:
			continue
		case <-stop:
		case <-ctx.Done():
			once.Do(func() { ended = faultf(reticule.OutcomeCanceled, "the run ended: %w", ctx.Err()) })
		}
		break
	}
	close(next)
	wg.Wait()
	if ended == nil {
		return found, nil
	}
	return slices.DeleteFunc(found, func(f Found) bool { return f.Article == nil }), ended
}

func (r *reading) add(f Found, paid cost) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := &r.total
	t.requests, t.pages, t.bytes = t.requests+paid.requests, t.pages+paid.pages, t.bytes+paid.bytes
	if paid.until.After(t.until) {
		t.until = paid.until
	}
	if paid.pages > 0 && f.Problem == "" {
		measure(r.habit, paid.text)
	}
	if f.Problem != "" {
		if r.unread++; r.unread == 1 {
			r.first = f.Problem
		}
	}
}

// sum writes what the pages cost into the visit, and says so where most of
// them could not be read.
func (r *reading) sum(v *reticule.Visit) {
	t := r.total
	v.Requests, v.Bytes, v.Pages = v.Requests+t.requests, v.Bytes+t.bytes, v.Pages+t.pages
	if t.until.After(v.RetryAfter) {
		v.RetryAfter = t.until
	}
	if all := r.unread + t.pages; r.unread > 2 && 2*r.unread > all {
		v.Message = fmt.Sprintf("%d of %d pages could not be read; the first: %s", r.unread, all, r.first)
	}
}

// read makes an article of a candidate: from the listing's own text where
// that is the whole piece and has none of the topics' words, from its page
// otherwise. An error is the run's end.
func (r *reading) read(ctx context.Context, c candidate) (Found, cost, error) {
	s, src := r.scraper, r.job.Source
	listed := c.article(src)
	listed.FirstSeen = s.Now()
	whole := wholeText(c.content)
	hit := s.hit(listed)
	if src.Pages == reticule.PagesNone || whole && !hit && src.Pages != reticule.PagesAll && c.attempts == 0 {
		return s.asListed(listed, c, hit, whole), cost{}, nil
	}
	resp, err := s.ask(ctx, fetch.Request{URL: c.url, SkipRobots: !src.Robots})
	if err != nil {
		return s.unread(listed, c, err)
	}
	paid := cost{requests: resp.Requests, pages: 1, bytes: int64(len(resp.Body))}
	var f Found
	if err = detour(c.url, resp); err == nil {
		f, paid.text, err = r.page(ctx, c, listed, resp, hit)
	}
	if err != nil {
		f, _, err = s.unread(listed, c, err)
	}
	return f, paid, err
}

// unread keeps an article whose page did not come, as the listing has it, and
// says when to ask again. The run's end is an error.
func (s *Scraper) unread(a *reticule.Article, c candidate, err error) (Found, cost, error) {
	outcome := outcomeOf(err)
	if outcome == reticule.OutcomeCanceled {
		return Found{}, cost{requests: requestsOf(err)}, err
	}
	f := Found{Article: a, Links: c.links(), Mark: c.mark(), Prose: []byte(a.Text), Problem: err.Error()}
	paid := cost{requests: requestsOf(err), until: pausedUntil(err)}
	if !passes(outcome) {
		return f, paid, nil
	}
	if f.Attempts = c.attempts; !spared(err) {
		f.Attempts++
	}
	f.RetryAt = retryAt(s.Now(), f.Attempts, paid.until)
	return f, paid, nil
}

// spared tells whether nothing was asked: the host is left alone for now.
func spared(err error) bool {
	var f *fetch.Error
	return errors.As(err, &f) && f.Outcome == reticule.OutcomeRateLimited && f.Status == 0
}

func pausedUntil(err error) time.Time {
	var f *fetch.Error
	if errors.As(err, &f) {
		return f.RetryAfter
	}
	return time.Time{}
}

func requestsOf(err error) int {
	var f *fetch.Error
	if errors.As(err, &f) {
		return f.Requests
	}
	return 0
}

// page scans a page, and reads it in full where the scan or the listing has a
// topic's words. It also tells how much text is on it.
func (r *reading) page(ctx context.Context, c candidate, listed *reticule.Article, resp *fetch.Response, hit bool) (Found, int, error) {
	s := r.scraper
	page := extract.Page{URL: resp.URL, Header: resp.Header, Body: resp.Body, Known: r.memory.known}
	f := Found{Links: c.links(), Mark: c.mark()}
	text := -1
	if r.job.Source.Pages != reticule.PagesAll && s.Match != nil {
		g, err := extract.Scan(page, s.Match)
		if err != nil {
			return f, 0, err
		}
		r.memory.add(g.Hashes)
		text = len(g.Prose)
		if !g.Hit && !hit {
			f.Article, f.Visible, f.Prose = scanned(listed, g), g.Text, g.Prose
			f.settle(listed, resp)
			return f, text, nil
		}
	}
	a, err := extract.Read(ctx, page)
	if err != nil {
		return f, 0, err
	}
	if text < 0 {
		text = len(a.Text)
	}
	f.Article = merged(listed, a)
	f.Prose = []byte(a.Text)
	f.settle(listed, resp)
	return f, text, nil
}

// settle gives a read article its identity, and what its answer's header asks.
func (f *Found) settle(listed *reticule.Article, resp *fetch.Response) {
	honour(f.Article, resp)
	f.Links = append(f.Links, settle(f.Article, listed, resp.URL)...)
}
