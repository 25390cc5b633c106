package site

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Bounds on what a stranger may ask for.
const (
	maxQuery  = 200              // runes
	maxPage   = 50               // of results
	queryTime = 10 * time.Second // for one answer
)

// serveQuery answers for the part of a feed that matches a query.
func (h *Handler) serveQuery(w http.ResponseWriter, r *http.Request, path, query string) (status, length int) {
	feed, format, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return h.answer(w, r, path+"?"+query, query, func(ctx context.Context) (*entry, error) {
		data, err := h.opt.Feed(ctx, feed, format, query)
		if err != nil {
			return nil, err
		}
		var links []string
		if self := h.links(path[1:]); self != nil { // no hub is told of such a feed's changes
			links = []string{strings.TrimSuffix(self[0], `>; rel="self"`) + "?q=" + url.QueryEscape(query) + `>; rel="self"`}
		}
		return newEntry(format, data, time.Time{}, links, &h.opt), nil
	})
}

// answer sends what make makes, from the cache where it is there. Making is
// rate limited by client and bounded in time.
func (h *Handler) answer(w http.ResponseWriter, r *http.Request, key, query string, make func(context.Context) (*entry, error)) (status, length int) {
	if utf8.RuneCountInString(query) > maxQuery {
		return h.refuse(w, r, http.StatusBadRequest, "The query is too long: at most "+strconv.Itoa(maxQuery)+" characters.")
	}
	if e := h.answers.get(key); e != nil {
		return h.send(w, r, e)
	}
	if wait := h.limits.take(client(r)); wait > 0 {
		w.Header()["Retry-After"] = []string{strconv.Itoa(int(wait/time.Second) + 1)}
		return h.refuse(w, r, http.StatusTooManyRequests, "Too many different queries at once. Please wait a little.")
	}
	ctx, cancel := context.WithTimeout(r.Context(), queryTime)
	defer cancel()
	e, err := make(ctx)
	switch {
	case errors.Is(err, ErrQuery):
		return h.refuse(w, r, http.StatusBadRequest, err.Error())
	case err != nil:
		if h.log != nil && r.Context().Err() == nil {
			h.log.LogAttrs(r.Context(), slog.LevelError, "query", slog.String("query", query), slog.Any("error", err))
		}
		return h.refuse(w, r, http.StatusInternalServerError, "The query could not be answered.")
	}
	e.kind = kindQuery
	h.answers.put(key, e)
	return h.send(w, r, e)
}
