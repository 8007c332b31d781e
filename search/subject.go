package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// predicates are what can be asked about anything: what an office does, what somebody must do, hand in, pay or wait for, and who
// does it. Beside them, and question words, what remains of a question names its subject. Reviewed by hand; the longest match at
// a position wins.
var predicates = byFirst(strings.Fields(`
	备案 报备 登记 注册 报告 上报 申报 填报 申请 审批 批准 核准 许可 许可证 审核 审查 批 批下来 办 办理 办好 办下来 办证 手续 流程 程序 步骤 材料 资料 文件 证件 证明 表格
	提交 递交 交 带 准备 罚 罚款 处罚 挨罚 惩罚 违规 违法 违反 后果 责任 逾期 超期 期限 时限 时间 日期 截止 天 日 工作日 天内 日内 内
	条件 要求 资格 资质 标准 门槛 规定 政策 法律 法规 依据 办法 制度 收费 费用 钱 多少钱 免费 电话 地址 窗口 部门 机关 单位 商务局 商务部 商务部门 政府 局里 国家
	设立 成立 开办 开业 新开 开 变更 改 注销 经营 从事 做 搞 干 属于 负责 主管 管理 管 归 找 查 查询 知道 告诉 说
	公司 企业 商家 经营者 店 店铺 门店 个人 老板 人 东西 事 事情 情况 业务 项目 行业
	不 没 没有 未 能 可以 会 要 应 应该 应当 需要 需 必须 得 想 打算 准备 去 来 到 在 有 用 给 把 被 让 对 和 跟 与 或 或者 也 都 就 还 再 才 又 已经 刚 先 暂时
	时候 当时 以后 之后 以前 之前 今年 去年 前年 明年 年 月 里 后 前 多 多大 大概 一般 最 最晚 最多 最少 好 行 合法 合规 合理 一 一个 个 家 张 次 了 过 着 只 自己 别人 如果 要是 因为 所以 但 但是 下去 其实 几万 万 元 块钱 犯法 样 正常 半个月 半年 两年
`))

// names are words that a predicate must not be found in, beside those of the vocabulary.
var names = byFirst(strings.Fields(`
	家电 家具 家居 家装 家暴 会展 会议 会员 会计 批发 干洗 干果 开发 公开 过期 过户 过敏 能源 天然气 对外 店庆 网店 饭店 酒店 药店 书店 展会 工会 商会 协会 社会 用人 用工 用户 人才 人力 年龄 年检
	行程 旅行 银行 发行 出行 内地 国内 境内 室内 里程 前置 多式联运 管制 管道 管线 改装 找零 查封 说明 在建 给付 再生 用地 用水 用电 交通 交易 带货 日用 月饼 月嫂 年货 后厨 先锋 来料 对公 后悔 好评
`))

// subject is what a question is about: the parts of it that name something, each with its words and those of the law for it.
type subject struct {
	parts []part
	sole  bool   // there is one part, and nothing else beside what can be asked about anything
	name  string // of that part
}

// part is a stretch of a question without words that can be asked about anything.
type part struct {
	weight float32 // of the rarest of its pairs
	terms  []*postings
}

// stretch is where a part stands, in bytes.
type stretch struct{ from, to int }

// naming are the stretches of a normalized question that name something.
func (words lexicon) naming(text string) (out []stretch) {
	start := -1
	end := func(at int) {
		if start >= 0 && strings.Trim(text[start:at], "0123456789") != "" {
			out = append(out, stretch{start, at})
		}
		start = -1
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		said := max(reach(questionWords, r, text[i:]), reach(predicates, r, text[i:]))
		name := reach(names, r, text[i:])
		if x := words.at(r, text[i:]); x != nil && len(x.word) > said && (lexicon{}).naming(x.word) != nil {
			name = max(name, len(x.word))
		}
		switch {
		case name > said: // a word that names something
			size = name
		case said > 0, !isHan(r) && !isWord(r):
			end(i)
			i += max(said, size)
			continue
		}
		if start < 0 {
			start = i
		}
		i += size
	}
	end(len(text))
	return out
}

// subjectOf reads what a normalized question is about.
func (v *view) subjectOf(text string) (subject, error) {
	var s subject
	places := v.words.naming(text)
	if s.sole = len(places) == 1; s.sole {
		s.name = text[places[0].from:places[0].to]
	}
	for _, at := range places {
		var p part
		var cut terms
		cut.split(text[at.from:at.to])
		if len(cut.pairs) == 0 {
			continue
		}
		own, known := len(cut.pairs), false
		first, _ := utf8.DecodeRuneInString(text[at.from:])
		for _, law := range v.words.over(text, at) {
			cut.pairs = append(cut.pairs, law.pairs...)
		}
		for i, t := range cut.pairs {
			list, err := v.score.pairs.get(t)
			if err != nil {
				return s, err
			}
			if i < own {
				p.weight = max(p.weight, list.idf)
			}
			known = known || len(list.tfs) > 0
			p.terms = append(p.terms, list)
		}
		if known || isHan(first) { // a foreign word that no text has says nothing
			s.parts = append(s.parts, p)
		}
	}
	return s, nil
}

// over are the law's words for everyday words that reach into a stretch.
func (l lexicon) over(text string, s stretch) (out []*terms) {
	for i := 0; i < s.to; {
		r, size := utf8.DecodeRuneInString(text[i:])
		x := l.at(r, text[i:])
		if x == nil {
			i += size
			continue
		}
		if i += len(x.word); i > s.from && len(x.law.pairs) > 0 {
			out = append(out, &x.law)
		}
	}
	return out
}

// in is the share of the subject that a passage names, by weight; 1 for a question that names nothing.
func (s subject) in(doc uint32) float64 {
	var has, all float32
	for _, p := range s.parts {
		all += p.weight
		if slices.ContainsFunc(p.terms, func(t *postings) bool { return t.gain(doc) > 0 }) {
			has += p.weight
		}
	}
	if all == 0 {
		return 1
	}
	return float64(has / all)
}

const (
	shortestName = 2 // Han characters of a name that can be said back to the citizen
	longestName  = 8
)

// named is the one thing that a question names, as long as it looks like a name: Han characters, no number, not a sentence.
func (s subject) named() string {
	n := utf8.RuneCountInString(s.name)
	if !s.sole || n < shortestName || n > longestName || strings.ContainsFunc(s.name, func(r rune) bool { return !isHan(r) }) {
		return ""
	}
	return s.name
}
