package bot

import (
	"context"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/policy"
)

func TestQuestionsForTheListItself(t *testing.T) {
	h := newHouse(t)
	on := h.knownTrades()
	for question, want := range map[string]portion{
		"负面清单有哪些":            partAll,
		"哪些外商投资在负面清单上":       partAll,
		"负面清单一共多少条":          partAll,
		"自贸区负面清单有哪些":         partAll,
		"2021年版负面清单有多少项":     partAll,
		"哪些行业外资不能投":          partBanned,
		"外资禁止投资哪些领域":         partBanned,
		"外商不准进入什么行业":         partBanned,
		"外资准入有哪些限制":          partLimited,
		"哪些领域要求中方控股":         partLimited,
		"限制外资的行业有哪些":         partLimited,
		"中方控股要多少":            "",
		"外资开医院有什么限制":         "",
		"市场准入负面清单有哪些":        "",
		"外商投资有哪些优惠":          "",
		"哪些行业鼓励外资":           "",
		"外资企业有哪些":            "",
		"负面清单有哪些变化":          "",
		"外资公司注册要哪些材料":        "",
		"哪些外商投资要先做国家安全审查":    "",
		"外资能开医院吗":            "",
		"个体户有哪些限制":           "",
		"外国人办工作许可有哪些限制":      "",
		"外商投资企业投诉有什么限制":      "",
		"香港人有哪些行业不能投":        "",
		"国内企业有哪些行业不能投":       "",
		"外资企业变更备案要几天":        "",
		"负面清单以外的行业外资要审批吗":    "",
		"单用途预付卡有哪些限制":        "",
		"外商投资负面清单和鼓励目录有什么区别": "",
		"外资独资的行业有什么好处":       "",
		"我想了解政府信息公开有哪些限制":    "",
		"外资限制类项目要几个工作日审批":    "",
		"你们有哪些行业的政策":         "",
		"外资买房有哪些限制":          "",
		"外商投资信息报告有哪些内容":      "",
		"典当行业有哪些禁止行为":        "",
		"特许经营行业有什么限制":        "",
		"直销行业有哪些禁止":          "",
		"外国投资者再投资有哪些禁止":      "",
		"外资并购有哪些限制":          partLimited,
		"外资不让投哪些":            partBanned,
	} {
		q, ok := readWhole(question, on.words, on.lists)
		if !ok {
			q.Whole = ""
		}
		if q.Whole != want {
			t.Errorf("%s: %q, want %q", question, q.Whole, want)
		}
	}
}

func TestTheListInBriefNamesEveryEntryAndFits(t *testing.T) {
	h := newHouse(t)
	for question, edition := range map[string]string{
		"负面清单有哪些": "2024", "2021年版负面清单有哪些": "2021", "2024年的负面清单有多少条": "2024",
	} {
		reply := h.Consult(context.Background(), question, "", "").Reply
		if len(reply) > limit {
			t.Errorf("%s: %d bytes, want at most %d", question, len(reply), limit)
		}
		for i := range h.Search.Library().Items {
			it := &h.Search.Library().Items[i]
			if it.Kind != policy.KindList || it.List.Edition != edition || it.List.Scope != policy.Nationwide {
				continue
			}
			for _, e := range it.List.Entries {
				if !strings.Contains(reply, sayAbout(e)) {
					t.Errorf("%s: entry %d (%s) is missing in\n%s", question, e.No, e.About(), reply)
				}
			}
		}
	}
}

// An incomplete list says nothing about what is not on it, and says how much of it is on file.
func TestTheListInBriefClaimsNoMoreThanIsOnFile(t *testing.T) {
	h := newHouse(t)
	contains(t, h.say("负面清单有哪些"), "共29项：禁止投资20项，有条件的9项", "没列的，按内外资一致管理")
	for question, want := range map[string]string{
		"自贸区负面清单有哪些": "共27项，我们只收录了6项", "2021年版负面清单有哪些": "重建文本", "2019年版负面清单有哪些": "共40项，我们只收录了15项",
	} {
		reply := h.Consult(context.Background(), question, "", "").Reply
		contains(t, reply, want)
		if strings.Contains(reply, "没列的") {
			t.Errorf("%s: tells what is not on an incomplete list:\n%s", question, reply)
		}
	}
	reply := h.Consult(context.Background(), "2018年的负面清单有哪些", "", "").Reply
	contains(t, reply, "2018年版", "没有收录", "不能下结论")
}

func TestTheListInBriefLeadsOn(t *testing.T) {
	h := newHouse(t)
	contains(t, h.say("负面清单有哪些"), "22 医疗机构")
	contains(t, h.say("自贸区里呢"), "自贸清单（2021年版）")
	contains(t, h.say("医院呢"), "医院：")
	contains(t, h.say("负面清单有哪些"), askConditions)
	contains(t, h.say(askConditions), "22 医疗机构：限于合资", "6 核电站：中方控股")
	tn := h.newTurn(context.Background(), h.text(""), desk.Conversation{}, h.now)
	if !tn.list(listQuestion{Whole: partBanned}) || strings.Contains(tn.x.Reply, "医疗机构") || !strings.Contains(tn.x.Reply, "29 文艺表演团体") {
		t.Errorf("what is banned: %s", tn.x.Reply)
	}
}

func TestAnEditionIsNamedByItsYear(t *testing.T) {
	h := newHouse(t)
	for _, question := range []string{"2018年的负面清单里新能源汽车可以外资独资吗", "2018年负面清单里新能源汽车能独资吗", "按2018年版负面清单，外资能做新能源汽车吗"} {
		contains(t, h.Consult(context.Background(), question, "", "").Reply, "2018年版", "没有收录")
	}
	contains(t, h.Consult(context.Background(), "2021年的负面清单里出版物印刷可以外资独资吗", "", "").Reply, "2021年版", "不能独资", "现在（2024年版）")
	contains(t, h.Consult(context.Background(), "新能源汽车可以外资独资吗", "", "").Reply, "新能源汽车：全国清单未列")
}

func TestAnotherTimeAsksTheListAgain(t *testing.T) {
	h := newHouse(t)
	for _, question := range []string{"开烟酒店外资可以吗", "外资能做新闻app吗", "负面清单有哪些"} {
		h.say(question)
		contains(t, h.say("2023年的时候呢"), "2023年年中", "2021年版")
		contains(t, h.say("现在呢"), "2024年版")
		contains(t, h.say("2021年的时候呢"), "2021年7月1日", "没有收录")
	}
}

func TestTheListInBriefSaysOnceThatNobodyApprovedIt(t *testing.T) {
	h := newHouse(t)
	h.Bot.Demo = false
	reply := h.Consult(context.Background(), "负面清单有哪些", "", "").Reply
	if n := strings.Count(reply, sayUnreviewed); n != 1 {
		t.Errorf("%d times, want once:\n%s", n, reply)
	}
}
