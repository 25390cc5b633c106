package fetch

import (
	"net/http"
	"strings"
	"testing"
)

func TestIsChallenge(t *testing.T) {
	const html = "Content-Type: text/html; charset=utf-8"
	long := strings.Repeat("<p>A bag for one lipstick.</p>\n", 3000)
	for _, x := range []struct {
		name   string
		status int
		header string
		body   string
		want   bool
	}{
		{"a page", 200, html, "<title>Small bags</title>", false},
		{"header", 403, "Cf-Mitigated: challenge", "", true},
		{"header on 200", 200, "Cf-Mitigated: challenge", "<title>x</title>", true},
		{"another header", 429, "X-Vercel-Mitigated: challenge", "", true},
		{"waf", 405, "X-Amzn-Waf-Action: captcha", "", true},
		{"waf that only counts", 200, "X-Amzn-Waf-Action: count", "", false},
		{"title", 403, html, "<!doctype html><html><head><title>Just a moment...</title>", true},
		{"title on 200", 200, html, "<html lang=en><Title>Just a moment…</Title>", true},
		{"title without type", 200, "X: y", " <title>Just a moment...</title>", true},
		{"title in another language", 503, html, "<title>Un instant…</title>", true},
		{"an article", 200, html, "<title>Just a moment with a bag maker</title>", false},
		{"a long page", 200, html, "<title>Just a moment...</title>" + long, false},
		{"a bag with that name", 200, html, "<title>Security check: bags that fly | A Magazine</title>", false},
		{"mark", 403, html, "<script src=//ct.captcha-delivery.com/c.js>", true},
		{"mark in capitals", 503, html, "<div id=CF_CHL_OPT>", true},
		{"mark on a page", 200, html, "<script>_Incapsula_Resource</script>", false},
		{"captcha in a newsletter box", 404, html, "<div class=g-recaptcha>", false},
		{"plain 403", 403, html, "<h1>Forbidden</h1>", false},
		{"no page", 403, "Content-Type: application/json", `{"error": "px-captcha"}`, false},
		{"feed that tells of one", 200, "Content-Type: application/rss+xml", "<rss><channel><title>Just a moment...</title>", false},
	} {
		h := http.Header{}
		name, value, _ := cutHeader(x.header)
		h.Set(name, value)
		if got := isChallenge(&http.Response{StatusCode: x.status, Header: h}, []byte(x.body)); got != x.want {
			t.Errorf("%s: %v, want %v", x.name, got, x.want)
		}
	}
}
