package scraper

import (
	"context"
	"errors"
	"fmt"
	"maps"
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

// result is what came of the i-th candidate. An error is the run's end.
type result struct {
	i     int
	found Found
	err   error
}

// all reads candidates, PerHost pages at once. It gives them to keep in their
// order, as soon as they are read; what is left over at the end is returned.
// Where the run ends first, what was read until then is returned all the same:
// it need not be asked for twice. work is left empty.
func (r *reading) all(ctx context.Context, work []candidate, keep func([]Found)) ([]Found, error) {
	workers := min(max(r.scraper.PerHost, 1), len(work))
	jobs, results := make(chan int, workers), make(chan result, workers)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := range jobs {
				f, paid, err := r.read(ctx, work[i])
				work[i] = candidate{} // a listing may carry whole texts
				r.add(f, paid)
				results <- result{i, f, err}
			}
		})
	}
	q := queue{total: len(work), done: map[int]Found{}}
	err := q.run(ctx, jobs, results, keep)
	close(jobs)
	go func() { wg.Wait(); close(results) }()
	for x := range results { // what was under way when the run ended
		q.put(x)
	}
	return q.rest(), err
}

// queue hands out candidates and brings what comes of them back into order.
type queue struct {
	total int
	done  map[int]Found // not taken yet
	got   int           // results so far
	taken int           // of these, from the front
}

// ahead is how far behind one slow page others are read.
const ahead = 24

// run ends when all candidates are done, or with the run's end. It never hands
// out candidates far ahead of those that keep was given.
func (q *queue) run(ctx context.Context, jobs chan<- int, results <-chan result, keep func([]Found)) error {
	for next := 0; q.got < q.total; {
		var out chan<- int
		if next < q.total && (keep == nil || next < q.taken+ahead) {
			out = jobs
		}
		select {
		case out <- next:
			next++
		case x := <-results:
			if q.put(x); x.err != nil {
				return x.err
			}
			if keep == nil {
				continue
			}
			if some := q.take(); len(some) > 0 {
				keep(some)
			}
		case <-ctx.Done():
			return faultf(reticule.OutcomeCanceled, "the run ended: %w", ctx.Err())
		}
	}
	return nil
}

func (q *queue) put(x result) {
	if q.got++; x.err == nil {
		q.done[x.i] = x.found
	}
}

// take gives those at the front that are done, unless the last candidate is
// among them: that is the visit's own.
func (q *queue) take() (some []Found) {
	end := q.taken
	for _, ok := q.done[end]; ok; _, ok = q.done[end] {
		end++
	}
	if end == q.total {
		return nil
	}
	for ; q.taken < end; q.taken++ {
		some = append(some, q.done[q.taken])
		delete(q.done, q.taken)
	}
	return some
}

// rest gives what was read and not taken, in order.
func (q *queue) rest() (out []Found) {
	for _, i := range slices.Sorted(maps.Keys(q.done)) {
		out = append(out, q.done[i])
	}
	return out
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
		if a := f.Article; a != nil && a.Depth == reticule.DepthRead {
			trust(r.habit, a.Confidence)
		}
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
	whole := wholeText(c.content)
	var listed *reticule.Article
	var hit bool
	s.bench.work(func() {
		listed = c.article(src)
		hit = s.hit(listed)
	})
	listed.FirstSeen = s.Now()
	if src.Pages == reticule.PagesNone || whole && !hit && src.Pages != reticule.PagesAll && !c.waits {
		return s.asListed(listed, c, hit, whole), cost{}, nil
	}
	resp, err := s.Client.Get(ctx, fetch.Request{URL: c.url, SkipRobots: !src.Robots})
	if err != nil {
		return s.unread(listed, c, err)
	}
	defer resp.Release()
	paid := cost{requests: resp.Requests, pages: 1, bytes: int64(len(resp.Body))}
	var f Found
	if err = detour(c.url, resp); err == nil {
		f, err = r.page(ctx, c, listed, resp, hit, &paid)
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
	f := Found{Article: a, Links: c.links(), Mark: c.mark(), Prose: []byte(a.Text), Problem: err.Error(), Waits: c.waits}
	paid := cost{requests: requestsOf(err), until: pausedUntil(err)}
	if f.Attempts = c.attempts; !spared(err) {
		f.Attempts++
	}
	f.RetryAt = retryAt(s.Now(), outcome, f.Attempts, paid.until)
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

// page scans a page, and reads it in full, with the pages that it goes on on,
// where the scan or the listing has a topic's words.
func (r *reading) page(ctx context.Context, c candidate, listed *reticule.Article, resp *fetch.Response, hit bool, paid *cost) (Found, error) {
	s := r.scraper
	page := extract.Page{URL: resp.URL, Header: resp.Header, Body: resp.Body, Known: r.memory.known}
	f := Found{Links: c.links(), Mark: c.mark()}
	var err error
	scans := r.job.Source.Pages != reticule.PagesAll && s.Match != nil
	if scans {
		var g *extract.Glance
		if s.bench.work(func() { g, err = extract.Scan(page, s.Match) }); err != nil {
			return f, err
		}
		r.memory.add(g.Hashes)
		paid.text = len(g.Prose)
		if !g.Hit && !hit {
			f.Article, f.Visible, f.Prose = scanned(listed, g), g.Text, g.Prose
			f.settle(listed, resp)
			return f, nil
		}
	}
	var a *reticule.Article
	if s.bench.work(func() { a, err = extract.Read(ctx, page) }); err != nil {
		return f, err
	}
	if !scans {
		paid.text = len(a.Text)
	}
	r.whole(ctx, &f, a, paid)
	f.Article = merged(listed, a)
	f.Prose = []byte(a.Text)
	f.settle(listed, resp)
	return f, nil
}

// settle gives a read article its identity, and what its answer's header asks.
func (f *Found) settle(listed *reticule.Article, resp *fetch.Response) {
	honour(f.Article, resp)
	f.Links = append(f.Links, settle(f.Article, listed, resp.URL)...)
}
