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
)

// Supported tells by its name whether a file is worth reading.
func Supported(name string) bool {
	switch extension(name) {
	case ".md", ".markdown", ".txt", ".docx", ".html", ".htm":
		return true
	}
	return false
}

func extension(name string) string { return strings.ToLower(filepath.Ext(name)) }

// Text turns Markdown, plain text, docx and HTML into Markdown in UTF-8 with \n line ends. The content decides what a file
// is; the extension only tells plain text from Markdown and names what a broken file should have been. Front matter stays
// in place; every other text begins with its title as a # heading.
func Text(name string, data []byte) (string, error) {
	ext := extension(name)
	switch {
	case len(data) > MaxBytes:
		return "", fmt.Errorf("%w: %d MB, at most %d", ErrTooLarge, (len(data)+1<<20-1)>>20, MaxBytes>>20)
	case len(bytes.TrimSpace(data)) == 0:
		return "", ErrEmpty
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return fromDocx(data)
	case foreign(data) != "":
		return "", fmt.Errorf("%w: %s", ErrUnsupported, foreign(data))
	case ext == ".docx" && !isHTML(data):
		return "", fmt.Errorf("%w: no docx inside", ErrBroken)
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
		"%PDF-":                            "PDF",
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old or password-protected Office file; save it as docx without a password",
		"{\\rtf":                           "RTF",
		"\x89PNG":                          "a picture",
		"\xff\xd8\xff":                     "a picture",
		"GIF8":                             "a picture",
		"Rar!":                             "an archive",
		"7z\xbc\xaf":                       "an archive",
		"\x1f\x8b":                         "an archive",
	} {
		if bytes.HasPrefix(data, []byte(magic)) {
			return name
		}
	}
	return ""
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
