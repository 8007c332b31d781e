package bot

import (
	"context"
	"testing"
	"time"

	"shangda/desk"
	"shangda/policy"
)

// An answer rests on more than its first article: a correction of any of it must find who got it.
func TestRecallFindsAnswersByEverythingTheyRestOn(t *testing.T) {
	h, ctx := newHouse(t), context.Background()
	since := h.now.Add(-time.Minute)
	several := h.say("政府信息公开申请多久答复？特许经营备案要什么材料？")
	contains(t, several, "第三十三条", "《商业特许经营备案管理办法》")
	h.now = h.now.Add(time.Hour)
	contains(t, h.say("外资能开医院和律所吗"), "清单第22项、第14项")
	const list = "外商投资准入特别管理措施（负面清单）（2024年版）"
	for _, r := range []desk.Recall{
		{Title: "中华人民共和国政府信息公开条例", Article: "第三十三条"},
		{Title: "商业特许经营备案管理办法"},
		{Title: list, Article: "清单第22项"},
		{Title: list, Article: "清单第14项"},
	} {
		r.Since, r.Until = since, h.now.Add(time.Minute)
		if got, err := h.Store.RecallReach(ctx, &r); err != nil || got.Answers != 1 || got.Citizens != 1 {
			t.Errorf("%s %s: reaches %+v, %v; want the one answer", r.Title, r.Article, got, err)
		}
	}
	// Words of staff rest on all their articles.
	h.now = h.now.Add(time.Hour)
	qa := policy.NewItem(&policy.QA{
		Question: "蓬蓬展馆多久检修一次", Answer: "每季度一次。", Basis: []policy.Basis{
			{Title: "蓬蓬展馆办法", Article: "第一条"}, {Title: "蓬蓬展馆细则", Article: "第二条"},
		},
	}, policy.FromStaff, policy.Approved)
	if _, err := h.Store.SaveItems(ctx, []policy.Item{qa}, h.now); err != nil {
		t.Fatal(err)
	}
	if err := h.Search.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	contains(t, h.say("蓬蓬展馆多久检修一次"), "每季度一次")
	r := desk.Recall{Title: "蓬蓬展馆细则", Article: "第二条", Since: since, Until: h.now.Add(time.Minute)}
	if got, err := h.Store.RecallReach(ctx, &r); err != nil || got.Answers != 1 {
		t.Errorf("by the second article of an answer: reaches %+v, %v; want it", got, err)
	}
}
