package fetch

import (
	"bytes"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// FuzzReadBody wants every body read or refused, within its bounds, and the
// same again with parts that were used before.
func FuzzReadBody(f *testing.F) {
	page := []byte("<p>a bag for one lipstick, a bag for two")
	for coding, b := range map[string][]byte{"": page, "gzip": gzipped(page), "br": brotlied(page), "deflate": zlibbed(page), "gzip, br": page, "x-gzip": gzipped(gzipped(page))} {
		f.Add(coding, b, 1000)
		f.Add(coding, b[:len(b)/2], 10)
	}
	f.Add("deflate", deflated(page), 20)
	f.Fuzz(func(t *testing.T, coding string, wire []byte, most int) {
		if most < 0 || most > 1<<20 {
			return
		}
		read := func(cut bool) ([]byte, error) {
			resp := &http.Response{Header: http.Header{"Content-Encoding": {coding}}, Body: io.NopCloser(bytes.NewReader(wire)), ContentLength: -1}
			return newHall().readBody(t.Context(), resp, int64(most), cut)
		}
		first, err := read(false)
		again, errAgain := read(false)
		if !bytes.Equal(first, again) || Outcome(err) != Outcome(errAgain) {
			t.Fatalf("%q, %v and then %q, %v", first, err, again, errAgain)
		}
		if len(first) > most || err != nil && first != nil {
			t.Errorf("%d bytes of %d allowed, %v", len(first), most, err)
		}
		if cut, err := read(true); len(cut) > most {
			t.Errorf("cut to %d bytes of %d, %v", len(cut), most, err)
		}
	})
}

// FuzzAddress wants every address refused or in a normal form that is its own
// normal form, and none that names a place inside.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"http://Bücher.example./x?y#z", "https://[::1%25lo]:80/", "http://0x7f.1", "http://u:p@h/", "http://①②⑦.0.0.1/", "http://xn--a.example:8443"} {
		f.Add(s)
	}
	g := newGuard(nil)
	f.Fuzz(func(t *testing.T, s string) {
		u, err := parseAddress(s)
		if err != nil || g.address(u) != nil {
			return
		}
		once := u.String()
		again, err := parseAddress(once)
		if err != nil {
			t.Fatalf("%q becomes %q: %v", s, once, err)
		}
		if err := g.address(again); err != nil || again.String() != once {
			t.Errorf("%q becomes %q becomes %q: %v", s, once, again, err)
		}
		if addr, err := netip.ParseAddr(u.Hostname()); err == nil && !addr.IsGlobalUnicast() || err == nil && addr.IsPrivate() {
			t.Errorf("%q is let through as %q", s, once)
		}
	})
}

// FuzzHeaders wants what an answer's header says believed within bounds: what
// is sent back is exactly what came, nobody is left alone for ever or until a
// time that is over, and a redirect leads to an address that may be asked.
func FuzzHeaders(f *testing.F) {
	f.Add(`W/"a"`, "Sun, 01 Nov 2026 08:00:00 GMT", "120", "noindex, max-snippet: 0", "/b?c#d", "gzip")
	f.Add(`""`, "Tue, 19 Jan 2038 03:14:07 GMT", "Fri, 31 Dec 1999 23:59:59 GMT", "otherbot: noindex, unavailable_after: 25 Jun 2010 15:00:00 PST", "//[::1%25lo]/", "br, gzip")
	f.Add("a\nb", "yesterday", "99999999999999999999", "reticule: none", "javascript:alert(1)", "")
	f.Add("", "", "-1", ":", "http://a.example:99999/", "x-gzip")
	from, err := parseAddress("https://gazette.example/a")
	if err != nil {
		f.Fatal(err)
	}
	now := time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)
	g := newGuard(nil)
	f.Fuzz(func(t *testing.T, etag, modified, after, tag, location, coding string) {
		h := http.Header{"Etag": {etag}, "Last-Modified": {modified}, "Retry-After": {after}, "X-Robots-Tag": {tag, after}, "Location": {location}, "Content-Encoding": {coding}, "Tdm-Reservation": {tag}}
		gotTag, gotModified := Validators(h, now)
		if gotTag != "" && gotTag != etag || gotModified != "" && gotModified != modified || len(gotTag)+len(gotModified) > 2*validatorMost {
			t.Errorf("validators %q, %q of %q, %q", gotTag, gotModified, etag, modified)
		}
		if at := retryAfter(h, now); !at.IsZero() && !at.After(now) {
			t.Errorf("Retry-After %q is over at %v", after, at)
		}
		var hs hosts
		host := hs.enter("gazette.example", 1, now)
		if until := hs.pause(host, retryAfter(h, now), now); !until.After(now) || until.After(now.Add(pauseMost)) {
			t.Errorf("Retry-After %q pauses until %v", after, until)
		}
		if w := ReadWishes(h, "reticule"); w.NoArchive && !strings.Contains(strings.ToLower(tag+after), "no") {
			t.Errorf("%q and %q are read as %+v", tag, after, w)
		}
		encodings(h)
		to, err := redirect(from, &http.Response{StatusCode: http.StatusFound, Header: h}, []string{from.String()})
		if err == nil && (g.address(to) != nil || to.User != nil) && to.Scheme != "http" && to.Scheme != "https" {
			t.Errorf("%q leads to %v", location, to)
		}
	})
}

// FuzzChallenge wants any page told from a bot wall, a consent page or an error
// page without harm.
func FuzzChallenge(f *testing.F) {
	for _, s := range []string{"<!doctype html><title>Just a moment...</title><h1>Checking", "<title>404 Not Found | Gazette</title>", "<html><TITLE lang=en>A &amp; B</tiTle", "<title", "\x00<title>\xff"} {
		f.Add(200, "text/html", []byte(s))
		f.Add(403, "", []byte(s))
	}
	from, err := parseAddress("https://gazette.example/news/a")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, status int, kind string, body []byte) {
		resp := &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {kind}}}
		if isChallenge(resp, body) && len(body) == 0 && resp.Header.Get("Cf-Mitigated") == "" {
			t.Errorf("an empty answer of %d is a bot wall", status)
		}
		if where := detour(from, from, body); where != "" && len(titleOf(body)) == 0 {
			t.Errorf("%s without a title", where)
		}
	})
}
