package admin

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/store"
)

// card is a picture of a document: light, with dark lines.
func card(t *testing.T, encode func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 900, 600))
	for y := range 600 {
		for x := range 900 {
			v := uint8(235)
			if y%40 < 12 {
				v = 30
			}
			img.SetGray(x, y, color.Gray{v})
		}
	}
	var b bytes.Buffer
	if err := encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(b *bytes.Buffer, img image.Image) error { return png.Encode(b, img) }

func asJPEG(b *bytes.Buffer, img image.Image) error {
	return jpeg.Encode(b, img, &jpeg.Options{Quality: 95})
}

// differing is how much of the picture differs, of each of its nine parts.
func differing(t *testing.T, a, b []byte) (parts [9]float64) {
	t.Helper()
	x, _, err := image.Decode(bytes.NewReader(a))
	if err != nil {
		t.Fatal(err)
	}
	y, _, err := image.Decode(bytes.NewReader(b))
	if err != nil || x.Bounds() != y.Bounds() {
		t.Fatalf("%v, %v and %v", err, x.Bounds(), y.Bounds())
	}
	w, h := x.Bounds().Dx(), x.Bounds().Dy()
	for i := range w {
		for j := range h {
			p, _, _, _ := x.At(i, j).RGBA()
			q, _, _, _ := y.At(i, j).RGBA()
			if max(p, q)-min(p, q) > 0x3000 {
				parts[i*3/w+j*3/h*3] += 9 / float64(w*h)
			}
		}
	}
	return parts
}

func TestIdentityPicturesAreShownWithWhoLooks(t *testing.T) {
	w := newWorld(t, courts)
	w.person("officer", desk.RoleOfficer, "办公室")
	b := w.signIn("officer")
	id, page := w.register(b, "2025年招商项目验收材料")
	original := map[store.FilePurpose][]byte{
		store.FileIdentity: card(t, asJPEG), store.FileMandate: card(t, asPNG), store.FileOther: card(t, asPNG),
	}
	for purpose, data := range original {
		if a := b.upload(page, page+"/files", "证件", string(data), "purpose", string(purpose)); a.status != http.StatusSeeOther {
			t.Fatalf("%s: %d", purpose, a.status)
		}
	}
	for _, f := range w.filesOf(id) {
		a := b.fill(page, fmt.Sprintf("%s/files/%d", page, f.ID))
		if a.status != http.StatusOK {
			t.Fatalf("%s: %d", f.Purpose, a.status)
		}
		for i, share := range differing(t, original[f.Purpose], []byte(a.body)) {
			switch personal := f.Purpose != store.FileOther; {
			case personal && (share < 0.005 || share > 0.25):
				t.Errorf("%s: %.3f of part %d is marked; want the mark everywhere and the document readable", f.Purpose, share, i)
			case !personal && share != 0:
				t.Errorf("%s: %.3f of part %d is marked", f.Purpose, share, i)
			}
		}
		if kept, err := w.store.OpenFile(context.Background(), f.ID); err != nil || !bytes.Equal(kept.Data, original[f.Purpose]) {
			t.Errorf("%s: the file itself was changed (%v)", f.Purpose, err)
		}
	}
}

func TestMarkNamesWhoAndWhen(t *testing.T) {
	w := newWorld(t)
	if got := markOf("wang", 12, w.Now()); !strings.HasPrefix(got, "No.12 wang 20") || !strings.HasSuffix(got, w.Now().In(beijing).Format(" 15:04")) {
		t.Errorf("got %q", got)
	}
	data := card(t, asPNG)
	one, err := marked(data, "No.12 wang")
	if err != nil {
		t.Fatal(err)
	}
	two, err := marked(data, "No.12 zhao")
	if err != nil || bytes.Equal(one, two) {
		t.Errorf("two people get one picture (%v)", err)
	}
}

func TestPhonePictureStaysUpright(t *testing.T) {
	data := card(t, asJPEG)
	exif := append([]byte("\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"), 0, 0, 0, 0)
	held := append(append(append([]byte{}, data[:2]...), exif...), data[2:]...)
	got, err := marked(held, "No.12 wang")
	if err != nil || !bytes.HasPrefix(got[2:], exif) {
		t.Errorf("how the camera was held is lost (%v)", err)
	}
}

func TestWhatIsNoPictureIsNotMarked(t *testing.T) {
	huge := card(t, asPNG)
	copy(huge[16:], "\x7f\xff\xff\xff\x7f\xff\xff\xff") // its header claims more dots than memory holds
	for name, data := range map[string][]byte{"pdf": []byte("%PDF-1.7"), "broken": []byte("\xff\xd8\xff\xe0"), "huge": huge, "empty": nil} {
		if _, err := marked(data, "No.12 wang"); err == nil {
			t.Errorf("%s: drawn on", name)
		}
	}
}
