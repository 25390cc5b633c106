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
	for dy := -60; dy < 70; dy++ { // from the middle; the ground is there already
		for dx := -60; dx < 60; dx++ {
			ring := dx*dx + (dy+10)*(dy+10)
			if body := dy > -10; body || ring < 45*45 && ring > 36*36 {
				img.SetColorIndex(width/2+dx, height/2+dy, 1)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil // a buffer takes everything
	}
	return b.Bytes()
}
