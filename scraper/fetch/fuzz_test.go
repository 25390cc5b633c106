package fetch

import (
	"bytes"
	"io"
	"net/http"
	"net/netip"
	"testing"
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
