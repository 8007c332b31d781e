package search

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// form is a kind of question and what its answers look like, whatever the subject: who asks 什么是 is answered by a sentence
// with 是指. Both are reviewed by hand, as plain words.
type form struct {
	asked []string // any of them makes the question one of this kind
	said  []string // any of them in a text makes it look like an answer
}

// forms are those that told right from wrong answers to development questions: see docs/decisions/0018-a-closer-look.md,
// also for those that did not.
var forms = [...]form{
	{ // what it is
		asked: strings.Fields(`什么是 是什么 含义 概念 指什么 何为 何谓 什么叫 定义 什么意思`),
		said:  strings.Fields(`是指 指的是 ，是 又称 所谓 称为 本法所称`),
	},
	{ // when, how long
		asked: strings.Fields(`多久 期限 多长 何时 什么时候 几天 几年 期间 时效 时间`),
		said:  strings.Fields(`日内 天内 年内 月内 日起 个月 小时 工作日 一年 二年 两年 三年 五年 届满 期限 期间`),
	},
	{ // which
		asked: strings.Fields(`哪些 情形 情况 条件 包括 种类 类型 内容 要求 材料 证据 什么时候 权利 义务`),
		said:  strings.Fields(`（一） (一) （二） (二) （1） (1) 1、 2、 1. 2. 一是 二是 ① ② 包括 下列 以下 主要有 分为 第一 第二 其一`),
	},
	{ // the difference
		asked: strings.Fields(`区别 不同 差别 区分`),
		said:  strings.Fields(`区别 不同 而`),
	},
	{ // whether it holds
		asked: strings.Fields(`效力 有效 无效 生效`),
		said:  strings.Fields(`有效 无效 效力 生效`),
	},
	{ // who
		asked: strings.Fields(`谁 主体 哪个 何人 哪里 哪家 哪级 部门 机关 管辖`),
		said:  strings.Fields(`由 向 机关 部门 人民法院 管辖 主体`),
	},
	{ // what follows
		asked: strings.Fields(`责任 处罚 后果 怎么处理 如何处理 赔偿 怎么办`),
		said:  strings.Fields(`责任 罚款 处以 赔偿 吊销 责令 处分`),
	},
	{ // how
		asked: strings.Fields(`如何 怎么 怎样 程序 流程 手续 步骤 办理 途径`),
		said:  strings.Fields(`申请 提交 起诉 协商 办理 登记 首先 其次 程序 提出`),
	},
}

// around is how far from a form's word the question's words count, in bytes: twenty characters.
const around = 60

// begins says of a character which forms have a word that begins with it: bit i is for forms[i].
var begins = func() (of [1 << 16]uint8) {
	for i, f := range forms {
		for _, w := range f.said {
			first, _ := utf8.DecodeRuneInString(w)
			of[first] |= 1 << i
		}
	}
	return of
}()

// shape is what an answer to a question looks like: words of the question's forms among its own.
type shape struct {
	forms uint8 // bit i is for forms[i]
	pairs []string
	first [256]uint64 // by the last byte of a character: the pairs that begin with it, bit by bit

	found []mark // of pairs in the text looked at
	said  []mark // of forms' words in it
}

// mark is where in a text something stands, in bytes.
type mark struct{ from, to, what int }

// shapeOf takes at most mostTerms pairs.
func shapeOf(question string, pairs []string) shape {
	w := shape{pairs: pairs}
	for i, f := range forms {
		if slices.ContainsFunc(f.asked, func(a string) bool { return strings.Contains(question, a) }) {
			w.forms |= 1 << i
		}
	}
	for i, p := range pairs {
		first, _ := utf8.DecodeRuneInString(p)
		w.first[byte(first)] |= 1 << i
	}
	return w
}

// in is how much of the question a text has around one of a form's words, at best: a share of the question's pairs, summed
// over the forms.
func (w *shape) in(text string) float32 {
	w.look(text)
	var best [len(forms)]int
	passed := 0
	for _, s := range w.said {
		for passed < len(w.found) && w.found[passed].from < s.from-around {
			passed++
		}
		near := uint64(0)
		for _, p := range w.found[passed:] {
			if p.from >= s.to+around {
				break
			}
			if p.to <= s.to+around {
				near |= 1 << p.what
			}
		}
		best[s.what] = max(best[s.what], bits.OnesCount64(near))
	}
	sum := 0
	for _, n := range best {
		sum += n
	}
	return float32(sum) / float32(max(len(w.pairs), 1))
}

// look finds the question's pairs and the forms' words in a text, in order of reading.
func (w *shape) look(text string) {
	w.found, w.said = w.found[:0], w.said[:0]
	for at, r := range text {
		for may := w.first[byte(r)]; may != 0; may &= may - 1 {
			if i := bits.TrailingZeros64(may); strings.HasPrefix(text[at:], w.pairs[i]) {
				w.found = append(w.found, mark{at, at + len(w.pairs[i]), i})
			}
		}
		if r >= rune(len(begins)) {
			continue
		}
		for may := begins[r] & w.forms; may != 0; may &= may - 1 {
			i := bits.TrailingZeros8(may)
			for _, said := range forms[i].said {
				if strings.HasPrefix(text[at:], said) {
					w.said = append(w.said, mark{at, at + len(said), i})
				}
			}
		}
	}
}
