//go:build race

// Package race tells tests whether the race detector is on. Everything takes
// ten times as long with it and several times the memory, and pools lose what
// is put back at random: bounds on either say nothing then.
package race

// Enabled is whether the race detector is on.
const Enabled = true
