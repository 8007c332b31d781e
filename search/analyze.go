package search

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/longbridgeapp/opencc"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/width"
)

// terms is a text cut for the index. Words (Latin letters, digits) are kept whole and stand in both slices.
type terms struct {
	pairs   []string // two neighbouring Han characters
	singles []string // each Han character

	lawPairs, lawSingles []string // of the law's words for everyday ones, not asked for literally
}

// analyze cuts a text for the index: every occurrence, in order of reading.
func analyze(text string) terms {
	var t terms
	t.split(normalize(text))
	return t
}

// analyzeQuery cuts a question: every term once. Question words say little about the subject: their pairs are lighter, and
// their characters are left out.
func analyzeQuery(text string) terms {
	text = normalize(text)
	most := utf8.RuneCountInString(text)
	whole := terms{pairs: make([]string, 0, most), singles: make([]string, 0, most)}
	whole.split(text)
	t := terms{pairs: make([]string, 0, most), singles: whole.singles[:0]}
	for text != "" {
		before, after := cutQuestionWord(text)
		t.split(before)
		text = after
	}
	t.singles = distinct(t.singles)
	var pairs set
	t.pairs = pairs.distinct(t.pairs)
	for _, p := range whole.pairs {
		if len(t.lawPairs) < mostLaw && pairs.add(p) {
			t.lawPairs = append(t.lawPairs, p)
		}
	}
	return t
}

// split appends the terms of s, which share s's memory.
func (t *terms) split(s string) {
	prev := -1 // offset of the Han character just before
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case isHan(r):
			if prev >= 0 {
				t.pairs = append(t.pairs, s[prev:i+size])
			}
			t.singles = append(t.singles, s[i:i+size])
			prev, i = i, i+size
		case isWord(r):
			end := i + size
			for end < len(s) {
				r, size := utf8.DecodeRuneInString(s[end:])
				if isHan(r) || !isWord(r) {
					break
				}
				end += size
			}
			t.pairs = append(t.pairs, s[i:end])
			t.singles = append(t.singles, s[i:end])
			prev, i = -1, end
		default:
			prev, i = -1, i+size
		}
	}
}

func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x3FFFF || r == '〇'
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// normalize brings different spellings of one text together: full-width forms, capitals, traditional characters, and
// 第33条 for 第三十三条. A text that needs none of it comes back as it is, without copying.
func normalize(s string) string {
	var wide, upper, foreign, ordinal bool
	common := commonHan()
	for i, r := range s {
		switch {
		case r < utf8.RuneSelf:
			upper = upper || 'A' <= r && r <= 'Z'
		case isHan(r):
			foreign = foreign || !common.has(r)
			ordinal = ordinal || r == '第' && i+3 < len(s)
		default:
			wide = wide || r >= '０' && r <= 'ｚ' // full-width punctuation parts terms as it is
			upper = upper || unicode.IsUpper(r)
		}
	}
	if wide {
		s = width.Fold.String(s)
		upper = true
	}
	if upper {
		s = strings.ToLower(s)
	}
	if foreign {
		s = simplify(s)
	}
	if ordinal {
		s = spellOrdinals(s)
	}
	return s
}

// runeSet is a bitmap of the basic plane's Han characters.
type runeSet [(0x9FFF - 0x3400 + 1 + 63) / 64]uint64

func (b *runeSet) has(r rune) bool {
	i := r - 0x3400
	return i >= 0 && int(i) < len(b)*64 && b[i/64]&(1<<(i%64)) != 0
}

// commonHan are the 6,763 characters of GB 2312, which has no traditional forms: a text that stays inside needs no
// conversion, and nearly every text does.
var commonHan = sync.OnceValue(func() *runeSet {
	var set runeSet
	dec := simplifiedchinese.GBK.NewDecoder()
	for hi := byte(0xB0); hi <= 0xF7; hi++ {
		for lo := byte(0xA1); lo <= 0xFE; lo++ {
			out, err := dec.Bytes([]byte{hi, lo})
			if err != nil {
				continue
			}
			r, _ := utf8.DecodeRune(out)
			if i := r - 0x3400; isHan(r) && i >= 0 && int(i) < len(set)*64 {
				set[i/64] |= 1 << (i % 64)
			}
		}
	}
	return &set
})

// converter is nil when the embedded dictionaries don't load; then traditional texts stay as they are.
var converter = sync.OnceValue(func() *opencc.OpenCC {
	cc, err := opencc.New("tw2sp")
	if err != nil {
		return nil
	}
	return cc
})

func simplify(s string) string {
	cc := converter()
	if cc == nil {
		return s
	}
	out, err := cc.Convert(s)
	if err != nil {
		return s
	}
	return out
}
