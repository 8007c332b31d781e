package bot

import (
	"context"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/policy"
)

// outcome is how a message without a conversation before it ends.
func (h *house) outcome(said string) (desk.Outcome, string) {
	h.t.Helper()
	th := h.Consult(context.Background(), said, "", "")
	return th.Outcome, th.Reply
}

func TestDemandsGoToTheirChannel(t *testing.T) {
	h := newHouse(t)
	for want, said := range map[string][]string{
		"全国12315平台": {
			"我要投诉楼下水果店缺斤少两", "举报某某超市卖过期牛奶", "实名举报隔壁饭店用假酒", "我想投诉健身房关门不退钱，太气人了", "帮我举报一下这家4S店",
			"要求你们严查卖假货的直播间", "你们能不能帮我投诉这家加油站", "麻烦帮忙曝光这家黑店", "我要实名投诉美容院", "请商务局管管门口那家旧货市场",
			"我要举报加盟骗人的公司！你们管不管！",
		},
		"作风和服务态度": {
			"你们窗口那个人态度太差了", "你们局的电话永远没人接", "窗口工作人员骂人", "你们商务局推诿扯皮踢皮球", "你们工作人员怎么这个态度？",
		},
		"15日内书面告知": {"我要信访", "我想去市里上访", "我们几十个业主准备集体上访", "去北京告你们"},
		"60个工作日内办结": {
			"我们是韩资企业，要投诉某镇政府承诺的补贴不兑现", "外商投资企业要投诉园区管委会", "举报招标单位歧视外企",
		},
		"系统看不到": {
			"给个准话，我这个加油站项目到底能不能批", "我们公司的申请到哪一步了", "我家的补贴怎么还没到账", "能不能通融一下", "帮忙催一下材料",
			"我公司的备案批了吗", "我们项目什么时候能批下来",
		},
		"不能转接具体":       {"找王科长", "我要见你们局长", "张主任的电话", "帮我约一下分管领导", "李科长在吗", "预约拜访外资科负责人"},
		"系统不能出具":       {"给我们公司开个证明", "请贵局为我司出具一份无违规证明", "能给我们开个推荐函吗", "我公司需要开具一份情况说明"},
		"记录不准确":        {"申请更正我公司的备案信息", "我们公司名称登记错了，要求更正", "请把网上公示的法人信息更正过来"},
		"心理援助热线 12356": {"活着没意思，不想活了", "工资要不回来我就跳楼"},
		"招商人员":         {"我们集团想来贵区实地考察", "我司有投资意向，想当面谈", "我们是德国企业，希望对接招商部门，对接招商"},
	} {
		for _, s := range said {
			if outcome, got := h.outcome(s); outcome != desk.OutcomeHuman || !strings.Contains(got, want) {
				t.Errorf("%s: got %s %q, want human with %q", s, outcome, got, want)
			}
		}
	}
}

func TestQuestionsAboutChannelsAreAnsweredFromTheLaw(t *testing.T) {
	h := newHouse(t)
	for _, said := range []string{
		"外企投诉多久受理", "去哪里投诉霸王条款", "怎么投诉商家", "外资投诉要什么材料", "12315投诉几天受理", "投诉举报处理有期限吗", "信访和投诉有什么区别",
		"信访多久给答复", "外企投诉能走信访吗", "举报有奖励吗", "预付卡商家跑路了去哪投诉", "依申请公开多久答复", "怎么申请公开会议纪要",
		"申请公开要写用途吗", "不给公开能告吗", "信息公开申请收费吗", "政府信息写错了能要求更正吗", "外商投资信息报告填错了怎么更正",
		"法定代表人变更要不要报告", "外资能投资稀土开采吗", "负面清单有多少项", "二手车过户要什么材料", "公司名称写错了怎么改", "加盟商能要求退钱吗",
		"经销商能要求厂家赔偿吗", "家政公司要开健康证明吗", "怎么查处罚决定", "预付卡发卡企业备案后会公布名单吗", "招商引资有什么政策",
		"我们公司换了股东多久内报告", "项目备案多久能办下来",
	} {
		if outcome, got := h.outcome(said); outcome == desk.OutcomeHuman || outcome == desk.OutcomeRequest {
			t.Errorf("%s: got %s %q, want it searched for", said, outcome, got)
		}
	}
}

func TestWantedDocumentsAreOfferedAnApplication(t *testing.T) {
	h := newHouse(t)
	for _, said := range []string{
		"申请公开近三年成品油处罚决定书", "我要看去年家电补贴的发放名单", "我申请公开贵局2025年采购合同", "请提供招商会议的会议纪要",
		"要求公开加油站规划的批复文件", "能给我看看拍卖企业检查的执法记录吗", "我想查阅预付卡资金存管台账", "本人依法申请公开三公经费明细",
		"我要复印我们公司的审批档案",
	} {
		outcome, got := h.outcome(said)
		if outcome != desk.OutcomeRequest {
			t.Errorf("%s: got %s %q, want request", said, outcome, got)
			continue
		}
		contains(t, got, "20个工作日", "第二十九条", "查查有没有公开", "人工", "示例路1号")
	}
}

func TestSubjectsOfOtherAuthoritiesAreNamedWithWhoDoesThem(t *testing.T) {
	h := newHouse(t)
	for said, want := range map[string]string{
		"社保断了怎么补": "12333", "公积金能取出来租房吗": "12329", "户口本丢了": "12345", "护照在哪续": "12367", "异地住院报销比例": "12393",
		"驾照换证去哪": "12123", "老板拖着工资不发": "12333", "房产证加名字": "12345", "家里停电了": "95598", "个税怎么退": "12366",
		"明天几度，会下雨吗": "12121", "去火车站坐几路车": "12345", "火车票怎么改签": "12306", "快递员把东西弄坏了": "12305", "邻居家狗叫一宿": "12345",
		"网上刷单被骗钱": "96110", "离婚财产怎么分": "12345", "孩子转学需要什么": "12345", "宅基地能不能翻盖": "12345", "请律师写起诉状": "12348",
		"帮我写一篇作文": "帮不上", "给我算命": "帮不上", "讲个笑话": "帮不上", "信用卡逾期了": "12378", "烟草证在哪办": "12313", "抑郁了想做心理咨询": "12356",
	} {
		if outcome, got := h.outcome(said); outcome != desk.OutcomeNone || !strings.Contains(got, want) {
			t.Errorf("%s: got %s %q, want none with %q", said, outcome, got, want)
		}
	}
}

func TestWordsOfOtherSubjectsBesideTheOfficesOwnAreSearchedFor(t *testing.T) {
	h := newHouse(t)
	for _, said := range []string{
		"外籍员工工资能汇出吗", "二手车过户流程", "公司注册要什么", "快递业外资能做吗", "外资能不能做国内快递", "4S店买车强制上保险", "加盟费能退吗被骗了",
		"健身房会员卡跑路", "出国打工要交押金吗", "外派劳务工伤谁赔", "再投资退税怎么办", "外资养老院可以办吗", "出口货物要报税吗", "外商能开旅行社搞出境游吗",
		"预付卡能开发票吗", "汽车销售商不给开发票", "境外投资要不要外汇登记", "外资能开加油站吗",
	} {
		if _, got := h.outcome(said); strings.Contains(got, "不属于本局职责") || strings.Contains(got, sayNobody) {
			t.Errorf("%s: sent away: %q", said, got)
		}
	}
}

// What the office itself answers is never sent to another authority, a person or a form.
func TestEveryStarterQuestionIsLeftToSearch(t *testing.T) {
	h := newHouse(t)
	n := 0
	for _, it := range h.Search.Library().Items {
		var asked []string
		switch it.Kind {
		case policy.KindQA:
			asked = append(it.QA.Wordings, it.QA.Question)
		case policy.KindGuide:
			asked = append(it.Guide.Wordings, it.Guide.Title)
		}
		for _, q := range asked {
			n++
			if outcome, got := h.outcome(q); outcome == desk.OutcomeHuman || outcome == desk.OutcomeRequest || strings.Contains(got, "不属于本局职责") {
				t.Errorf("%s: got %s %.60q", q, outcome, got)
			}
		}
	}
	if n == 0 {
		t.Fatal("no starter questions")
	}
}

func TestInsultsGetACalmLine(t *testing.T) {
	h := newHouse(t)
	for _, said := range []string{"傻逼", "你们都是废物", "滚蛋吧", "什么垃圾系统"} {
		if outcome, got := h.outcome(said); outcome != desk.OutcomeNone || !strings.Contains(got, sayAbuse) {
			t.Errorf("%s: got %s %q, want %q", said, outcome, got, sayAbuse)
		}
	}
	contains(t, h.say("妈的外资备案到底怎么弄"), "信息报告")
}

func TestCitizenMayInsistOnTheSearch(t *testing.T) {
	h := newHouse(t)
	first := h.say("烟草证在哪办")
	contains(t, first, "12313", sayAnyway)
	if got := h.say("A1"); strings.Contains(got, "不属于本局职责") {
		t.Errorf("got %q, want what search has", got)
	}
}

func TestRepliesOfRoutesFitOneMessage(t *testing.T) {
	h := newHouse(t)
	h.Office.Complaint, h.Office.Email, h.Office.Website = "0532-11111111（监督科）", "sample@example.gov.cn", "https://example.gov.cn/zwgk"
	for _, said := range []string{"我要投诉超市", "我要信访", "外资企业要投诉园区", "申请公开" + strings.Repeat("某某文件", 120), "你们窗口态度差"} {
		if _, got := h.outcome(said); len(got) > limit {
			t.Errorf("%.30s: %d bytes, want at most %d", said, len(got), limit)
		} else {
			contains(t, got, "人工</a>")
		}
	}
}
