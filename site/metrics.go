package site

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
)

// codes are the statuses that the handler answers with; the metrics have a
// counter for each, and so a bounded number of labels.
var codes = [...]int{200, 301, 304, 400, 401, 404, 405, 410, 429, 500, 503}

// counts are the handler's counters.
type counts struct {
	requests [kinds][len(codes)]atomic.Int64
	bytes    [kinds]atomic.Int64
}

// add counts one answer.
func (c *counts) add(k kind, status, length int) {
	if i := slices.Index(codes[:], status); i >= 0 {
		c.requests[k][i].Add(1)
	}
	if length > 0 {
		c.bytes[k].Add(int64(length))
	}
}

// serveMetrics answers in the Prometheus text format, version 0.0.4.
func (h *Handler) serveMetrics(w http.ResponseWriter, r *http.Request) (status, length int) {
	var b bytes.Buffer
	b.WriteString("# HELP reticule_http_requests_total Answers by kind of file and status.\n# TYPE reticule_http_requests_total counter\n")
	for k := range kinds {
		for i, code := range codes {
			if n := h.counts.requests[k][i].Load(); n > 0 {
				fmt.Fprintf(&b, "reticule_http_requests_total{kind=%q,code=\"%d\"} %d\n", k, code, n)
			}
		}
	}
	b.WriteString("# HELP reticule_http_body_bytes_total Bytes of bodies sent.\n# TYPE reticule_http_body_bytes_total counter\n")
	for k := range kinds {
		fmt.Fprintf(&b, "reticule_http_body_bytes_total{kind=%q} %d\n", k, h.counts.bytes[k].Load())
	}
	f := h.current.Load()
	fmt.Fprintf(&b, "# HELP reticule_published_paths Addresses served from memory.\n# TYPE reticule_published_paths gauge\nreticule_published_paths %d\n", len(f.entries))
	fmt.Fprintf(&b, "# HELP reticule_loaded_timestamp_seconds When the published files were last read.\n# TYPE reticule_loaded_timestamp_seconds gauge\nreticule_loaded_timestamp_seconds %d\n", f.loaded.Unix())
	if h.opt.Metrics != nil {
		h.opt.Metrics(&b)
	}
	w.Header()["Cache-Control"] = []string{"no-store"}
	return h.write(w, r, http.StatusOK, kindOther, "text/plain; version=0.0.4; charset=utf-8", b.Bytes())
}

// serveHealth says whether all is well, for a monitor.
func (h *Handler) serveHealth(w http.ResponseWriter, r *http.Request) (status, length int) {
	w.Header()["Cache-Control"] = []string{"no-store"}
	if h.opt.Health != nil {
		if err := h.opt.Health(r.Context()); err != nil {
			return h.refuse(w, r, http.StatusServiceUnavailable, err.Error())
		}
	}
	return h.refuse(w, r, http.StatusOK, "ok")
}
