package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// heldMemory is what the program holds at work before it collects garbage,
	// in bytes. It is not of the size of the work: a run needs some 20 MB at a
	// time, however many sources it visits.
	heldMemory = 60 << 20
	// besidesHeap is what the runtime itself holds of that.
	besidesHeap = 10 << 20
)

// publishMemory is what a publication by itself holds: it draws a file at a
// time. The program's own pages and the database's caches come to it.
const publishMemory = 34 << 20

// holdMemory makes the program collect garbage when it holds so much, and no
// earlier; where most of that is in use, it may hold half as much again as is
// in use. Whoever sets GOGC or GOMEMLIMIT is obeyed instead.
func holdMemory(most int64) {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(-1)
		followUse(most)
	}
}

// followUse sets the limit by what was in use at the last collection, now and
// after each collection.
func followUse(most int64) {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	debug.SetMemoryLimit(limitFor(live[0].Value.Uint64(), most))
	runtime.AddCleanup(new(cycle), followUse, most)
}

// cycle is garbage from its making on; the next collection finds it.
type cycle struct{ _ *byte }

func limitFor(live uint64, most int64) int64 { return max(most, int64(live+live/2)+besidesHeap) } //nolint:gosec // no heap is that large
