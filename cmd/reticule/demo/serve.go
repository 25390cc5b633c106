package demo

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"net"
	"net/http"
	"strings"
	"time"
)

// document is one answer of the web, ready to be sent.
type document struct {
	kind    string // Content-Type
	body    []byte
	changed time.Time
}

const (
	typeHTML  = "text/html; charset=utf-8"
	typePlain = "text/plain; charset=utf-8"
	typeXML   = "application/xml; charset=utf-8"
)

// ServeHTTP answers for the host that the request names, whatever its port.
// Answers have an ETag and Last-Modified, and conditional requests get 304.
func (w *Web) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		rw.Header().Set("Allow", "GET, HEAD")
		http.Error(rw, "this web is only read", http.StatusMethodNotAllowed)
		return
	}
	d, ok := w.pages[strings.ToLower(host)+r.URL.Path]
	if !ok {
		d, ok = w.picture(strings.ToLower(host), r.URL.Path)
	}
	if !ok {
		rw.Header().Set("Content-Type", typeHTML)
		rw.WriteHeader(http.StatusNotFound)
		fmt.Fprint(rw, "<!DOCTYPE html><html><head><title>Not found</title></head><body><h1>There is no such page</h1></body></html>")
		return
	}
	h := fnv.New64a()
	h.Write(d.body)
	rw.Header().Set("Content-Type", d.kind)
	rw.Header().Set("Cache-Control", "no-cache")
	rw.Header().Set("ETag", fmt.Sprintf(`"%016x"`, h.Sum64()))
	http.ServeContent(rw, r, "", d.changed, bytes.NewReader(d.body))
}

// picture draws the picture at a path of a host.
func (w *Web) picture(host, path string) (document, bool) {
	slug, ok := strings.CutPrefix(path, "/images/")
	if !ok || !strings.HasSuffix(slug, ".png") {
		return document{}, false
	}
	for _, s := range w.sites {
		if p := s.find(strings.TrimSuffix(slug, ".png")); s.Host == host && p != nil {
			return document{kind: "image/png", body: drawBag(p.slug), changed: p.Published}, true
		}
	}
	return document{}, false
}
