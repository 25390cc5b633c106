package fetch

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"testing"
)

// invented is a page of about 80 KB that compresses as pages do.
func invented() []byte {
	var b bytes.Buffer
	words := []string{"bag", "mini", "leather", "strap", "lipstick", "runway", "season", "clasp", "atelier", "colour", "tiny", "editor"}
	for i := 0; b.Len() < 80<<10; i++ {
		fmt.Fprintf(&b, "<div class=\"c%d\"><p>%s %s %s, %d</p></div>\n", i*7919%97, words[i*31%12], words[i*i%12], words[(i/5)*17%12], i*i%1009)
	}
	return b.Bytes()
}

// BenchmarkGet reads a page over loopback; BenchmarkBareClient does the same
// with net/http alone, throwing the bytes away. The server's time is in both.
func BenchmarkGet(b *testing.B) {
	mux := http.NewServeMux()
	mux.HandleFunc("/p", coded("gzip", gzipped(invented())))
	base, _ := serve(b, mux)
	c := client(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		got, err := c.Get(b.Context(), Request{URL: base + "/p"})
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(got.Body)))
	}
}

func BenchmarkBareClient(b *testing.B) {
	mux := http.NewServeMux()
	mux.HandleFunc("/p", coded("gzip", gzipped(invented())))
	base, _ := serve(b, mux)
	c := &http.Client{Transport: &http.Transport{}}
	defer c.CloseIdleConnections()
	b.ReportAllocs()
	for b.Loop() {
		resp, err := c.Get(base + "/p")
		if err != nil {
			b.Fatal(err)
		}
		n, _ := io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		b.SetBytes(n)
	}
}

func BenchmarkRobotsAllowed(b *testing.B) {
	var file bytes.Buffer
	file.WriteString("User-agent: *\n")
	for i := range 100 {
		fmt.Fprintf(&file, "Disallow: /folder%d/*?sort=\nDisallow: */print%d$\n", i, i)
	}
	r := ParseRobots(file.Bytes(), "reticule")
	b.ReportAllocs()
	for b.Loop() {
		if !r.Allowed("/fashion/2026/11/the-smallest-bags-of-the-season?utm=x") {
			b.Fatal("refused")
		}
	}
}
