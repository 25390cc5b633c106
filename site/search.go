package site

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"reticule"
)

// searchBody is the search page.
type searchBody struct {
	Heading string
	Fault   string
	Tally   string
	Days    []day
	Newer   *link
	Older   *link
	Feed    string
}

// serveSearch answers for the search page.
func (h *Handler) serveSearch(w http.ResponseWriter, r *http.Request, f *folder) (status, length int) {
	values := r.URL.Query()
	query := strings.TrimSpace(values.Get("q"))
	n, err := strconv.Atoi(values.Get("page"))
	if err != nil || n < 1 {
		n = 1
	}
	n = min(n, maxPage)
	return h.answer(w, r, path.Join("/", searchDir, strconv.Itoa(n))+"?"+query, query, func(ctx context.Context) (*entry, error) {
		var found Results
		var fault string
		if query != "" {
			found, err = h.opt.Search(ctx, query, n)
			if errors.Is(err, ErrQuery) {
				fault = err.Error()
			} else if err != nil {
				return nil, err
			}
		}
		data, err := h.searchPage(f, query, n, found, fault)
		if err != nil {
			return nil, err
		}
		return newEntry("index.html", h.enliven(data), time.Time{}, nil, &h.opt), nil
	})
}

// searchPage renders page n of what was found.
func (h *Handler) searchPage(f *folder, query string, n int, found Results, fault string) ([]byte, error) {
	b := newBuilder(h.opt.View)
	b.hasStory = func(key string) bool { return f.entries["/"+storiesDir+key+"/"] != nil }
	var first *edition // brands lead to the first feed's pages
	if len(b.feeds) > 0 {
		first = &b.feeds[0]
		first.has = func(path string) bool { return f.entries["/"+first.Name+"/"+path] != nil }
	}
	p := b.layout(searchDir, b.book.Say("search"))
	p.NoIndex, p.Query = true, query
	body := searchBody{Heading: b.book.Say("search"), Fault: fault}
	if query != "" {
		body.Heading = "“" + query + "”"
	}
	if query != "" && fault == "" {
		body.Tally = b.book.Count("found", found.Total)
		if first != nil {
			body.Feed = p.Root + first.Name + "/rss.xml?q=" + url.QueryEscape(query)
		}
	}
	var stories []*reticule.Story
	for i := range found.Stories {
		if s := &found.Stories[i]; !s.Face.NoIndex {
			stories = append(stories, s)
		}
	}
	body.Days = b.days(first, p.Root, stories, cardsRoom)
	to := func(n int, text string) *link {
		return &link{Href: "?q=" + url.QueryEscape(query) + "&page=" + strconv.Itoa(n), Text: text}
	}
	if n > 1 {
		body.Newer = to(n-1, b.book.Say("newer"))
	}
	if found.More && n < maxPage {
		body.Older = to(n+1, b.book.Say("older"))
	}
	p.Body = body
	return p.render(b.book, "search")
}
