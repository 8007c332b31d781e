package wechat

import (
	"strings"
	"unicode/utf8"
)

// clean drops control characters, which citizens do send (U+0008 from some keyboards) and which XML forbids, and puts one
// U+FFFD for a run of bytes that are no UTF-8. Tab and line ends stay, as do marks of direction and emoji with their joiners.
func clean(s string) string {
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if !legal(r) || r == utf8.RuneError && size == 1 {
			return cleaned(s)
		}
		i += size
	}
	return s
}

func cleaned(s string) string {
	return strings.Map(func(r rune) rune {
		if !legal(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func legal(r rune) bool {
	switch {
	case r < 0x20:
		return r == '\t' || r == '\n' || r == '\r'
	case r >= 0x7F && r < 0xA0, r == 0xFFFE, r == 0xFFFF:
		return false
	}
	return true
}
