package seal

import (
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/sm4"
)

// The published vectors of GB/T 32905 and GB/T 32907.
func TestAlgorithmsGiveThePublishedVectors(t *testing.T) {
	if got, want := Sum([]byte("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"; got != want {
		t.Errorf("SM3(abc) = %s, want %s", got, want)
	}
	key, _ := hex.DecodeString("0123456789abcdeffedcba9876543210")
	block, err := sm4.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]byte, sm4.BlockSize)
	block.Encrypt(out, key)
	if got, want := hex.EncodeToString(out), "681edf34d206965e86b3e94f536e4246"; got != want {
		t.Errorf("SM4 = %s, want %s", got, want)
	}
}

func keys(t *testing.T) (*Keys, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys", "key")
	k, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	return k, path
}

func seal(t *testing.T, k *Keys, plain, about string) string {
	t.Helper()
	s, err := k.Seal([]byte(plain), about)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSealedTextOpensOnlyWithItsKeyAndItsPlace(t *testing.T) {
	k, path := keys(t)
	const plain, about = "0532-00000000", "request.phone/17"
	sealed := seal(t, k, plain, about)
	if strings.Contains(sealed, plain) || sealed == seal(t, k, plain, about) {
		t.Error("a sealed text shows the plain one, or that two are equal")
	}
	again, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open(sealed, about); err != nil || string(got) != plain {
		t.Errorf("Open = %q, %v, want %q", got, err, plain)
	}
	other, _ := keys(t)
	changed := []byte(sealed)
	changed[len(changed)/2] ^= 1
	for name, open := range map[string]func() ([]byte, error){
		"another key":   func() ([]byte, error) { return other.Open(sealed, about) },
		"another place": func() ([]byte, error) { return k.Open(sealed, "request.phone/18") },
		"another class": func() ([]byte, error) { return k.Open(sealed, "request.name/17") },
		"changed":       func() ([]byte, error) { return k.Open(string(changed), about) },
		"cut":           func() ([]byte, error) { return k.Open(sealed[:6], about) },
		"empty":         func() ([]byte, error) { return k.Open("", about) },
	} {
		if got, err := open(); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: Open = %q, %v, want ErrSealed", name, got, err)
		}
	}
}

func TestRotationKeepsOldTextsReadableAndIndexesEqual(t *testing.T) {
	k, path := keys(t)
	sealed, index := seal(t, k, "x", "a/1"), k.Index("id", "370211190103070014")
	next, err := Rotate(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := next.Open(sealed, "a/1"); err != nil || string(got) != "x" {
		t.Errorf("after rotation Open = %q, %v", got, err)
	}
	if strings.HasPrefix(sealed, next.Mark()) || !strings.HasPrefix(seal(t, next, "x", "a/1"), next.Mark()) {
		t.Error("Mark does not tell what the older key sealed")
	}
	if next.Index("id", "370211190103070014") != index || next.Index("phone", "370211190103070014") == index {
		t.Error("an index must outlive a rotation and differ between classes")
	}
	if _, err := k.Open(seal(t, next, "x", "a/1"), "a/1"); !errors.Is(err, ErrSealed) {
		t.Errorf("the older keys open the newer text: %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file mode %v, %v, want 0600", info.Mode(), err)
	}
}

func TestKeyFileThatIsMissingOrBrokenIsNamed(t *testing.T) {
	k, path := keys(t)
	if _, err := Create(path); err == nil {
		t.Error("Create overwrote a key")
	}
	if _, err := Load(path + "x"); !errors.Is(err, ErrNoKey) {
		t.Errorf("Load of nothing: %v, want ErrNoKey", err)
	}
	whole := string(k.text())
	for _, broken := range []string{"", heading, strings.Replace(whole, "index ", "ondex ", 1), whole + "1 AAAA\n", whole[:len(whole)-9]} {
		if err := os.WriteFile(path, []byte(broken), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(path); err == nil || strings.Contains(err.Error(), "AAAA") {
			t.Errorf("Load of a broken file: %v", err)
		}
	}
}
