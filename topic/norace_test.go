//go:build !race

package topic_test

const raceDetector = false
