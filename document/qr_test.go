package document

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"
	"testing"
)

func picture(t *testing.T, text string) []byte {
	t.Helper()
	code, err := NewQR(text)
	if err != nil {
		t.Fatal(err)
	}
	data, err := code.PNG()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestCodeIsTheSameAsPictureAndInAPage(t *testing.T) {
	code, err := NewQR("https://example.gov.cn/r/%E6%B5%8B%E5%85%AC%E5%BC%80%E3%80%942026%E3%80%95%E7%AC%AC1%E5%8F%B7")
	if err != nil {
		t.Fatal(err)
	}
	data, err := code.PNG()
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil || img.Bounds().Dx() != len(code)*dotPixels || img.Bounds().Dy() != len(code)*dotPixels {
		t.Fatalf("%v, %v, want %d dots of %d pixels", img.Bounds(), err, len(code), dotPixels)
	}
	svg, dark := code.SVG(), 0
	for y, row := range code {
		for x, want := range row {
			r, _, _, _ := img.At(x*dotPixels+dotPixels/2, y*dotPixels+dotPixels/2).RGBA()
			if (r == 0) != want || strings.Contains(svg, fmt.Sprintf("M%d %dh1v1h-1z", x, y)) != want {
				t.Errorf("dot %d,%d: want dark %v in both", x, y, want)
			}
			if want {
				dark++
			}
			if edge := y < 4 || x < 4 || y >= len(code)-4 || x >= len(code)-4; edge && want {
				t.Errorf("dot %d,%d lies in the white edge that readers need", x, y)
			}
		}
	}
	if dark == 0 {
		t.Error("an empty code")
	}
}

func TestTextTooLongForACodeIsRefused(t *testing.T) {
	if _, err := NewQR(strings.Repeat("长", 2000)); err == nil {
		t.Error("coded")
	}
}
