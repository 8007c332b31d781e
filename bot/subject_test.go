package bot

import (
	"testing"

	"shangda/desk"
)

// strangers ask about subjects that no rule on file speaks of, with the words of rules about other subjects.
var strangers = []string{
	"2019年的时候外资设立不备案罚多少", "养老院不备案罚多少", "民宿没备案罚多少钱", "校外培训机构不备案罚多少", "网约车不备案会罚多少",
	"宠物店要备案吗", "网吧开业几天内备案", "装修公司几天内备案", "剧本杀店要去商务局备案吗", "棋牌室变更几天内备案", "中介公司变更几天内备案",
	"开药店要什么材料", "开网吧要什么材料", "办旅行社要交哪些材料", "加气站谁审批", "小贷公司谁审批", "私募基金备案要多久", "密室逃脱要不要许可证",
	"月子中心没登记怎么处罚", "殡仪馆谁审批", "无人机不登记罚多少", "电竞馆几天内要备案", "婚介所去哪个部门备案", "酒类批发备案几天办好",
}

// A rule about another subject never stands as the answer, however alike the words are.
func TestRuleAboutAnotherSubjectIsNoAnswer(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *house{"starter": func(t *testing.T) *house { return newHouse(t) }, "corpus": withCorpus} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			for _, q := range strangers {
				if got := h.Consult(t.Context(), q, "", ""); got.Outcome == desk.OutcomeAnswer {
					t.Errorf("%s: answered with\n%s", q, legible(got.Reply))
				}
			}
			inOrder(t, h.say("2019年的时候外资设立不备案罚多少"), "没有收录2019年时关于这件事的规定")
		})
	}
}

// The same words about a subject on file are answered.
func TestSubjectOnFileIsAnswered(t *testing.T) {
	h := newHouse(t)
	for q, want := range map[string]string{
		"预付卡不备案罚多少":  "预付卡不备案会罚多少？",
		"储值卡要备案吗":    "商家卖预付卡（储值卡）要备案吗？",
		"加盟备案要交哪些材料": "加盟备案要交哪些材料？",
		"做二手车生意要备案吗": "做二手车生意要备案吗？",
		"开拍卖公司谁审批":   "开拍卖公司要审批吗？",
		"境外投资备案几天":   "公司到国外投资开公司，要办什么手续？",
	} {
		got := h.Consult(t.Context(), q, "", "")
		if got.Outcome != desk.OutcomeAnswer || got.Hits[0].Passage.Item.Title() != want {
			t.Errorf("%s: %s, %s", q, got.Outcome, got.Hits[0].Passage.Item.Title())
		}
	}
}
