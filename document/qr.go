package document

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"

	"github.com/skip2/go-qrcode"
)

// QR is a QR code with its white edge; true is a dark dot.
type QR [][]bool

// NewQR codes a text; an error says that it is too long for one.
func NewQR(text string) (QR, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("QR code of %d bytes: %w", len(text), err)
	}
	return code.Bitmap(), nil
}

// SVG draws the code for a page. It holds numbers only, and needs no other source of images.
func (q QR) SVG() string {
	var path strings.Builder
	for y, row := range q {
		for x, dark := range row {
			if dark {
				path.WriteString("M" + strconv.Itoa(x) + " " + strconv.Itoa(y) + "h1v1h-1z")
			}
		}
	}
	size := strconv.Itoa(len(q))
	return `<svg class="qr" role="img" aria-label="QR" viewBox="0 0 ` + size + ` ` + size +
		`" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h` + size + `v` + size + `H0z"/><path d="` + path.String() + `"/></svg>`
}

// dotPixels is how many pixels a dot is wide, so that it prints sharp.
const dotPixels = 8

// PNG draws the code as a picture.
func (q QR) PNG() ([]byte, error) {
	side := len(q) * dotPixels
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			if q[y/dotPixels][x/dotPixels] {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	err := png.Encode(&out, img)
	return out.Bytes(), err
}
