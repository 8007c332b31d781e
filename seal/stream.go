package seal

import (
	"bufio"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A sealed stream is a line with the number of its key, eight random bytes, and chunks of 64 KiB, each encrypted under a nonce
// of those bytes and its own number. The last one is marked, so that a stream cut short does not open.
const (
	chunkBytes  = 64 << 10
	prefixBytes = 8
)

// Writer encrypts what is written to it into w; about is as in Seal. Close writes the end, and leaves w open.
func (k *Keys) Writer(w io.Writer, about string) (io.WriteCloser, error) {
	aead, err := k.aead(k.current, about)
	if err != nil {
		return nil, err
	}
	s := &writer{w: w, stream: stream{aead: aead, about: about}}
	rand.Read(s.nonce[:prefixBytes]) // never fails
	if _, err := fmt.Fprintf(w, "%d\n%s", k.current, s.nonce[:prefixBytes]); err != nil {
		return nil, err
	}
	return s, nil
}

// Reader decrypts what Writer made for the same about. Any change, and a missing end, is ErrSealed, at the latest at the end:
// nothing read before may be relied upon until then.
func (k *Keys) Reader(r io.Reader, about string) (io.Reader, error) {
	in := bufio.NewReaderSize(r, chunkBytes+64)
	line, err := in.ReadString('\n')
	n, errNumber := strconv.Atoi(strings.TrimSuffix(line, "\n"))
	if err != nil || errNumber != nil || k.master[n] == nil {
		return nil, ErrSealed
	}
	aead, err := k.aead(n, about)
	if err != nil {
		return nil, err
	}
	s := &reader{r: in, stream: stream{aead: aead, about: about}}
	if _, err := io.ReadFull(in, s.nonce[:prefixBytes]); err != nil {
		return nil, ErrSealed
	}
	return s, nil
}

type stream struct {
	aead  cipher.AEAD
	about string
	nonce [12]byte
	n     uint32
}

// next is nonce and additional data of the next chunk.
func (s *stream) next(last bool) (nonce, data []byte, err error) {
	if s.n++; s.n == 0 {
		return nil, nil, errors.New("stream is too long")
	}
	binary.BigEndian.PutUint32(s.nonce[prefixBytes:], s.n)
	return s.nonce[:], fmt.Appendf(nil, "%s %t", s.about, last), nil
}

type writer struct {
	stream
	w   io.Writer
	buf []byte
}

func (s *writer) Write(p []byte) (int, error) {
	written := len(p)
	for len(p) > 0 {
		if len(s.buf) == chunkBytes { // kept back until more comes: it may be the last
			if err := s.flush(false); err != nil {
				return 0, err
			}
		}
		n := min(len(p), chunkBytes-len(s.buf))
		s.buf, p = append(s.buf, p[:n]...), p[n:]
	}
	return written, nil
}

func (s *writer) flush(last bool) error {
	nonce, data, err := s.next(last)
	if err != nil {
		return err
	}
	_, err = s.w.Write(s.aead.Seal(nil, nonce, s.buf, data))
	s.buf = s.buf[:0]
	return err
}

func (s *writer) Close() error { return s.flush(true) }

type reader struct {
	stream
	r     *bufio.Reader
	plain []byte
	ended bool
}

func (s *reader) Read(p []byte) (int, error) {
	for len(s.plain) == 0 {
		if s.ended {
			return 0, io.EOF
		}
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.plain)
	s.plain = s.plain[n:]
	return n, nil
}

func (s *reader) fill() error {
	chunk := make([]byte, chunkBytes+s.aead.Overhead())
	n, err := io.ReadFull(s.r, chunk)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	_, errMore := s.r.Peek(1)
	s.ended = errMore != nil
	nonce, data, err := s.next(s.ended)
	if err != nil {
		return err
	}
	if s.plain, err = s.aead.Open(nil, nonce, chunk[:n], data); err != nil {
		return ErrSealed
	}
	return nil
}
