package seal

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// ErrNoKey says that there is no key file.
var ErrNoKey = errors.New("no key file")

const (
	heading  = "# Key of 商答. Without this file encrypted data cannot be read. Keep a copy elsewhere, never beside a backup."
	keyBytes = 32
)

// Load reads a key file; ErrNoKey when there is none.
func Load(path string) (*Keys, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", path, ErrNoKey)
	}
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	k, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return k, nil
}

// Create writes a new key file, readable by its owner only. An existing one is an error: nothing is overwritten.
func Create(path string) (*Keys, error) {
	k := &Keys{index: fresh(), master: map[int][]byte{1: fresh()}, current: 1}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	_, err = f.Write(k.text())
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	return k, nil
}

// Rotate adds a key, which seals from then on, and replaces the file in one step.
func Rotate(path string) (*Keys, error) {
	k, err := Load(path)
	if err != nil {
		return nil, err
	}
	k.current++
	k.master[k.current] = fresh()
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*") // 0600
	if err != nil {
		return nil, err
	}
	_, err = f.Write(k.text())
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("key file: %w", err), os.Remove(f.Name()))
	}
	return k, nil
}

func fresh() []byte {
	key := make([]byte, keyBytes)
	rand.Read(key) // never fails
	return key
}

// text is one key a line: its number, or "index", and 32 bytes in base64.
func (k *Keys) text() []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, heading)
	fmt.Fprintln(&b, "index", base64.StdEncoding.EncodeToString(k.index))
	for n := 1; n <= k.current; n++ {
		if key, ok := k.master[n]; ok {
			fmt.Fprintln(&b, n, base64.StdEncoding.EncodeToString(key))
		}
	}
	return b.Bytes()
}

func parse(data []byte) (*Keys, error) {
	k := &Keys{master: map[int][]byte{}}
	lines := bufio.NewScanner(bytes.NewReader(data))
	for line := 1; lines.Scan(); line++ {
		text := strings.TrimSpace(lines.Text())
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		name, value, _ := strings.Cut(text, " ")
		key, err := base64.StdEncoding.DecodeString(value)
		if err != nil || len(key) != keyBytes {
			return nil, fmt.Errorf("line %d is not a key", line)
		}
		if name == "index" {
			k.index = key
			continue
		}
		n, err := strconv.Atoi(name)
		if err != nil || n < 1 || k.master[n] != nil {
			return nil, fmt.Errorf("line %d: key number %q", line, name)
		}
		k.master[n], k.current = key, max(k.current, n)
	}
	if k.index == nil || k.current == 0 {
		return nil, errors.New("not a whole key file")
	}
	return k, nil
}
