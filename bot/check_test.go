package bot

import (
	"context"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/policy"
)

// What nobody has made sure of for half a year says so, whether it was checked once or never, until somebody checks it again.
func TestAnswerThatNobodyCheckedForHalfAYearSaysSo(t *testing.T) {
	h, ctx := newHouse(t), context.Background()
	const title = "蓬蓬展馆管理办法"
	imported := policy.NewItem(&policy.Document{
		Title: title, Status: policy.InForce, Completeness: "full",
		Articles: []policy.Article{{Name: "第一条", Text: "蓬蓬展馆应当每季度检修喷淋设备一次。"}},
	}, policy.FromImport, policy.Approved)
	ended := policy.NewItem(&policy.Document{
		Title: "废止的绒绒馆办法", Status: policy.Repealed, Repealed: "2026-01-01", Completeness: "full",
		Articles: []policy.Article{{Name: "第一条", Text: "绒绒馆应当每季度检修通风设备一次。"}},
	}, policy.FromImport, policy.Approved)
	if _, err := h.Store.SaveItems(ctx, []policy.Item{imported, ended}, h.now); err != nil {
		t.Fatal(err)
	}
	refresh := func() {
		t.Helper()
		if err := h.Search.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
	}
	refresh()
	const mark = "〔待核对〕"
	answers := []string{title + "第一条", "政府信息公开申请多久答复", "特许经营备案要什么材料", "外资能投资稀土开采吗", "外商投资企业设立怎么报告信息"}
	for _, asked := range answers {
		if got := h.say(asked); strings.Contains(got, mark) || !strings.Contains(got, "《") {
			t.Errorf("%s, on file since today: %s", asked, got)
		}
	}
	h.now = h.now.AddDate(0, 0, policy.CheckEvery+30) // the starter pack was written in that month
	refresh()
	for _, asked := range answers {
		if got := h.say(asked); !strings.Contains(got, mark) {
			t.Errorf("%s, half a year later: says nothing of it: %s", asked, got)
		}
	}
	if got := h.say("废止的绒绒馆办法第一条"); !strings.Contains(got, "通风") || strings.Contains(got, mark) {
		t.Errorf("a text that is history is to be checked: %s", got)
	}
	items, err := h.Store.Items(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i := range items {
		if err := h.Store.Check(ctx, desk.Actor{Staff: 7}, items[i].ID, h.now); err != nil {
			t.Fatal(err)
		}
	}
	refresh()
	for _, asked := range answers {
		if got := h.say(asked); strings.Contains(got, mark) || !strings.Contains(got, "〔核对："+string(policy.DateOf(h.now))+"〕") {
			t.Errorf("%s, checked today: %s", asked, got)
		}
	}
}

// Outside the demo, what nobody in the office has approved says so in every form of answer, until it is approved.
func TestAnswerThatNobodyApprovedSaysSoOutsideTheDemo(t *testing.T) {
	h, ctx := newHouse(t), context.Background()
	asked := []string{"设立外资公司还要去商务局备案吗", "特许经营备案要什么材料", "外资能投资稀土开采吗", "怎么申请政府信息公开", "政府信息公开申请多久答复？特许经营备案要什么材料？", "政府信息公开条例第三十三条"}
	const mark = "通用知识，未经本局审核"
	for _, a := range asked {
		if got := h.say(a); strings.Contains(got, mark) || !strings.Contains(got, "《") {
			t.Errorf("%s in the demo: %s", a, got)
		}
	}
	h.Demo = false
	for _, a := range asked {
		if got := h.say(a); !strings.Contains(got, mark) {
			t.Errorf("%s, approved by nobody: %s", a, got)
		}
	}
	items, err := h.Store.Items(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i := range items {
		items[i].Review = policy.Approved
	}
	if _, err := h.Store.SaveItems(ctx, items, h.now); err != nil {
		t.Fatal(err)
	}
	if err := h.Search.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	for _, a := range asked {
		if got := h.say(a); strings.Contains(got, mark) {
			t.Errorf("%s, approved: %s", a, got)
		}
	}
}
