package demo

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
)

// drawBag draws a bag on a plain ground, in colours that follow from the name.
func drawBag(name string) []byte {
	h := fnv.New32a()
	h.Write([]byte(name))
	seed := h.Sum32()
	ground := color.RGBA{220 + uint8(seed%32), 210 + uint8(seed>>8%32), 200 + uint8(seed>>16%32), 255}
	leather := color.RGBA{60 + uint8(seed>>4%120), 40 + uint8(seed>>12%100), 40 + uint8(seed>>20%120), 255}
	const width, height = 640, 400
	img := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{ground, leather})
	for y := range height {
		for x := range width {
			dx, dy := x-width/2, y-height/2
			body := dx > -60 && dx < 60 && dy > -10 && dy < 70
			ring := dx*dx + (dy+10)*(dy+10)
			if body || dy < 0 && ring < 45*45 && ring > 36*36 {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil // a buffer takes everything
	}
	return b.Bytes()
}
