package feed

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// newHub starts a hub that writes down what it is told; "/busy" refuses.
func newHub(t *testing.T) (url string, told *[]string) {
	told = new([]string)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*told = append(*told, fmt.Sprint(r.Method, " ", r.URL.Path, " ", r.PostFormValue("hub.mode"), " ", r.PostFormValue("hub.url")))
		switch r.URL.Path {
		case "/busy":
			w.WriteHeader(http.StatusServiceUnavailable)
		case "/moved":
			http.Redirect(w, r, "/", http.StatusTemporaryRedirect)
		default:
			w.WriteHeader(http.StatusNoContent)
		}
	}))
	t.Cleanup(srv.Close)
	return srv.URL, told
}

func TestPing(t *testing.T) {
	hub, told := newHub(t)
	urls := []string{"https://bags.example/rss.xml", "http://localhost/rss.xml", "https://bags.example/atom.xml"}
	if errs := Ping(t.Context(), http.DefaultTransport, []string{hub}, urls); errs != nil {
		t.Error(errs)
	}
	want := []string{"POST / publish https://bags.example/rss.xml", "POST / publish https://bags.example/atom.xml"}
	if !slices.Equal(*told, want) {
		t.Errorf("the hub was told %q, want %q", *told, want)
	}
}

func TestPingFailures(t *testing.T) {
	hub, told := newHub(t)
	urls := []string{"https://bags.example/rss.xml", "https://bags.example/atom.xml"}
	errs := Ping(t.Context(), http.DefaultTransport, []string{hub + "/busy", "http://127.0.0.1:1/", "::", hub + "/moved", hub}, urls)
	if len(errs) != 4 || !strings.Contains(errs[0].Error(), "503") {
		t.Errorf("errors: %v", errs)
	}
	if len(*told) != 4 {
		t.Errorf("asked %q: a hub that failed was asked again, or a good one was not asked", *told)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if errs := Ping(ctx, http.DefaultTransport, []string{hub}, urls); len(errs) != 1 || len(*told) != 4 {
		t.Errorf("a run that ended still pinged: %v", errs)
	}
}

func TestPublic(t *testing.T) {
	for u, want := range map[string]bool{
		"https://bags.example/": true, "http://bags.example:8080/x": true, "http://1.2.3.4/": true,
		"": false, "bags.example": false, "ftp://bags.example/": false, "http://localhost/": false, "http://app.localhost:80/": false, "http://intranet/": false,
		"http://127.0.0.1/": false, "http://10.1.2.3/": false, "http://192.168.0.1/": false, "http://[::1]/": false, "http://[fd00::1]/": false, "http://[::ffff:127.0.0.1]/": false,
		"http://0x7f.1/": false, "http://169.254.169.254/": false, "http://printer.local/": false, "http://100.64.0.1/": false, "http://0.0.0.0/": false,
	} {
		if got := Public(u); got != want {
			t.Errorf("Public(%q) = %v", u, got)
		}
	}
}
