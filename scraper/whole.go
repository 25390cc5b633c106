package scraper

import (
	"context"

	"reticule"
	"reticule/scraper/extract"
	"reticule/scraper/fetch"
)

// whole reads what of an article stands on other pages: all of it on the
// variant for phones, where its own page shows little of it, and the pages
// that it goes on on. They are asked for as any page is, within the same
// budget. What cannot be had is left out, at the run's end too: an article
// that a small budget does not reach the end of would be begun in every run.
func (r *reading) whole(ctx context.Context, f *Found, a *reticule.Article, paid *cost) {
	get := func(ctx context.Context, url string) (extract.Page, error) { return r.further(ctx, url, paid) }
	if (a.Text == "" || a.Doubtful()) && a.AMP != "" && sameSite(a.AMP, a.URL) {
		variant(ctx, a, get)
	}
	joined, _ := extract.Whole(ctx, a, get) // a keeps what it has
	f.Links = append(f.Links, joined...)
}

// further asks for another page of an article.
func (r *reading) further(ctx context.Context, url string, paid *cost) (extract.Page, error) {
	resp, err := r.scraper.Client.Get(ctx, fetch.Request{URL: url, SkipRobots: !r.job.Source.Robots})
	if err != nil {
		paid.requests += requestsOf(err)
		if until := pausedUntil(err); until.After(paid.until) {
			paid.until = until
		}
		return extract.Page{}, err
	}
	paid.requests, paid.pages, paid.bytes = paid.requests+resp.Requests, paid.pages+1, paid.bytes+int64(len(resp.Body))
	return extract.Page{URL: resp.URL, Header: resp.Header, Body: resp.Body, Known: r.memory.known}, detour(url, resp)
}

// variant takes an article's text from its variant for phones, where that is
// read with more confidence.
func variant(ctx context.Context, a *reticule.Article, get func(context.Context, string) (extract.Page, error)) {
	page, err := get(ctx, a.AMP)
	if err != nil {
		return
	}
	if b, err := extract.Read(ctx, page); err == nil && b.Confidence > a.Confidence {
		a.Text, a.HTML, a.Blocks, a.Products, a.Confidence = b.Text, b.HTML, b.Blocks, b.Products, b.Confidence
		a.SourceOf["text"] = "amp"
	}
}
