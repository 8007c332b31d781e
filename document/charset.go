package document

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// decode reads UTF-8, UTF-16 with a byte order mark, and else GB18030, of which GBK and GB 2312 are parts.
func decode(data []byte) (string, error) {
	text := string(bytes.TrimPrefix(data, []byte("\ufeff")))
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		from = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case !utf8.ValidString(text):
		from = simplifiedchinese.GB18030
	}
	if from != nil {
		out, err := from.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
			return "", fmt.Errorf("%w: neither UTF-8 nor UTF-16 nor GB18030", ErrBroken)
		}
		text = string(out)
	}
	if strings.ContainsRune(text, 0) {
		return "", fmt.Errorf("%w: not text", ErrUnsupported)
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), nil
}
