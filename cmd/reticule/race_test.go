//go:build race

package main

// raceDetector: everything takes several times the memory.
const raceDetector = true
