package disclosure

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// taken is a small picture.
func taken() image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	for i := range 1200 {
		img.Set(i%40, i/40, color.NRGBA{uint8(i), uint8(3 * i), uint8(i / 7), 255})
	}
	return img
}

func segment(marker byte, body string) string {
	return "\xff" + string([]byte{marker}) + string(binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))) + body
}

// exif is as a camera writes it: which side is up, then a place.
func exif(side byte) string {
	return "Exif\x00\x00II*\x00\x08\x00\x00\x00\x02\x00" +
		"\x12\x01\x03\x00\x01\x00\x00\x00" + string([]byte{side}) + "\x00\x00\x00" +
		"\x25\x88\x04\x00\x01\x00\x00\x00\x26\x00\x00\x00\x00\x00\x00\x00GPS 36.0671N 120.3826E"
}

func encoded(t *testing.T, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPictureIsKeptWithoutWhereItWasTaken(t *testing.T) {
	plain := encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, taken(), nil) })
	for _, side := range []byte{1, 6} {
		shot := string(plain[:2]) + segment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00") + segment(0xe1, exif(side)) + segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x:GPS/>") +
			segment(0xe2, "MPF\x00GPS") + segment(0xe2, "ICC_PROFILE\x00\x01\x01colours") + segment(0xed, "Photoshop 3.0\x00GPS") + segment(0xfe, "GPS") + string(plain[2:]) + "behind the end: GPS"
		bare := BarePicture([]byte(shot))
		if bytes.Contains(bare, []byte("GPS")) || bytes.Contains(bare, []byte("120.3826")) {
			t.Errorf("side %d: the place is still there", side)
		}
		if !bytes.Contains(bare, []byte("JFIF")) || !bytes.Contains(bare, []byte("colours")) {
			t.Errorf("side %d: what the picture is shown with is gone", side)
		}
		if !bytes.HasSuffix(bare, plain[2:]) {
			t.Errorf("side %d: the picture itself has changed", side)
		}
		if _, err := jpeg.Decode(bytes.NewReader(bare)); err != nil {
			t.Errorf("side %d: %v", side, err)
		}
		if got := bytes.Contains(bare, []byte("Exif")); got != (side != 1) {
			t.Errorf("side %d: says which side is up: %v", side, got)
		}
		if again := BarePicture(bare); !bytes.Equal(again, bare) {
			t.Errorf("side %d: a bare picture is not left alone", side)
		}
	}
}

func TestPNGIsKeptWithoutItsTexts(t *testing.T) {
	plain := encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, taken()) })
	chunk := func(kind, body string) string {
		b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
		b = append(b, kind+body...)
		return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE([]byte(kind+body))))
	}
	shot := string(plain[:33]) + chunk("tEXt", "Place\x00GPS") + chunk("eXIf", exif(1)[6:]) + string(plain[33:]) + "GPS"
	if bare := BarePicture([]byte(shot)); !bytes.Equal(bare, plain) {
		t.Errorf("got %d bytes, want the %d of the picture alone", len(bare), len(plain))
	}
}

// FuzzBarePicture: whatever is sent, nothing breaks, nothing grows but by a note on its side, and a picture that decodes still does.
func FuzzBarePicture(f *testing.F) {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, taken(), nil)
	whole := b.Bytes()
	f.Add(whole)
	f.Add([]byte("\xff\xd8" + segment(0xe1, exif(8)) + string(whole[2:])))
	f.Add([]byte("\xff\xd8\xff\xe1\x00"))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x14Exif\x00\x00II*\x00\xff\xff\xff\xff\x00\x00"))
	f.Add([]byte(pngHead + "\xff\xff\xff\xffIEND\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		bare := BarePicture(bytes.Clone(data))
		if len(bare) > len(data)+36 {
			t.Errorf("%d bytes became %d", len(data), len(bare))
		}
		if _, err := jpeg.DecodeConfig(bytes.NewReader(data)); err == nil {
			if _, err := jpeg.DecodeConfig(bytes.NewReader(bare)); err != nil {
				t.Errorf("a picture that could be read no longer can: %v", err)
			}
		}
	})
}
