package trend

import (
	"bytes"
	"image/png"
	"os"
	"testing"
)

// The picture is a PNG of the size that it says, the same each time, and small
// enough for a letter. RETICULE_PICTURE names a file to look at it in.
func TestLinePNG(t *testing.T) {
	r := Compute(threeYears(nil).in)
	data := r.LinePNG(52)
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size.X != 1440 || size.Y != 584 || len(data) > 60_000 {
		t.Errorf("%v in %d bytes", size, len(data))
	}
	if !bytes.Equal(data, r.LinePNG(52)) {
		t.Error("twice drawn it is not the same")
	}
	colours := map[[3]uint32]int{}
	for x := range 1440 {
		for y := range 584 {
			r, g, b, _ := img.At(x, y).RGBA()
			colours[[3]uint32{r >> 8, g >> 8, b >> 8}]++
		}
	}
	if colours[[3]uint32{0xa8, 0x20, 0x3f}] < 500 || colours[[3]uint32{0xec, 0xd3, 0xd4}] < 500 || colours[[3]uint32{0xef, 0xec, 0xe4}] < 500 {
		t.Errorf("no line, no band or no fashion weeks: %v", len(colours))
	}
	if empty := Compute(Input{}); empty.LinePNG(52) != nil {
		t.Error("a picture of nothing")
	}
	if name := os.Getenv("RETICULE_PICTURE"); name != "" {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
