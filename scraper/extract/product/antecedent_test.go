package product

import (
	"testing"
	"time"

	"reticule"
)

// TestBytesThatAreNoTextEnd is a page found by fuzzing, on which looking back
// for what a pronoun means never ended.
func TestBytesThatAreNoTextEnd(t *testing.T) {
	text := "<B> \xf4م\x85\x0f\xc0*B> \xf4م\x85 \x00‹Ѕ> \xb9 \x83\x03\xa56\xa3\x93\xb9 \x83\x83@\x00\xc0\x03\xa56\xa3\x93\xf4,,,\x85\x85\x85\x7f\xff\x8f\x8f33333\x83\x83\x7f \x00\x00\x00\x8e"
	done := make(chan struct{})
	go func() {
		defer close(done)
		Read([]reticule.Block{{Zone: reticule.ZoneBody, Kind: "p", Text: text}}, "")
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("Read does not end")
	}
}
