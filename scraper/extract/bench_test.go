package extract

import (
	"bytes"
	"context"
	"testing"
)

// BenchmarkRead and BenchmarkScan tell pages per second on the labelled
// pages, one goroutine.
func BenchmarkRead(b *testing.B) {
	pages := shared(b, "extraction")
	b.ResetTimer()
	n := 0
	for b.Loop() {
		for _, x := range pages {
			if _, err := Read(context.Background(), Page{URL: x.URL, Body: x.body}); err != nil {
				b.Fatal(err)
			}
		}
		n += len(pages)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "pages/s")
}

func BenchmarkScan(b *testing.B) {
	pages := shared(b, "extraction")
	b.ResetTimer()
	n := 0
	for b.Loop() {
		for _, x := range pages {
			g, err := Scan(Page{URL: x.URL, Body: x.body}, func(visible []byte) bool { return bytes.Contains(visible, []byte("micro bag")) })
			if err != nil || g.Hit {
				b.Fatal(err, g.Hit)
			}
		}
		n += len(pages)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "pages/s")
}
