package main

import (
	"encoding/json"
	"os/exec"
	"testing"
)

// TestFleetBudget lets three processes spend a budget: together they send no
// more requests, what they read is kept, and the next crawl goes on.
func TestFleetBudget(t *testing.T) {
	w, config, place := newFleet(t, 6, 10, "5s")
	startWorker(t, config)
	startWorker(t, config)
	crawl := func(args ...string) (sum summary) {
		t.Helper()
		out, err := exec.CommandContext(t.Context(), "reticule", append([]string{"crawl", "--json", "--config", config}, args...)...).Output()
		if err != nil || json.Unmarshal(out, &sum) != nil {
			t.Fatalf("crawl %v: %v, %s", args, err, out)
		}
		return sum
	}
	const budget = 25
	read := 0
	for range 2 {
		sum := crawl("--budget", "25")
		if n := len(w.requests()); n > budget || sum.Requests != budget { // robots.txt files are not in the log
			t.Errorf("%d requests were sent, and %d told, of %d", n, sum.Requests, budget)
		}
		if sum.Sources > 4 {
			t.Errorf("%d visits for %d requests", sum.Sources, budget)
		}
		read += sum.Articles.About + sum.Articles.Mention + sum.Articles.None
	}
	sum := crawl("--budget", "1000")
	if read += sum.Articles.About + sum.Articles.Mention + sum.Articles.None; read != w.total() || sum.Requests > 6*12 {
		t.Errorf("%d of %d articles, the last with %d requests", read, w.total(), sum.Requests)
	}
	holdsAll(t, w, place)
}
