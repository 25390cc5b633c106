//go:build race

package feed

// raceDetector: everything takes ten times as long.
const raceDetector = true
