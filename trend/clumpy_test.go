package trend

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// P14: news comes in clumps. Where as many stories as in TestBurstFalseAlarms
// come in clumps of two on average, many more weeks are unusual that are not the
// beginning of anything: that is why an alert says unusual, never proved.
func TestBurstFalseAlarmsInClumps(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const weeks = 20_000
	counts := make([]Count, weeks+8)
	for i := range counts {
		counts[i].D = 120
		for range poisson(rng, 1.5) {
			counts[i].R++
			for rng.Float64() < .5 {
				counts[i].R++
			}
		}
	}
	if got := perThousand(counts); got != "30.35" {
		t.Errorf("%s alerts per 1000 quiet weeks of clumps", got)
	}
}

// perThousand gives the alerts in a thousand weeks, told by two sources each.
func perThousand(counts []Count) string {
	alerts := 0
	for i := 8; i < len(counts); i++ {
		if BurstOf(counts[i], pool(counts[i-8:i]), 2).Alert {
			alerts++
		}
	}
	return fmt.Sprintf("%.2f", 1000*float64(alerts)/float64(len(counts)-8))
}

// The same on a real stream: headlines in the order in which they appeared, cut
// into weeks of 120. Each word that one to ten of these have on average is taken
// for a topic.
func TestBurstFalseAlarmsInRealNews(t *testing.T) {
	weeks := headlineWeeks(t)
	totals := map[string]int{}
	for _, w := range weeks {
		for word, n := range w {
			totals[word] += n
		}
	}
	alerts, tried, words := 0, 0, 0
	for word, n := range totals {
		if n < len(weeks) || n > 10*len(weeks) {
			continue
		}
		words++
		counts := make([]Count, len(weeks))
		for i, w := range weeks {
			counts[i] = Count{w[word], 120}
		}
		for i := 8; i < len(counts); i++ {
			if tried++; BurstOf(counts[i], pool(counts[i-8:i]), 2).Alert {
				alerts++
			}
		}
	}
	got := fmt.Sprintf("%.2f alerts per 1000 weeks, %d words in %d weeks", 1000*float64(alerts)/float64(tried), words, len(weeks))
	if got != "4.92 alerts per 1000 weeks, 89 words in 56 weeks" {
		t.Error(got)
	}
}

// headlineWeeks counts, week by week, in how many headlines a word stands.
func headlineWeeks(t *testing.T) (weeks []map[string]int) {
	t.Helper()
	f, err := os.Open(filepath.Join(shared(t), "background", "headlines.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	var list []string
	for lines.Scan() {
		var row struct{ ID, Title string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		list = append(list, row.Title)
	}
	slices.Reverse(list) // they are listed newest first
	for week := range slices.Chunk(list, 120) {
		if len(week) < 120 {
			break
		}
		count := map[string]int{}
		for _, title := range week {
			words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return r < 'a' || r > 'z' })
			slices.Sort(words)
			for _, w := range slices.Compact(words) {
				if len(w) > 3 {
					count[w]++
				}
			}
		}
		weeks = append(weeks, count)
	}
	return weeks
}
