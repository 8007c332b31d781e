package search

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// questionWords make a sentence a question and say nothing about its subject. Reviewed by hand: a single character stands
// here only when no term of law contains it (so not 没 for 没收, 再 for 再生资源, 得 for 取得, 有 for 有效期, 请 for 申请).
// The longest match at a position wins.
var questionWords = byFirst(strings.Fields(`
	请问 请教 咨询一下 想咨询 我想咨询 想问 想问一下 我想问 我想问问 想问问 问一下 问下 麻烦问下 你好 您好 谢谢 麻烦 请帮我 帮我 告诉我
	怎么 怎么办 怎么样 怎样 怎么弄 咋 咋办 咋样 咋弄 如何 为什么 为啥 为何 什么 什么时候 什么样 是什么 什么意思 啥 啥时候 啥意思
	哪 哪里 哪儿 哪个 哪些 哪种 谁 几 多少 多久 多长时间 是否 是不是 有没有 能不能 能否 可不可以 可否 要不要 需不需要 会不会 行不行 对不对
	可以吗 行吗 对吗 好吗 了吗 了没 吗 呢 啊 呀 嘛 哦
	我 我们 你 你们 您 咱 咱们 俺 俺们 他们 她 它 这 这个 这种 这些 那 那个 那种 那些 现在 目前 一下 的话 还是 的 是
`))

func byFirst(words []string) map[rune][]string {
	m := map[rune][]string{}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		at := len(m[r])
		for i, other := range m[r] {
			if len(other) < len(w) {
				at = i
				break
			}
		}
		m[r] = append(m[r][:at:at], append([]string{w}, m[r][at:]...)...)
	}
	return m
}

// cutQuestionWord splits s around the first question word in it.
func cutQuestionWord(s string) (before, after string) {
	for i, r := range s {
		if r < utf8.RuneSelf {
			continue
		}
		for _, w := range questionWords[r] {
			if strings.HasPrefix(s[i:], w) {
				return s[:i], s[i+len(w):]
			}
		}
	}
	return s, ""
}

var ordinal = regexp.MustCompile(`第\s*([0-9]{1,4})\s*(条|章|节|项|款)`)

// spellOrdinals writes the number of an article as official texts do.
func spellOrdinals(s string) string {
	if !strings.ContainsAny(s, "0123456789") {
		return s
	}
	return ordinal.ReplaceAllStringFunc(s, func(m string) string {
		parts := ordinal.FindStringSubmatch(m)
		n := 0
		for _, c := range parts[1] {
			n = n*10 + int(c-'0')
		}
		return "第" + numeral(n) + parts[2]
	})
}

// numeral spells 0 ≤ n ≤ 9999 the way articles are numbered: 十, 二十一, 一百零五.
func numeral(n int) string {
	const digits = "零一二三四五六七八九"
	if n == 0 {
		return "零"
	}
	var b strings.Builder
	gap := false
	for _, place := range []struct {
		value int
		name  string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / place.value % 10
		if d == 0 {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteString("零")
			gap = false
		}
		if d != 1 || place.value != 10 || b.Len() > 0 {
			b.WriteString(digits[d*3 : d*3+3])
		}
		b.WriteString(place.name)
	}
	return b.String()
}
