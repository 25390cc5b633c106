package demo

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

var moment = time.Date(2026, 11, 22, 9, 30, 12, 0, time.UTC)

// get asks the web for an address as a crawler would.
func get(t *testing.T, w *Web, address string, header http.Header) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for k, v := range header {
		r.Header[k] = v
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	return rec.Result()
}

func TestEveryArticleIsServed(t *testing.T) {
	w := New(moment)
	for _, truth := range w.Truth() {
		if resp := get(t, w, truth.URL, nil); resp.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", truth.URL, resp.StatusCode)
		}
	}
}
