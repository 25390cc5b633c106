package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"reticule"
	"reticule/scraper/extract"
	"reticule/scraper/fetch"
)

// articleAt reads an article: from the store by its address if it is there,
// from the web otherwise; or from a file.
func (a *app) articleAt(ctx context.Context, c *config, where, base string) (*reticule.Article, error) {
	if !isWeb(where) {
		body, err := a.readInput(where)
		if err != nil {
			return nil, err
		}
		return extract.Read(ctx, extract.Page{URL: base, Body: body})
	}
	if art, err := storedArticle(ctx, c, where); err == nil || !errors.Is(err, sql.ErrNoRows) {
		return art, err
	}
	return a.articleOnWeb(ctx, c, where)
}

// articleOnWeb reads an article and the pages that it goes on on.
func (a *app) articleOnWeb(ctx context.Context, c *config, where string) (*reticule.Article, error) {
	r := &run{config: c, now: a.now}
	f := r.fetchConfig(ctx)
	f.LoadRobots, f.SaveRobots = nil, nil
	client := fetch.New(f)
	defer client.Close()
	get := func(ctx context.Context, url string) (extract.Page, error) {
		resp, err := client.Get(ctx, fetch.Request{URL: url})
		if err != nil {
			return extract.Page{}, err
		}
		return extract.Page{URL: resp.URL, Header: resp.Header, Body: resp.Body}, nil
	}
	page, err := get(ctx, where)
	if err != nil {
		return nil, err
	}
	art, err := extract.Read(ctx, page)
	if err != nil {
		return nil, err
	}
	if _, err := extract.Whole(ctx, art, get); err != nil {
		fmt.Fprintf(a.err, "reticule: %s: the article goes on there, but %v\n", art.NextPage, err)
	}
	return art, nil
}

// storedArticle finds an article that was read before; sql.ErrNoRows where it
// is unknown, where only a glance of it was kept, or where there is no store.
func storedArticle(ctx context.Context, c *config, where string) (*reticule.Article, error) {
	if c.noStore() != nil {
		return nil, sql.ErrNoRows
	}
	st, err := c.openStore(ctx)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	key, err := extract.Canonical(where)
	if err != nil {
		return nil, usageError{err}
	}
	art, err := st.Article(ctx, key)
	if err == nil && art.Depth != reticule.DepthRead {
		return nil, sql.ErrNoRows
	}
	return art, err
}
