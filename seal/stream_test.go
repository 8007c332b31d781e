package seal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"testing"
)

func sealStream(t *testing.T, k *Keys, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := k.Writer(&out, "backup/1")
	if err != nil {
		t.Fatal(err)
	}
	for rest := plain; len(rest) > 0; {
		n := min(len(rest), 1000)
		if _, err := w.Write(rest[:n]); err != nil {
			t.Fatal(err)
		}
		rest = rest[n:]
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func openStream(k *Keys, sealed []byte, about string) ([]byte, error) {
	r, err := k.Reader(bytes.NewReader(sealed), about)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func TestStreamOpensWholeOrNotAtAll(t *testing.T) {
	k, path := keys(t)
	for _, size := range []int{0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3*chunkBytes + 17} {
		plain := make([]byte, size)
		rand.Read(plain)
		sealed := sealStream(t, k, plain)
		if got, err := openStream(k, sealed, "backup/1"); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: got %d, %v", size, len(got), err)
		}
		cut := len(sealed) - 1
		if size > chunkBytes {
			cut = 2 + prefixBytes + chunkBytes + 16 // a whole chunk is left
		}
		changed := bytes.Clone(sealed)
		changed[len(changed)-1] ^= 1
		for name, broken := range map[string][]byte{"cut": sealed[:cut], "changed": changed, "empty": nil, "longer": append(bytes.Clone(sealed), 0)} {
			if _, err := openStream(k, broken, "backup/1"); !errors.Is(err, ErrSealed) {
				t.Errorf("%d bytes, %s: %v, want ErrSealed", size, name, err)
			}
		}
		if _, err := openStream(k, sealed, "backup/2"); !errors.Is(err, ErrSealed) {
			t.Errorf("%d bytes, another place: %v, want ErrSealed", size, err)
		}
	}
	sealed := sealStream(t, k, []byte("x"))
	next, err := Rotate(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := openStream(next, sealed, "backup/1"); string(got) != "x" || err != nil {
		t.Errorf("after a rotation: %q, %v", got, err)
	}
}
