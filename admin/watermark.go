package admin

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"strings"
	"time"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// mostPixels bounds a picture that is opened to be marked: a small file may hold a huge one.
const mostPixels = 60 << 20

// errNoPicture: the data are not a picture that can be drawn on, such as a PDF.
var errNoPicture = errors.New("not a picture to draw on")

// marked is a picture of an identity document with who looked at it, and when, across all of it, so that a copy that gets
// around tells where it came from. It is drawn into the picture. The mark is in letters that the machine has: the login, not the name.
func marked(data []byte, mark string) ([]byte, error) {
	size, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || size.Width < 1 || size.Height < 1 || size.Width*size.Height > mostPixels {
		return nil, errNoPicture
	}
	from, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, errNoPicture
	}
	img := image.NewRGBA(from.Bounds())
	draw.Draw(img, img.Bounds(), from, from.Bounds().Min, draw.Src)
	stamp(img, mark)
	var out bytes.Buffer
	if kind == "png" {
		err = png.Encode(&out, img)
		return out.Bytes(), err
	}
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 90}); err != nil {
		return nil, err
	}
	return upright(data, out.Bytes()), nil
}

// stamp writes the mark in rows, each shifted: darker on light ground and lighter on dark, so that it and the document stay readable.
func stamp(img *image.RGBA, mark string) {
	tile := lettering(mark + "    ")
	b := img.Bounds()
	scale := max(1, b.Dx()/(tile.Bounds().Dx()*2)) // twice in a row at least, where there is room
	row := tile.Bounds().Dy() * scale * 4
	for i, y := 0, b.Min.Y; y < b.Max.Y; i, y = i+1, y+row {
		for x := b.Min.X - i*tile.Bounds().Dx()*scale/3%(tile.Bounds().Dx()*scale); x < b.Max.X; x += tile.Bounds().Dx() * scale {
			for dy := range tile.Bounds().Dy() * scale {
				for dx := range tile.Bounds().Dx() * scale {
					if at := image.Pt(x+dx, y+dy); tile.AlphaAt(dx/scale, dy/scale).A != 0 && at.In(b) {
						shade(img, at.X, at.Y)
					}
				}
			}
		}
	}
}

// shade moves a dot halfway away from itself: light ones become darker, dark ones lighter.
func shade(img *image.RGBA, x, y int) {
	c := img.RGBAAt(x, y)
	to := uint8(0)
	if int(c.R)+int(c.G)+int(c.B) < 3*128 {
		to = 255
	}
	half := func(v uint8) uint8 { return uint8((int(v) + int(to)) / 2) }
	img.SetRGBA(x, y, color.RGBA{half(c.R), half(c.G), half(c.B), 255})
}

// lettering draws a line of letters.
func lettering(s string) *image.Alpha {
	face := basicfont.Face7x13
	img := image.NewAlpha(image.Rect(0, 0, max(1, len(s)*face.Advance), face.Height))
	d := font.Drawer{Dst: img, Src: image.Opaque, Face: face, Dot: fixed.P(0, face.Ascent)}
	d.DrawString(s)
	return img
}

// upright keeps what the camera noted of how it was held (Exif), without which a phone's picture lies on its side.
func upright(from, to []byte) []byte {
	for at := 2; at+4 <= len(from) && from[at] == 0xff; {
		length := 2 + int(from[at+2])<<8 + int(from[at+3])
		if at+length > len(from) || from[at+1] == 0xda { // the picture itself begins
			break
		}
		if from[at+1] == 0xe1 && bytes.HasPrefix(from[at+4:at+length], []byte("Exif\x00\x00")) {
			return append(append(append([]byte{}, to[:2]...), from[at:at+length]...), to[2:]...)
		}
		at += length
	}
	return to
}

// markOf says who looks at a case's file, and when.
func markOf(login string, id int64, now time.Time) string {
	ascii := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, login)
	return fmt.Sprintf("No.%d %s %s", id, ascii, now.In(beijing).Format("2006-01-02 15:04"))
}
