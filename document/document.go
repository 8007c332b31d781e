// Package document reads the files an office publishes from and turns them into Markdown text: headings, paragraphs, lists
// and tables, without layout.
package document

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
)

// MaxBytes is the largest file that is read.
const MaxBytes = 20 << 20

// What Text refuses; errors.Is finds them under whatever explains the case.
var (
	ErrEmpty       = errors.New("file is empty")
	ErrNoText      = errors.New("file has no text")
	ErrTooLarge    = errors.New("file is too large")
	ErrUnsupported = errors.New("format is not supported")
	ErrBroken      = errors.New("file is broken")
	ErrEncrypted   = errors.New("file is protected by a password")
	ErrMacros      = errors.New("file contains macros")
	ErrLimits      = errors.New("reading the file took too much") // from a Reader
)

// Supported tells by its name whether a file is worth reading.
func Supported(name string) bool {
	switch extension(name) {
	case ".md", ".markdown", ".txt", ".docx", ".pdf", ".xlsx", ".html", ".htm":
		return true
	}
	return false
}

func extension(name string) string { return strings.ToLower(filepath.Ext(name)) }

// Text turns Markdown, plain text, docx, xlsx and HTML into Markdown in UTF-8 with \n line ends. The content decides what a file
// is; the extension only tells plain text from Markdown and names what a broken file should have been. Front matter stays
// in place; every other text begins with its title as a # heading. PDF is for a Reader.
func Text(name string, data []byte) (string, error) {
	ext := extension(name)
	switch {
	case len(data) > MaxBytes:
		return "", fmt.Errorf("%w: %d MB, at most %d", ErrTooLarge, (len(data)+1<<20-1)>>20, MaxBytes>>20)
	case len(bytes.TrimSpace(data)) == 0:
		return "", ErrEmpty
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return fromZip(data)
	case isPDF(data):
		return "", fmt.Errorf("%w: PDF", ErrUnsupported)
	case bytes.HasPrefix(data, []byte(ole)):
		return "", oldOffice(data)
	case foreign(data) != "":
		return "", fmt.Errorf("%w: %s", ErrUnsupported, foreign(data))
	case (ext == ".docx" || ext == ".xlsx" || ext == ".pdf") && !isHTML(data):
		return "", fmt.Errorf("%w: no %s inside", ErrBroken, ext[1:])
	case ext != "" && ext != ".doc" && !Supported(name):
		return "", fmt.Errorf("%w: %s", ErrUnsupported, ext)
	}
	text, err := decode(data)
	if err != nil {
		return "", err
	}
	switch {
	case isHTML([]byte(text)), (ext == ".html" || ext == ".htm") && strings.Contains(text, "</"):
		return fromHTML(text)
	case !strings.ContainsFunc(text, isTextual):
		return "", ErrNoText
	case ext == ".md", ext == ".markdown", strings.HasPrefix(text, "---\n"), strings.HasPrefix(text, "# "):
		return strings.TrimRight(text, "\n ") + "\n", nil
	}
	return fromPlain(text), nil
}

func isTextual(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// foreign names a format that is known by its first bytes and not read here.
func foreign(data []byte) string {
	for magic, name := range map[string]string{
		"{\\rtf":       "RTF",
		"\x89PNG":      "a picture",
		"\xff\xd8\xff": "a picture",
		"GIF8":         "a picture",
		"Rar!":         "an archive",
		"7z\xbc\xaf":   "an archive",
		"\x1f\x8b":     "an archive",
	} {
		if bytes.HasPrefix(data, []byte(magic)) {
			return name
		}
	}
	return ""
}

// isPDF finds the header, which may stand anywhere in the first 1,024 bytes (ISO 32000-1, annex H, note 13).
func isPDF(data []byte) bool { return bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) }

// ole is how files of Office before 2007 begin, and those that are encrypted until today ([MS-OFFCRYPTO]).
const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

func oldOffice(data []byte) error {
	if bytes.Contains(data, utf16le("EncryptedPackage")) {
		return ErrEncrypted
	}
	return fmt.Errorf("%w: a file of Office before 2007; save it as docx or xlsx", ErrUnsupported)
}

func utf16le(s string) []byte {
	var out []byte
	for _, c := range []byte(s) {
		out = append(out, c, 0)
	}
	return out
}

// isHTML looks for the beginning of a page behind a byte order mark, an XML declaration and comments.
func isHTML(data []byte) bool {
	s := bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\ufeff"))
	for {
		s = bytes.TrimSpace(s)
		end := ""
		switch {
		case bytes.HasPrefix(s, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(s, []byte("<?xml")):
			end = "?>"
		default:
			s = bytes.ToLower(s[:min(len(s), 16)])
			return bytes.HasPrefix(s, []byte("<!doctype html")) || bytes.HasPrefix(s, []byte("<html")) ||
				bytes.HasPrefix(s, []byte("<head")) || bytes.HasPrefix(s, []byte("<body"))
		}
		_, rest, found := bytes.Cut(s, []byte(end))
		if !found {
			return false
		}
		s = rest
	}
}

// fromPlain takes the first line as the title and every other line as a paragraph.
func fromPlain(text string) string {
	var blocks []block
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			blocks = append(blocks, block{text: line})
		}
	}
	return render(blocks[0].text, blocks)
}
