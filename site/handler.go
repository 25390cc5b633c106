package site

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"reticule/phrase"
)

// Handler serves a published folder from memory, compressed beforehand. It is
// safe for use by many goroutines, also while Load replaces the files.
type Handler struct {
	opt     Options
	current atomic.Pointer[folder]
	counts  counts
	limits  *limiter
	answers *cache
	log     *slog.Logger
}

// NewHandler makes a handler that holds no files yet.
func NewHandler(opt Options) (*Handler, error) {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	opt.Prefix = strings.Trim(opt.Prefix, "/")
	if opt.Prefix != "" {
		opt.Prefix = "/" + opt.Prefix
	}
	for _, hub := range opt.Hubs {
		if webAddress(hub) == "" {
			return nil, errors.New("hub " + hub + ": not an http address")
		}
	}
	h := &Handler{opt: opt, limits: newLimiter(opt.Now), answers: newCache(opt.Now), log: opt.Logger}
	h.Load(nil, time.Time{})
	return h, nil
}

// ServeHTTP answers from the files in memory, and leaves what is none of them
// to slower ways.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.log != nil && h.log.Enabled(r.Context(), slog.LevelInfo) {
		h.serveLogged(w, r)
		return
	}
	h.serve(w, r)
}

// serve answers, and tells the status and the length of the body.
func (h *Handler) serve(w http.ResponseWriter, r *http.Request) (status, length int) {
	path := r.URL.Path
	if h.opt.Prefix != "" {
		path = cutPrefix(path, h.opt.Prefix)
	}
	f := h.current.Load()
	e := f.entries[path]
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header()["Allow"] = []string{"GET, HEAD"}
		return h.refuse(w, r, http.StatusMethodNotAllowed, "Only GET and HEAD are answered here.")
	case e == nil:
		return h.serveOther(w, r, f, path)
	case e.private && !h.allowed(r):
		return h.askToken(w, r)
	case e.kind == kindFeed && r.URL.RawQuery != "" && h.opt.Feed != nil:
		if q := r.URL.Query(); q.Has("q") {
			return h.serveQuery(w, r, path, q.Get("q"))
		}
	}
	return h.send(w, r, e)
}

// cutPrefix takes the prefix off a path; a path without it stays as it is.
func cutPrefix(path, prefix string) string {
	if rest, ok := strings.CutPrefix(path, prefix); ok && (rest == "" || rest[0] == '/') {
		return rest
	}
	return path
}

// send writes an entry, or that the client has it already.
func (h *Handler) send(w http.ResponseWriter, r *http.Request, e *entry) (status, length int) {
	v := &e.plain
	if e.gzip.body != nil && acceptsGzip(r.Header["Accept-Encoding"]) {
		v = &e.gzip
	}
	header := w.Header()
	if e.unchanged(v, r.Header) {
		for _, x := range v.notModified {
			header[x.name] = x.values
		}
		w.WriteHeader(http.StatusNotModified)
		h.counts.add(e.kind, http.StatusNotModified, 0)
		return http.StatusNotModified, 0
	}
	for _, x := range v.ok {
		header[x.name] = x.values
	}
	if r.Method == http.MethodHead {
		h.counts.add(e.kind, http.StatusOK, 0)
		return http.StatusOK, 0
	}
	expectWhole(r.Context(), v.size)
	_ = e.write(w, v) // the client has gone where this fails
	h.counts.add(e.kind, http.StatusOK, v.length)
	return http.StatusOK, v.length
}

// serveOther answers for paths that are no file's.
func (h *Handler) serveOther(w http.ResponseWriter, r *http.Request, f *folder, path string) (status, length int) {
	switch path {
	case "/healthz":
		return h.serveHealth(w, r)
	case "/metrics":
		return h.serveMetrics(w, r)
	case "/" + searchDir:
		if h.opt.Search != nil {
			if h.closed(searchDir) && !h.allowed(r) {
				return h.askToken(w, r)
			}
			return h.serveSearch(w, r, f)
		}
	case "":
		return h.redirect(w, r, h.opt.Prefix[strings.LastIndexByte(h.opt.Prefix, '/')+1:]+"/")
	}
	if f.entries[path+"/"] != nil || path+"/" == "/"+searchDir && h.opt.Search != nil {
		return h.redirect(w, r, path[strings.LastIndexByte(path, '/')+1:]+"/")
	}
	name, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if to, ok := h.opt.Moved[name]; ok {
		up := strings.Repeat("../", strings.Count(rest, "/")+1)
		if !strings.Contains(path[1:], "/") {
			up = ""
		}
		return h.redirect(w, r, up+to+"/"+rest)
	}
	for _, gone := range h.opt.Gone {
		if gone == name {
			return h.refuse(w, r, http.StatusGone, "This feed has ended. Please delete its address from your reader.")
		}
	}
	return h.missing(w, r)
}

// redirect sends the client on for good. The address is relative, so that it
// holds behind any proxy.
func (h *Handler) redirect(w http.ResponseWriter, r *http.Request, to string) (status, length int) {
	u := url.URL{Path: to, RawQuery: r.URL.RawQuery}
	header := w.Header()
	header["Location"] = []string{u.String()}
	header["Cache-Control"] = cacheHour
	return h.refuse(w, r, http.StatusMovedPermanently, "This has moved.")
}

// missing answers that there is no such page. Its links are relative, so that
// they hold behind any proxy; for that it is made for the depth of the path.
func (h *Handler) missing(w http.ResponseWriter, r *http.Request) (status, length int) {
	path := cutPrefix(r.URL.EscapedPath(), h.opt.Prefix)
	book := phrase.For(h.opt.View.Lang)
	p := h.opt.View.frame(cmp.Or(strings.Repeat("../", max(0, strings.Count(path, "/")-1)), "./"), book.Say("missing"))
	p.NoIndex = true
	data, err := p.render(book, "missing")
	if err != nil {
		return h.refuse(w, r, http.StatusNotFound, "There is nothing here.")
	}
	return h.write(w, r, http.StatusNotFound, kindOther, "text/html; charset=utf-8", h.enliven(data))
}

// refuse answers with a status and a line of plain text.
func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, status int, text string) (int, int) {
	return h.write(w, r, status, kindOther, "text/plain; charset=utf-8", []byte(text+"\n"))
}

// write sends what was made for this request alone.
func (h *Handler) write(w http.ResponseWriter, r *http.Request, status int, k kind, contentType string, body []byte) (int, int) {
	header := w.Header()
	header["Content-Type"] = []string{contentType}
	for _, x := range pageHeaders(h.opt.View.Images) {
		header[x.name] = x.values
	}
	if header["Cache-Control"] == nil {
		header["Cache-Control"] = []string{"no-cache"}
	}
	header["Content-Length"] = contentLength(len(body))
	w.WriteHeader(status)
	h.counts.add(k, status, len(body))
	if r.Method == http.MethodHead {
		return status, 0
	}
	_, _ = io.Copy(w, bytes.NewReader(body)) // the client has gone where this fails
	return status, len(body)
}
