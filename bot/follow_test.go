package bot

import (
	"context"
	"strings"
	"testing"
	"time"
)

func TestFollowUpIsReadWithWhatWasSaidBefore(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct{ before, question, want string }{
		{"记名卡可以设有效期吗", "那不记名的呢", "单用途商业预付卡管理办法（试行）"},
		{"卖购物卡要不要实名登记", "不登记的话怎么处罚", "单用途商业预付卡管理办法（试行）"},
		{"政府信息公开申请多久答复", "要什么材料", "中华人民共和国政府信息公开条例 第二十九条"},
		{"怎么申请政府信息公开", "多久能答复", "中华人民共和国政府信息公开条例 第三十三条"},
		{"怎么申请政府信息公开", "收费吗", "中华人民共和国政府信息公开条例 第四十二条"},
		{"境外投资备案怎么办", "这个要多久", "境外投资管理办法 第九条"},
		{"特许经营备案要什么材料", "那变更呢", "商业特许经营备案管理办法 第八条"},
		{"外商投资企业投诉多久办结", "那要交哪些材料", "外商投资企业投诉工作办法"},
		{"网购七天无理由退货", "那生鲜呢", "中华人民共和国消费者权益保护法 第二十五条"},
		{"外商投资信息报告怎么办", "逾期会怎样", "外商投资信息报告办法 第二十五条"},
	} {
		th := h.thought(c.question, c.before)
		if len(th.Hits) == 0 {
			t.Errorf("%s → %s: nothing found", c.before, c.question)
			continue
		}
		if got := th.Hits[0].Passage.Title + " " + th.Hits[0].Passage.Article; !strings.HasPrefix(got, c.want) {
			t.Errorf("%s → %s: got %s, want %s", c.before, c.question, got, c.want)
		}
		if !strings.Contains(th.Reply, "接着您上面说的") {
			t.Errorf("%s → %s: doesn't say how it was read: %s", c.before, c.question, th.Reply)
		}
	}
}

func TestQuestionWithItsOwnSubjectDropsTheTopic(t *testing.T) {
	h := newHouse(t)
	for _, before := range []string{"记名卡可以设有效期吗", "外资能开医院吗", "政府信息公开申请多久答复"} {
		for _, question := range []string{
			"那境外投资备案要什么材料", "二手车过户要什么材料", "那加盟要开几家店才能加盟", "设立外资公司还要去商务局备案吗", "直销员要什么条件",
		} {
			alone, after := h.thought(question, ""), h.thought(question, before)
			if len(alone.Hits) == 0 || len(after.Hits) == 0 || alone.Hits[0].Passage.ID != after.Hits[0].Passage.ID {
				t.Errorf("%s after %s: the topic before was kept: %.120s", question, before, after.Reply)
			}
		}
	}
}

func TestFollowUpIsForgottenAfterHalfAnHour(t *testing.T) {
	h := newHouse(t)
	h.say("记名卡可以设有效期吗")
	h.now = h.now.Add(31 * time.Minute)
	if got := h.say("那不记名的呢"); strings.Contains(got, "接着您上面说的") {
		t.Errorf("still read with the question of half an hour ago: %s", got)
	}
}

func TestTheDayAskedAboutStaysThroughAConversation(t *testing.T) {
	h := newHouse(t)
	contains(t, h.say("2019年的时候特许经营备案要什么材料"), "2019年年中")
	contains(t, h.say("那变更呢"), "2019年年中")
	if got := h.say("现在呢"); strings.Contains(got, "2019年年中") {
		t.Errorf("现在呢: still of 2019: %s", got)
	}
}

func TestGuideAnswersTheFieldThatWasAskedFor(t *testing.T) {
	h := newHouse(t)
	for question, want := range map[string]string{
		"预付卡备案要什么材料":  "《单用途卡发卡企业备案表》",
		"政府信息公开申请收费吗": "不收",
		"境外投资备案要多久":   "3个工作日",
	} {
		reply := h.thought(question, "").Reply
		if !strings.Contains(reply, want) {
			t.Errorf("%s: got %q, want %q in it", question, reply, want)
		}
	}
}

func TestQuestionAboutARepealedTextIsAnsweredFromItsSuccessor(t *testing.T) {
	h := newHouse(t)
	tn := h.newTurn(context.Background(), h.text("问"), h.freshConversation(), h.now)
	lib := h.Search.Library()
	it, ok := lib.ByTitle("外商投资企业设立及变更备案管理暂行办法")
	if !ok {
		t.Fatal("the repealed text is not in the starter pack")
	}
	tn.found.Old = append(tn.found.Old, tn.hit(&lib.PassagesOf(it.ID)[0]))
	if !tn.replaced("外商投资企业设立时提交初始报告") {
		t.Fatal("not answered")
	}
	contains(t, tn.x.Reply, "已废止", "《外商投资信息报告办法》")
}
