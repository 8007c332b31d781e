package bot

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"shangda/wechat"
)

// longest is how many characters of a message are read as a question.
const longest = 600

// words are the message's text: what was typed, or what the platform heard in a voice message.
// Direction marks and other invisible characters are dropped, full-width letters folded.
func words(m wechat.Message) string {
	s := m.Content
	if m.MsgType == "voice" {
		s = m.Recognition
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return ' '
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// folded gives half-width and full-width forms their usual width. Most messages hold full-width marks at the most, which
// are told without a table.
func folded(s string) string {
	wide := false
	for _, r := range s {
		switch {
		case r == '　', r >= '！' && r <= '～':
			wide = true
		case r > '～' && r <= '￮', r == '₩':
			return width.Fold.String(s)
		}
	}
	if !wide {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '　':
			return ' '
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		}
		return r
	}, s)
}

// plain folds width and case and drops everything that isn't a letter or a digit, for comparing with fixed words.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, folded(s))
}

// question is the part of a message that is searched for.
func question(s string) string {
	n := 0
	for i := range s {
		if n == longest {
			return s[:i]
		}
		n++
	}
	return s
}

// language of a message that isn't Chinese: "ko", "ja", "en" for every other, "" for Chinese or too little to say.
func language(s string) string {
	var han, hangul, kana, latin, other, spaces int
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.Is(unicode.Hangul, r):
			hangul++
		case unicode.Is(unicode.Hiragana, r), unicode.Is(unicode.Katakana, r):
			kana++
		case unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			other++
		case r == ' ':
			spaces++
		}
	}
	switch {
	case hangul > han:
		return "ko"
	case kana > 0 && kana*3 > han:
		return "ja"
	case han > 0:
		return ""
	case other > 1, latin > 3 && spaces > 0, greetings[plain(s)]:
		return "en"
	}
	return ""
}

// greetings are single words that show a reader of English; other single words may be terms such as EDI.
var greetings = map[string]bool{"hello": true, "hi": true, "hey": true, "help": true, "thanks": true, "thank": true, "english": true}
