package bot

import (
	"strings"

	"shangda/desk"
	"shangda/policy"
)

// business are words of what the office does. Beside one of them a subject of the directory is only mentioned in passing.
var business = strings.Fields(`
	外资 外商 外企 外国投资 境外投资 投资者 合资 港资 台资 负面清单 自贸 备案 信息报告
	预付卡 购物卡 充值卡 储值卡 会员卡 单用途 加盟 特许 连锁 直销 传销 拍卖 典当 家政 洗染 洗衣店 展会 促销 商场 超市 卖场 零售 批发 经销商 供应商 供货商 进场费
	二手车 报废 汽车销售 4s店 平行进口 成品油 加油站 加油卡 以旧换新 再生资源 废品 旧货
	出口 进口 外贸 进出口 跨境 保税 反倾销 两用物项 技术合同 服务外包 对外劳务 外派 出国打工 对外承包
	信息公开 申请公开 依申请 行政复议 不予公开 霸王条款 七天无理由 网购 电商 直播带货 欠中小企业 货款 营商环境
	营业执照 注册公司 公司注册 法定代表人 注册资本 经营范围 个体户 个体工商户 商务局 商务部
`)

// insults are heard calmly and never answered in kind.
var insults = strings.Fields(`傻逼 傻b 煞笔 沙比 sb 妈的 他妈 你妈 尼玛 草泥马 操你 滚蛋 滚开 去死 王八 混蛋 废物 垃圾公众号 垃圾系统 智障 弱智 脑残 狗屁 放屁 饭桶 白痴 骗人玩意`)

// whoIs asks about a person, of whom no rule tells.
var whoIs = compile(`^(?:请问|你知道|知道)?[^，,。]{2,5}(?:是谁|是什么人|是哪位)[呀啊呢]?[？?]?$`)

// alike is from which likeness on two questions are the same one in other words.
const alike = 0.7

// hearElsewhere names who does what this office doesn't, when the subject is in the directory and staff have not
// answered the question. Insults without a question get a calm line.
func hearElsewhere(t *turn) bool {
	said := strings.ToLower(folded(t.text))
	r, other := t.elsewhere(strings.ToLower(question(gist(t.text))))
	other = other && !oursToo(said, r)
	switch {
	case whoIs.MatchString(said) && !containsAny(said, business):
		return t.say(desk.TalkAsk, desk.OutcomeNone, sayNobody, toHuman())
	case other:
		t.x.Talk, t.x.Outcome = desk.TalkAsk, desk.OutcomeNone
		again := desk.Choice{Label: sayAnyway, Act: actAsk, Arg: desk.Mask(question(gist(t.text)))}
		if r.Who == "" {
			return t.say(desk.TalkAsk, desk.OutcomeNone, sayNobody, toHuman())
		}
		t.x.Reply = t.render(bubble{lead: sayElsewhere(r), next: sayTryHere}, []desk.Choice{again, toHuman()})
		return true
	case containsAny(said, insults) && !containsAny(said, business) && !asking(said):
		return t.say(desk.TalkAsk, desk.OutcomeNone, sayAbuse, toHuman())
	}
	return false
}

// elsewhere finds who handles the subject of a question that is not the office's.
func (t *turn) elsewhere(said string) (policy.Referral, bool) {
	r, named := t.Tables().Directory.Refer(said)
	if !named || oursToo(said, r) {
		return r, false
	}
	return r, !t.published(said)
}

// oursToo reports whether a text names something of the office's own beside another authority's subject, other than what only
// tells whom that happens to.
func oursToo(said string, r policy.Referral) bool {
	for _, w := range r.Despite {
		said = strings.ReplaceAll(said, w, " ")
	}
	return containsAny(said, business)
}

// published reports whether staff answered this very question: stronger than any word that names another's subject or
// another channel.
func (t *turn) published(said string) bool {
	r, err := t.Search.Find(t.ctx, t.query(said))
	if err != nil {
		return false
	}
	for _, h := range r.Hits[:min(3, len(r.Hits))] {
		if h.Passage.Item.QA == nil && h.Passage.Item.Guide == nil {
			continue
		}
		for wording := range strings.Lines(h.Passage.Asked) {
			if desk.Likeness(plain(said), plain(wording)) >= alike {
				return true
			}
		}
	}
	return false
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
