package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"reticule"
	"reticule/scraper"
	"reticule/store"
)

// BenchmarkStore takes in articles as scanned pages come, each placed among
// the stories by the index in SQLite, and tells what one costs at the start and
// at the end. With RETICULE_LONG=1 there are a million of them:
//
//	RETICULE_LONG=1 go test -run '^$' -bench Store -benchtime 1x -timeout 60m ./cmd/reticule
func BenchmarkStore(b *testing.B) {
	total := 20_000
	if os.Getenv("RETICULE_LONG") != "" {
		total = 1_000_000
	}
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "reticule.db")
		st, err := store.Open(b.Context(), path)
		if err != nil {
			b.Fatal(err)
		}
		d, err := newDesk(mustConfig(b))
		if err != nil {
			b.Fatal(err)
		}
		first, last := fill(b, st, d, total)
		b.ReportMetric(first, "µs/first")
		b.ReportMetric(last, "µs/last")
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/float64(total), "B/article")
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "MiB/heap")
		if err := st.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func mustConfig(tb testing.TB) *config {
	tb.Helper()
	c, err := parseConfig("", nil)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// fill stores articles in batches of 20, and gives what one took in the first
// and in the last twentieth of them, in microseconds.
func fill(b *testing.B, st *store.Store, d *desk, total int) (first, last float64) {
	const batch = 20
	src := reticule.Source{Name: "gazette", Kind: reticule.KindFeed, URL: "https://gazette.example/feed"}
	seen := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	words := vocabulary(20_000)
	part := total / 20
	begin := time.Now()
	for n := 0; n < total; n += batch {
		var found []scraper.Found
		for i := range batch {
			found = append(found, scanned(n+i, seen.Add(time.Duration(n+i)*30*time.Second), words))
		}
		if _, err := st.Save(b.Context(), store.Batch{Source: src, Items: d.items(found)}); err != nil {
			b.Fatal(err)
		}
		switch n + batch {
		case part:
			first = float64(time.Since(begin).Microseconds()) / float64(part)
		case total - part:
			begin = time.Now()
		}
	}
	return first, float64(time.Since(begin).Microseconds()) / float64(part)
}

// scanned is a page that was scanned: 150 words in sentences of 15. One in 25
// is the copy of an earlier one.
func scanned(n int, seen time.Time, words []string) scraper.Found {
	text := n
	if n%25 == 24 {
		text = n - 7
	}
	r := rand.New(rand.NewPCG(uint64(text), 7))
	var b strings.Builder
	for s := range 10 {
		if s > 0 {
			b.WriteString(" ")
		}
		b.WriteString("The")
		for range 14 {
			b.WriteString(" " + words[r.IntN(len(words))])
		}
		b.WriteString(".")
	}
	url := fmt.Sprintf("https://gazette.example/%d/a-piece-of-news", n)
	return scraper.Found{
		Prose: []byte(b.String()),
		Article: &reticule.Article{URL: url, Canonical: url, Source: "gazette", Depth: reticule.DepthScanned, Lang: "en",
			Title: words[r.IntN(len(words))] + " and " + words[r.IntN(len(words))] + " for " + words[r.IntN(len(words))], FirstSeen: seen, Published: seen.Add(-time.Hour)},
	}
}

// vocabulary makes words up.
func vocabulary(n int) []string {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]string, n)
	for i := range out {
		for range 2 + r.IntN(3) {
			out[i] += string("bcdfglmnprstvz"[r.IntN(14)]) + string("aeiou"[r.IntN(5)])
		}
	}
	return out
}
