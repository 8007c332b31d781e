package bot

import (
	"strings"
	"testing"

	"shangda/desk"
)

// Questions as citizens type them: everyday words, two at once, rude, off the subject. Each shows a cause that was mended.
func TestEverydayMessagesGetAFittingAnswer(t *testing.T) {
	h := newHouse(t)
	for _, tt := range []struct {
		said string
		want []string
	}{
		{"你们气死人了 老板是外商 工资拖了半年", []string{"工资和欠薪", "12333"}},
		{"出口退税率在哪查", []string{"税务部门", "12366"}},
		{"超市卖菜短斤少两", []string{"12315"}},
		{"有人开船走私冻肉", []string{"海关缉私", "12360"}},
		{"你是机器人吗", []string{"自动答复程序", "人工"}},
		{"你们局在哪里", []string{"示例路1号"}},
		{"请问商务局几点下班", []string{"0532-00000000"}},
		{"某某某是谁", []string{"这个我帮不上"}},
		{"典当行管理办法还有效吗", []string{"没有收录叫“典当行管理办法”"}},
		{"外国公司能做快递吗？那物流呢？", []string{"快递", "第11项", "物流：全国清单未列"}},
		{"商务部公告2020年第100号", []string{"没有收录文号为“商务部公告2020年第100号”", "文号相近的有"}},
		{"请问商务部2019年第77号公告还有效吗", []string{"没有收录文号为", "2019年第77号公告", "文号相近的有"}},
		{"政府信息公开申请被拒绝了怎么办", []string{"行政复议", "60日内", "6个月内", "第五十一条"}},
		{"我申请公开的文件你们拒绝了，我该怎么办", []string{"行政复议", "60日内", "6个月内"}},
		{"一次申请太多会被拒绝吗", []string{"要求说明理由"}},
		{"健身房跑路", []string{"不归商务部门管", "体育", "12315", "12345", "若干问题的解释》第二十三条"}},
		{"瑜伽馆关门了卡里还有钱，找谁", []string{"不归商务部门管", "12345"}},
		{"美容店跑路了", []string{"可要求退还余额和利息"}},
		{"境外投资备案要什么材料，去哪里办，多久", []string{"【材料】", "【去哪办】", "【多久】", "3个工作日"}},
		{"我上个月交的信息公开申请到现在还没答复怎么办", []string{"第三十三条"}},
	} {
		got := h.say(tt.said)
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: got %q, want %q in it", tt.said, got, want)
			}
		}
	}
}

func TestPenaltyAskedWithoutASubjectIsAboutWhatWasTalkedAbout(t *testing.T) {
	h := newHouse(t)
	h.say("特许经营备案怎么办")
	contains(t, h.say("不备案罚多少"), "特许经营", "第二十五条")
	h.say("谢谢")
	contains(t, h.say("预付卡不备案罚多少"), "单用途", "1万元以上3万元以下") // with its own subject it stands alone
}

func TestQuestionsWithoutASubjectAreAboutTheFirstOne(t *testing.T) {
	h := newHouse(t)
	got := h.say("出国劳务公司经营资格要多少注册资本？多久批下来？没有资格会罚多少？")
	contains(t, got, "600万元", "20个工作日")
	for _, other := range []string{"单用途", "行政许可法"} {
		if strings.Contains(got, other) {
			t.Errorf("got %q, want nothing of %s", got, other)
		}
	}
}

// What is on file of a repealed text answers for a day on which it held, and says that it holds no more.
func TestThePastIsAnsweredFromAnExcerptOfWhatHeldThen(t *testing.T) {
	h := withCorpus(t)
	for _, said := range []string{"2019年的时候外资设立要备案吗", "2018年的时候外商投资企业变更归谁备案"} {
		got := h.say(said)
		contains(t, got, "年年中", "《外商投资企业设立及变更备案管理暂行办法》第", "当时有效，2020年1月1日起废止", "现行的是《外商投资信息报告办法》")
	}
	if got := h.say("2019年的时候外资设立不备案罚多少"); strings.Contains(got, "备案管理暂行办法》第") {
		t.Errorf("got %q, want nothing from an excerpt that says nothing of it", got)
	}
}

func TestPunctuationAloneIsAskedBackAndNothingElse(t *testing.T) {
	h := newHouse(t)
	h.say("特许经营备案怎么办") // nor is it read with what was talked about
	for _, said := range []string{"？？？", "。。。", "!!!", "……", "、，；", "?!"} {
		if got := h.say(said); !strings.Contains(got, "请用一句话说明您想问的事") {
			t.Errorf("%s: got %q, want to be asked what it is about", said, got)
		}
		thought := h.Consult(t.Context(), said, "", "")
		if hits := h.Describe(thought, said); thought.Outcome != desk.OutcomeInfo || len(hits) > 0 {
			t.Errorf("%s: outcome %s with %d hits, want %s without a search", said, thought.Outcome, len(hits), desk.OutcomeInfo)
		}
	}
	if own := h.own(); len(own) > 0 {
		t.Errorf("got %d tickets, want none", len(own))
	}
}
