// Package seal keeps personal data unreadable without the office's key file, with the national algorithms: SM4-GCM for
// what is stored, HMAC-SM3 to find it again, SM3 for digests. Its keys come from a file; nothing else of it touches the disk.
package seal

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/sm4"
)

// ErrSealed says that a sealed text does not open: another key, another place, or changed since.
var ErrSealed = errors.New("sealed text does not open with this key")

// Sum is the SM3 digest (GB/T 32905) of data, as 64 hexadecimal characters.
func Sum(data []byte) string {
	sum := sm3.Sum(data)
	return hex.EncodeToString(sum[:])
}

// Keys are the office's keys. The newest seals; every one opens what it sealed. Safe for concurrent use: they never change.
type Keys struct {
	index   []byte         // for Index, the same for ever
	master  map[int][]byte // by number
	current int
}

// Seal encrypts plain under the newest key. about names the place it is stored in, such as "request.phone/17": the part
// before the slash is its class, which has a key of its own; the sealed text opens only with the same about.
func (k *Keys) Seal(plain []byte, about string) (string, error) {
	aead, err := k.aead(k.current, about)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	if _, err := rand.Read(nonce); err != nil {
		return "", err
	}
	sealed := aead.Seal(nonce, nonce, plain, []byte(about))
	return strconv.Itoa(k.current) + "." + base64.RawStdEncoding.EncodeToString(sealed), nil
}

// Open decrypts what Seal made for the same about; else ErrSealed.
func (k *Keys) Open(sealed, about string) ([]byte, error) {
	number, text, _ := strings.Cut(sealed, ".")
	n, err := strconv.Atoi(number)
	if err != nil || k.master[n] == nil {
		return nil, ErrSealed
	}
	data, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return nil, ErrSealed
	}
	aead, err := k.aead(n, about)
	if err != nil {
		return nil, err
	}
	if len(data) < aead.NonceSize() {
		return nil, ErrSealed
	}
	plain, err := aead.Open(nil, data[:aead.NonceSize()], data[aead.NonceSize():], []byte(about))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// Mark is how every text begins that the newest key sealed. Others should be sealed again.
func (k *Keys) Mark() string { return strconv.Itoa(k.current) + "." }

// Index is the same for equal values of a class and says nothing about them without the key: 64 hexadecimal characters of
// HMAC-SM3, by which a sealed value can be found. It outlives a rotation.
func (k *Keys) Index(class, value string) string {
	return hex.EncodeToString(derive(k.index, "index:"+class+"\x00"+value))
}

func (k *Keys) aead(n int, about string) (cipher.AEAD, error) {
	class, _, _ := strings.Cut(about, "/")
	block, err := sm4.NewCipher(derive(k.master[n], "sm4:"+class)[:sm4.BlockSize])
	if err != nil {
		return nil, fmt.Errorf("key %d: %w", n, err)
	}
	return cipher.NewGCM(block)
}

// derive is HMAC-SM3 (GB/T 15852.2).
func derive(key []byte, label string) []byte {
	h := hmac.New(sm3.New, key)
	h.Write([]byte(label))
	return h.Sum(nil)
}
