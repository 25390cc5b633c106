//go:build race

package topic_test

// raceDetector: pools lose what is put back at random, so that what is
// allocated says nothing about the program.
const raceDetector = true
