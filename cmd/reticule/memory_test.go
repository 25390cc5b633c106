package main

import (
	"runtime/debug"
	"testing"
)

func TestHoldMemory(t *testing.T) {
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("GOGC", "")
			t.Setenv("GOMEMLIMIT", "")
			t.Setenv(name, "128")
			before := debug.SetMemoryLimit(-1)
			holdMemory(heldMemory)
			if after := debug.SetMemoryLimit(-1); after != before {
				t.Errorf("the limit is %d, was %d", after, before)
			}
		})
	}
	for live, want := range map[uint64]int64{0: heldMemory, 20 << 20: heldMemory, 200 << 20: 310 << 20} {
		if got := limitFor(live, heldMemory); got != want {
			t.Errorf("of %d bytes in use the limit is %d, not %d", live, got, want)
		}
	}
}
