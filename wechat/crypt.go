package wechat

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
)

// The envelope of 消息加解密说明: base64(AES-256-CBC(random 16 | length 4, big endian | message | AppID | padding)), padded
// as PKCS#7 to 32 bytes although the cipher's block is 16.
const (
	padBlock   = 32
	randomSize = 16
	headSize   = randomSize + 4
)

type key struct {
	block cipher.Block
	iv    []byte
}

func newKey(raw []byte) key {
	block, err := aes.NewCipher(raw)
	if err != nil {
		panic(err) // raw is always 32 bytes
	}
	return key{block: block, iv: raw[:aes.BlockSize]}
}

// open decrypts sealed into buf, which is as long, and returns the message inside.
func (k key) open(buf, sealed []byte, appID string) ([]byte, error) {
	if len(sealed) == 0 || len(sealed)%padBlock != 0 {
		return nil, fmt.Errorf("%w: envelope of %d bytes", ErrMalformed, len(sealed))
	}
	cipher.NewCBCDecrypter(k.block, k.iv).CryptBlocks(buf, sealed)
	pad := int(buf[len(buf)-1])
	if pad < 1 || pad > padBlock || bytes.Count(buf[len(buf)-pad:], buf[len(buf)-1:]) != pad {
		return nil, fmt.Errorf("%w: envelope padding", ErrMalformed)
	}
	buf = buf[:len(buf)-pad]
	if len(buf) < headSize {
		return nil, fmt.Errorf("%w: envelope too short", ErrMalformed)
	}
	size := uint64(binary.BigEndian.Uint32(buf[randomSize:]))
	buf = buf[headSize:]
	if size > uint64(len(buf)) {
		return nil, fmt.Errorf("%w: envelope length", ErrMalformed)
	}
	if subtle.ConstantTimeCompare(buf[size:], []byte(appID)) != 1 {
		return nil, fmt.Errorf("%w: envelope of another account", ErrForbidden)
	}
	return buf[:size], nil
}

// seal encrypts message with 16 bytes of random and encodes the envelope.
func (k key) seal(random, message []byte, appID string) string {
	size := headSize + len(message) + len(appID)
	pad := padBlock - size%padBlock
	buf := make([]byte, 0, size+pad)
	buf = append(buf, random[:randomSize]...)
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(message)))
	buf = append(buf, message...)
	buf = append(buf, appID...)
	for range pad {
		buf = append(buf, byte(pad))
	}
	cipher.NewCBCEncrypter(k.block, k.iv).CryptBlocks(buf, buf)
	return base64.StdEncoding.EncodeToString(buf)
}

// signature is the platform's sha1 over its sorted parts, in hex.
func signature(parts ...string) string {
	slices.Sort(parts)
	size := 0
	for _, p := range parts {
		size += len(p)
	}
	all := make([]byte, 0, size)
	for _, p := range parts {
		all = append(all, p...)
	}
	sum := sha1.Sum(all)
	return hex.EncodeToString(sum[:])
}

// signed compares in constant time; an empty signature never matches.
func signed(got string, parts ...string) bool {
	return subtle.ConstantTimeCompare([]byte(got), []byte(signature(parts...))) == 1
}
