package search

import (
	"slices"
	"strings"
)

// form is a kind of question and what its answers look like, whatever the subject: who asks 什么是 is answered by a sentence
// with 是指. Both are reviewed by hand, as plain words.
type form struct {
	asked []string // any of them makes the question one of this kind
	said  []string // any of them in a text makes it look like an answer
}

// forms are those that told right from wrong answers to development questions: see docs/decisions/0018-a-closer-look.md,
// also for those that did not.
var forms = []form{
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

// formsOf are the kinds that a question is of.
func formsOf(question string) (out []*form) {
	for i := range forms {
		if slices.ContainsFunc(forms[i].asked, func(w string) bool { return strings.Contains(question, w) }) {
			out = append(out, &forms[i])
		}
	}
	return out
}

// answers is how much of a question a text has around one of the form's words, at best: a share of the question's pairs.
func (f *form) answers(text string, pairs []string) float32 {
	best := 0
	for _, w := range f.said {
		for from := 0; ; {
			at := strings.Index(text[from:], w)
			if at < 0 {
				break
			}
			at += from
			from = at + len(w)
			part, n := text[max(0, at-around):min(len(text), from+around)], 0
			for _, p := range pairs {
				if strings.Contains(part, p) {
					n++
				}
			}
			best = max(best, n)
		}
	}
	return float32(best) / float32(max(len(pairs), 1))
}
